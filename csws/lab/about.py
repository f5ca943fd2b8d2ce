"""What a result of the lab is about: which score of which account, on which day, over which files."""

from __future__ import annotations

from datetime import date

from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.settings import Objects
from csws.records.misfits import Misfit


@frozen
class About:
    """`score` is the key. `catalog` and `objects` say what people call things; `has_portal` says that the account's id is a
    HubSpot portal, so that records have links. `misfits` are what in the files does not fit."""

    account: str
    score: str
    as_of: date
    time_zone: str
    files: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    catalog: Catalog
    objects: Objects
    has_portal: bool
