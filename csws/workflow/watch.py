"""What a nightly job wants to know of an account: what changed in it, which settings that breaks,
drift, a waiting run, an old catalogue. Changes no account; writes the catalogue only if asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from csws.errors import CswsError
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.target_traits import traits_of
from csws.workflow.account.check import CheckedAccount, Opened
from csws.workflow.catalog import CatalogDifference, catalog_now, difference, write_catalog
from csws.workflow.history import Drift, drift_in
from csws.workflow.run.per_account import Outcome, for_each


@frozen
class Asked:
    """How much to keep of people, whether to write the catalogue, and who hears of the progress."""

    detail: str
    writes: bool
    tell: Callable[[str, int, int], None]


@frozen
class Watched:
    """`catalog` is None if there was none to pull: `unpulled` says why that failed, or is None for an
    account that HubSpot does not have; with a `catalog` it says why it was not written. `days` is the age of the committed catalogue, None if a
    person wrote it; `is_old` is CSW504. `written` is the file, if the catalogue was written."""

    catalog: CatalogDifference | None
    unpulled: CswsError | None
    drift: Drift
    days: int | None
    is_old: bool
    written: str | None

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing that somebody should look at."""
        found = self.catalog
        changed = found is not None and (found.changes or found.broken or found.renamed)
        waits = self.drift.run is not None
        return not (changed or self.drift.changes or waits or (self.is_old and self.written is None))


def watch_accounts(root: Path, patterns: list[str] | None, now: datetime, asked: Asked) -> list[Outcome[Watched]]:
    """Every account asked for. A catalogue that cannot be pulled never hides the drift: such an
    account has a value and an error."""
    outcomes = for_each(root, patterns, now, partial(_watched, asked))
    return [replace(item, error=item.value.unpulled) if item.value else item for item in outcomes]


def _watched(asked: Asked, opened: Opened, account: CheckedAccount, catalog: Catalog) -> Watched:
    drift = drift_in(opened, account, catalog)
    found, unpulled, written = None, None, None
    if traits_of(account.loaded.entry.target).over_api:
        try:
            pulled = catalog_now(account, opened.now, asked.detail, asked.tell)
            found = difference(account, pulled, opened.now)
            written = write_catalog(opened, account, pulled).file if asked.writes else None
        except CswsError as error:
            unpulled = error
    at = catalog.pulled_at
    return Watched(
        catalog=found,
        unpulled=unpulled,
        drift=drift,
        days=None if at is None else (opened.now - at).days,
        is_old=catalog.is_old(opened.now),
        written=written,
    )
