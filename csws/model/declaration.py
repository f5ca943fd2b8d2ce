"""What a project declares for one account, in normal form, as rules and the planner take it. References as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from csws.model.address import Address
from csws.model.diagnostic import Path, lies_in
from csws.model.frozen import frozen
from csws.model.settings import Settings


@frozen
class Accepted:
    """A warning that the project accepts, and why: everywhere, or only at and below `address`, which is a dotted YAML
    path."""

    code: str
    reason: str
    address: str | None = None

    def covers(self, address: str) -> bool:
        return self.address is None or lies_in(address, self.address)


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

    def why_accepted(self, code: str, address: str) -> str | None:
        """The reason why a warning at `address` is accepted, None where it is not. The entry nearest to it counts, of equals
        the last."""
        fitting = [item for item in reversed(self.accept) if item.code == code and item.covers(address)]
        return max(fitting, key=lambda item: len(item.address or "")).reason if fitting else None


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
