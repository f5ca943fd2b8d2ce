"""What a kind of settings tells the rest of csws. Everything else about settings is a loop over the table of kinds
(`csws/kinds`).

A kind must give its name, its section of the YAML, and its fields. It may give laws, a limit, its own words for a
step, and more of what follows. It must not know files, targets, formats, or the fields of another kind. Each value in
a blank item is None, "", () or False: stores and digests leave these out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from csws.model.address import Address
from csws.model.block import at_path, is_there, put_at
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.diagnostic import Path
from csws.model.field import EACH, Field, Type, Value, is_unset, texts_of
from csws.model.fields import Fields
from csws.model.law import Breach
from csws.model.names import folded, normal_name
from csws.model.settings import Item, Objects, Settings, Workspace

if TYPE_CHECKING:
    from csws.model.choice import Choice

Thing = Workspace | Item
Claim = tuple[str, str]  # the path of an exclusive field, and a value that only one item of the kind may hold


class Kind:
    """A kind with keys whose items have no class of their own. Workspaces and objects, which have one, override the first
    part."""

    name: str  # the word that addresses begin with: `workspace`
    section: str  # the key in the YAML: `workspaces`
    noun: str  # what messages call one of them: "workspace"
    fields: tuple[Field, ...] = ()  # in the order of the screen
    required: tuple[tuple[str, ...], ...] = (("name",),)  # what every block in the YAML must have
    is_keyed = True
    key_parts = 1  # of an address, between dots
    is_deletable = True
    is_recorded = True  # False: the catalogue says what the account has of it, and no store keeps it
    limit: int | None = None  # of items in one account

    # Where its items are.

    def all(self, settings: Settings) -> tuple[Thing, ...]:
        """Every item in the account, also those that csws does not manage."""
        return tuple([item for item in settings.items if item.kind == self.name]) if settings.items else ()

    def with_all(self, settings: Settings, things: Iterable[Thing]) -> Settings:
        """The settings with these items of the kind, and no others."""
        others = [item for item in settings.items if item.kind != self.name]
        return settings.with_items([*others, *(thing for thing in things if isinstance(thing, Item))])

    def put(self, settings: Settings, thing: Thing, instead_of: Thing | None = None) -> Settings:
        """The settings with one more item, or with another one in the place of one."""
        return self.with_all(settings, [*(item for item in self.all(settings) if item is not instead_of), thing])

    def without(self, settings: Settings, thing: Thing) -> Settings:
        return self.with_all(settings, [item for item in self.all(settings) if item is not thing])

    def flat(self, thing: Thing) -> dict[str, Value]:
        """Every field of an item, in the order of the screen."""
        assert isinstance(thing, Item)
        return dict(thing.fields)

    def made(self, key: str | None, identity: str | None, sets: Fields) -> Thing:
        """The item that has these fields, and is blank otherwise. Raises KeyError for a path that the kind does not have."""
        for path in sets:
            if self.field_at(path) is None:
                raise KeyError(path)
        return Item(kind=self.name, key=key, id=identity, fields={**self.blank(), **sets})

    def changed(self, thing: Thing, key: str | None, sets: Fields) -> Thing:
        assert isinstance(thing, Item)
        return replace(thing, key=key, fields={**thing.fields, **sets})

    def normal(self, thing: Thing) -> Thing:
        """An item in its normal form: without what can be neither seen nor typed."""
        return thing

    # What its fields mean.

    def field_at(self, path: str) -> Field | None:
        return next((field for field in self.fields if field.path == path), None)

    def is_hidden(self, path: str, fields: Fields) -> bool:
        """Whether the values of other fields hide this one, so that it can be neither seen nor set."""
        return False

    def places_in(self, block: Mapping[str, Any]) -> Iterator[tuple[str, Field, Path]]:
        """The path of each field that a block of YAML says, as plain data, with the keys and indexes of its value
        there."""
        for field in self.fields:
            above, each, _ = field.path.partition(f".{EACH}.")
            names = at_path(block, tuple(above.split("."))) if each else None
            for name in names if isinstance(names, Mapping) else () if each else ("",):
                path = field.path.replace(EACH, name)
                if is_there(block, parts := self.parts_of(path)):
                    yield path, field, parts

    def replaced_by(self, block: Mapping[str, Any]) -> Iterator[str]:
        """The paths below which an observation describes everything, so that what it does not say there is gone."""
        return iter(())

    def block_of(self, fields: Fields) -> dict[str, Any]:
        """Fields as the data of a block of YAML."""
        out: dict[str, Any] = {}
        for path, value in fields.items():
            put_at(out, self.parts_of(path), list(value) if isinstance(value, tuple) else value)
        return out

    def required_in(self, block: Callable[[], Mapping[str, Any]]) -> Iterable[tuple[str, ...]]:
        """The paths that a block must have. `block` makes its plain data, which few kinds need."""
        return self.required

    def line_of(self, path: str, value: Value) -> dict[str, Any] | None:
        """A field as the data of a line of a list; None for one that has a key of its own."""
        return None

    def example(self) -> dict[str, Value]:
        """The fields of a block that somebody fills in."""
        return self.blank()

    def entries(self) -> tuple[tuple[str, ...], ...]:
        """The paths in a block, with `*` for a key that people choose, at which null in an overlay deletes an
        entry."""
        return ()

    def values_in(self, block: Any, path: Path, catalog: Catalog) -> Iterable[Choice]:
        """What could stand at a path of a block of YAML that is not a field by itself. The block may be unfinished."""
        return ()

    def keys_in(self, block: Any, path: Path, catalog: Catalog) -> Iterable[Choice]:
        """The keys that could stand in a mapping of a block, where the catalogue knows more than the schema."""
        return ()

    def is_entry(self, path: str) -> bool:
        """Whether a path leads to such an entry."""
        for entry in self.entries():
            parts = path.split(".")
            if len(parts) == len(entry) and all(want in (EACH, part) for want, part in zip(entry, parts, strict=True)):
                return True
        return False

    def ignorable(self) -> str:
        """What `ignore` may name, as a regular expression."""
        return "|".join(re.escape(field.path) for field in self.fields if not field.is_ours)

    def place_of(self, path: str) -> Any:
        """Sorts paths in the order of the screen."""
        return next((at for at, field in enumerate(self.fields) if field.path == path), len(self.fields))

    def yaml_path(self, key: str) -> tuple[str, ...]:
        """Where an item's block is in the YAML."""
        return (self.section, key)

    def parts_of(self, path: str) -> tuple[str, ...]:
        """A path as the keys that lead to it in the item's block of YAML."""
        return tuple(path.split("."))

    def object_behind(self, path: str, objects: Objects) -> str | None:
        """The object whose properties and pipelines the field at a path can name."""
        field = self.field_at(path)
        role = field.cleared_by if field else None
        named = getattr(objects, role) if role else None
        return named if isinstance(named, str) else None

    def is_cleared(self, path: str, before: Objects, after: Objects) -> bool:
        """Whether a change of objects empties the field at a path."""
        field = self.field_at(path)
        role = field.cleared_by if field else None
        return role is not None and bool(getattr(before, role) != getattr(after, role))

    def blank(self) -> dict[str, Value]:
        """The fields of an item in which nothing is set."""
        return {field.path: field.default for field in self.fields}

    def only_set(self, fields: Fields) -> dict[str, Value]:
        """The fields that hold something else than in a blank item."""
        return {path: value for path, value in fields.items() if not is_unset(value)}

    def differing(self, before: Fields, after: Fields) -> list[str]:
        """The paths at which two items differ; a path that one of them lacks is unset there."""
        return [
            path
            for path in self.paths_of(before, after)
            if before.get(path, self.empty(path)) != after.get(path, self.empty(path))
        ]

    def paths_of(self, before: Fields, after: Fields) -> list[str]:
        """The paths of two items, in the order of the screen."""
        return list(dict.fromkeys([*before, *after]))

    def labels_in(self, path: str, fields: Fields, catalog: Catalog) -> Iterable[tuple[str, str]]:
        """What the path of an item's field names, with the label that the account has for it."""
        return ()

    def empty(self, path: str) -> Value:
        """A field's value when nothing is set."""
        field = self.field_at(path)
        return field.empty if field else None

    # What its steps are.

    def stepped(self, thing: Thing, key: str | None, sets: Fields) -> Thing:
        """The item after an update: what it sets, and what the account itself makes of that."""
        return self.changed(thing, key, sets)

    def to_reach(self, thing: Thing) -> Thing:
        """An item of an earlier revision as one to get back to: without what is only so between two steps."""
        return thing

    def first_stage(self, before: Thing | None, after: Thing) -> Thing:
        """The item as the first step of a change leaves it. What then differs from `after` is set by a second
        step."""
        return after

    def second_stage(self, before: Thing | None, after: Thing) -> Fields:
        """What the second step sets; nothing where there is none."""
        return {}

    def is_consequential(self, sets: Fields, was: Fields, before: Thing | None, after: Thing) -> bool:
        """Whether a step sets something going in the account beside the setting: HubSpot runs workflows."""
        return False

    def place_taken(self, thing: Thing) -> str:
        """Which of the places of `tier_limits` an item takes."""
        return ""

    def tier_limits(self, subscription: str) -> Mapping[str, int]:
        """How many items of each sort an account may have; no sort means no limit."""
        return {}

    # What else is so.

    def laws(self, settings: Settings) -> Iterable[Breach]:
        """The breaches of its hard laws, which hold after every step."""
        return ()

    def claims(self, thing: Thing | None) -> frozenset[Claim]:
        """The values of an item that no other item of the kind may have."""
        if thing is None:
            return frozenset()
        fields = self.flat(thing)
        return frozenset(
            (field.path, _compared(field, value))
            for field in self.fields
            if field.is_exclusive
            for value in texts_of(fields.get(field.path))
            if value
        )

    def exclusive_paths(self) -> tuple[str, ...]:
        return tuple(field.path for field in self.fields if field.is_exclusive)

    def address(self, thing: Thing) -> Address:
        """Of an item that csws manages."""
        return Address(self.name, thing.key or "")

    def called(self, thing: Thing) -> str:
        """What people call an item."""
        return str(self.flat(thing).get("name") or "")

    def shown_key(self, key: str | None) -> str:
        """How messages name an item that csws manages."""
        return str(Address(self.name, key or ""))

    def summary(self, action: Action, thing: Thing, paths: Iterable[str]) -> str:
        """What a step does, in one sentence; `paths` are what an update sets."""
        named = f"{self.shown_key(thing.key)} “{self.called(thing)}”"
        if action is Action.CREATE:
            return f"Create {named}."
        if action is Action.DELETE:
            return f"Delete {named}. This cannot be undone."
        return f"Update {named}: {', '.join(paths)}."

    created_reason = "It is in the configuration but not in the account."


def _compared(field: Field, value: str) -> str:
    return value if field.has_ids or field.type is Type.LIST else folded(value)


def normal_text(field: Field, value: Value) -> Value:
    """A value with the names in it in the form that csws keeps."""
    if not field.is_name:
        return value
    if isinstance(value, tuple):
        return tuple(map(normal_name, value))
    return normal_name(value) if isinstance(value, str) else value
