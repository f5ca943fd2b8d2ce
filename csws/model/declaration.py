"""What a project declares for one account, in normal form, as rules and the planner take it. References as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from csws.model.diagnostic import Path
from csws.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProperty:
    """A property that shall exist on an object. `kind` is user or date; `group` is the property group it is put in."""

    object: str
    name: str
    label: str
    kind: str
    group: str

    @property
    def address(self) -> str:
        return f"properties.{self.object}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Declared settings and what is said beside them. `dropped` are the paths of settings that hidden tabs lost."""

    settings: Settings
    renamed_from: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    accept: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[Path, ...] = ()
    properties: tuple[NewProperty, ...] = ()
    block_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One entry of `accounts:`; paths relative to the project. `store` is where a hubspot account's record is kept."""

    name: str
    target: str
    catalog: str
    subscription: str
    operator: str | None = None
    overlay: str | None = None
    store: str | None = None
