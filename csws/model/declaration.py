"""What a project declares for one account, in normal form, as rules and the planner take it. References as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from csws.model.address import Address
from csws.model.frozen import frozen
from csws.model.place import Path
from csws.model.settings import Settings


@frozen
class Accepted:
    """A warning that the project accepts, and why: everywhere, or only at and below `address`, which is a dotted YAML
    path."""

    code: str
    reason: str
    address: str | None = None


@frozen
class Declaration:
    """Declared settings, and what the files declare in addition. `removed` has each address at its place in the YAML;
    `dropped` are the paths of settings that hidden tabs lost. `blocks` are the blocks of YAML, as plain data, of items
    that have no class of their own."""

    settings: Settings
    renamed_from: Mapping[Address, str] = field(default_factory=dict)
    ignore: Mapping[Address, tuple[str, ...]] = field(default_factory=dict)
    removed: Mapping[Path, Address] = field(default_factory=dict)
    accept: tuple[Accepted, ...] = ()
    dropped: tuple[Path, ...] = ()
    block_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: Mapping[Address, Mapping[str, Any]] = field(default_factory=dict)


@frozen
class AccountEntry:
    """One entry of `accounts:`; paths relative to the project. `store` is where a hubspot account's record is kept,
    `score_records` a file of records that changed scores are judged by."""

    name: str
    target: str
    catalog: str
    subscription: str
    operator: str | None = None
    overlay: str | None = None
    store: str | None = None
    score_records: str | None = None
