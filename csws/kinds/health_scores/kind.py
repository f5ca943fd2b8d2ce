"""Health scores as a kind of settings: flat fields, with each rule as a path and its points as the value.

A score that is edited while it is in force counts as published (assumed, DOMAIN §1): HubSpot keeps the edit as a draft
until somebody turns it on again, which is a step of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from csws.kinds.health_scores.paths import GROUPS, POINTS, RULES, condition_at, group_of, group_path, pattern_of
from csws.kinds.health_scores.states import DRAFT, EDITED, PUBLISHED
from csws.model.address import KEY
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.diagnostic import Path
from csws.model.field import EACH, Field, Reference, Type, Value, fields_of, is_unset, names, number, setting
from csws.model.fields import Fields
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.law import Breach
from csws.model.names import folded
from csws.model.paths import segments
from csws.model.settings import Item, Settings

if TYPE_CHECKING:
    from csws.model.choice import Choice

NAME = "health_score"
_TAB = "general"
OURS = ("name", "property", "protect")  # a change of nothing else needs no turning on
BOUNDS = ("bands.healthy", "bands.at_risk")
# Published scores and drafts that an account may have (DOMAIN §1).
_LIMITS = {"professional": {PUBLISHED: 1, DRAFT: 5}, "enterprise": {PUBLISHED: 10, DRAFT: 20}}


@frozen
class _Head:
    """What is above the groups on the screen."""

    name: str = setting("", is_exclusive=True)
    object: str | None = setting(None, refers_to=Reference.OBJECT, standard=("contacts", "companies"))
    state: str | None = setting(None, choices=(DRAFT, PUBLISHED))
    segments: tuple[str, ...] = names()


@frozen
class _Bands:
    healthy: int | None = number()
    at_risk: int | None = number()


@frozen
class _Group:
    """`min` is unset where it is -max."""

    name: str | None = setting(None)
    kind: str | None = setting(None, choices=("events", "properties"))
    max: int | None = number()
    min: int | None = number()


@frozen
class _Own:
    """What csws alone knows of a score."""

    property: str | None = setting(None, is_ours=True)
    protect: bool = setting(False, is_ours=True)


_GROUP = fields_of(_Group, _TAB, f"{GROUPS}.{EACH}.", kind=NAME)
_POINTS = Field(name="points", path=POINTS, tab=_TAB, type=Type.NUMBER, default=None, kind=NAME)
_FIELDS = (
    *fields_of(_Head, _TAB, kind=NAME),
    *fields_of(_Bands, _TAB, "bands.", kind=NAME),
    *_GROUP,
    _POINTS,
    *fields_of(_Own, _TAB, kind=NAME),
)
_NOTE = Field(name=EDITED, path=EDITED, tab=_TAB, type=Type.FLAG, default=False, is_ours=True, kind=NAME)
_BY_PATH = {field.path: (at, field) for at, field in enumerate((*_FIELDS, _NOTE))}
_FIXED = (*(field.path for field in _FIELDS if EACH not in field.path), EDITED)
_FIRST_OF_GROUPS = _BY_PATH[_GROUP[0].path][0]


class _HealthScores(Kind):
    name = NAME
    section = "health_scores"
    noun = "health score"
    fields = _FIELDS
    required = (("name",), ("object",), ("bands", "healthy"), ("bands", "at_risk"))

    def field_at(self, path: str) -> Field | None:
        found = _BY_PATH.get(pattern_of(path) or "")
        return found[1] if found else None

    def place_of(self, path: str) -> Any:
        """Groups by their keys, each with its fields and then its rules."""
        at, _ = _BY_PATH[pattern_of(path) or ""]
        key = group_of(path)
        return (at, "", 0, "") if key is None else (_FIRST_OF_GROUPS, key, at, path)

    def parts_of(self, path: str) -> tuple[str, ...]:
        return segments(path)

    def flat(self, thing: Thing) -> dict[str, Value]:
        assert isinstance(thing, Item)
        fields = {**self.blank(), **thing.fields}
        return {path: fields[path] for path in sorted(fields, key=self.place_of)}

    def paths_of(self, before: Fields, after: Fields) -> list[str]:
        return sorted({*before, *after}, key=self.place_of)

    def blank(self) -> dict[str, Value]:
        return {path: _BY_PATH[path][1].default for path in _FIXED}

    def made(self, key: str | None, identity: str | None, sets: Fields) -> Thing:
        made = super().made(key, identity, sets)
        assert isinstance(made, Item)
        return replace(made, fields=_without_gone(made.fields))

    def changed(self, thing: Thing, key: str | None, sets: Fields) -> Thing:
        made = super().changed(thing, key, sets)
        assert isinstance(made, Item)
        return replace(made, fields=_without_gone(made.fields))

    def normal(self, thing: Thing) -> Thing:
        """A score that does not say so is a draft, and a minimum of -max says nothing."""
        assert isinstance(thing, Item)
        fields = dict(thing.fields)
        fields["state"] = fields.get("state") or DRAFT
        named = fields.get("segments")
        fields["segments"] = tuple(sorted(set(named))) if isinstance(named, tuple) else ()
        for key in groups_of(fields):
            highest, lowest = fields.get(group_path(key, "max")), fields.get(group_path(key, "min"))
            if isinstance(highest, int) and lowest == -highest:
                del fields[group_path(key, "min")]
        return replace(thing, fields=fields)

    # In YAML.

    def places_in(self, block: Mapping[str, Any]) -> Iterator[tuple[str, Field, Path]]:
        from csws.kinds.health_scores import blocks  # conditions are loaded where there is a score

        for path, field, parts in super().places_in(block):
            if KEY.match(group_of(path) or NAME) and path != POINTS:
                yield path, field, parts
        yield from ((path, _POINTS, parts) for path, parts in blocks.rules_in(block))

    def required_in(self, block: Callable[[], Mapping[str, Any]]) -> Iterable[tuple[str, ...]]:
        from csws.kinds.health_scores import blocks

        yield from self.required
        yield from ((GROUPS, key, name) for key, _ in blocks.groups_in(block()) for name in ("name", "kind", "max"))

    def replaced_by(self, block: Mapping[str, Any]) -> Iterator[str]:
        """Rules are said whole, and a group that null stands for is gone."""
        held = block.get(GROUPS)
        for key, group in held.items() if isinstance(held, Mapping) else ():
            if group is None:
                yield f"{GROUPS}.{key}"
            elif isinstance(group, Mapping) and isinstance(group.get(RULES, ""), (list, type(None))):
                yield f"{GROUPS}.{key}.{RULES}"

    def block_of(self, fields: Fields) -> dict[str, Any]:
        from csws.kinds.health_scores import blocks

        return blocks.block_of({path: value for path, value in fields.items() if path != EDITED})

    def line_of(self, path: str, value: Value) -> dict[str, Any] | None:
        from csws.kinds.health_scores import blocks

        return blocks.rule_data(condition, value) if (condition := condition_at(path)) else None

    def example(self) -> dict[str, Value]:
        """With a group."""
        group: dict[str, Value] = {field.path.replace(EACH, "group"): None for field in _GROUP}
        fields = {**self.blank(), **group}
        return {path: fields[path] for path in sorted(fields, key=self.place_of)}

    def entries(self) -> tuple[tuple[str, ...], ...]:
        return ((GROUPS, EACH),)

    def ignorable(self) -> str:
        group = "|".join(field.name for field in _GROUP)
        key = KEY.pattern.removesuffix(r"\Z")
        held = rf"{GROUPS}(\.{key}(\.({group}|{RULES}(\.\[[^\r\n]+\])?))?)?"
        return rf"name|object|state|segments|bands(\.(healthy|at_risk))?|{held}"

    def values_in(self, block: Any, path: Path, catalog: Catalog) -> Iterable[Choice]:
        from csws.kinds.health_scores import in_block  # only for whoever edits

        return in_block.values_in(block, path, catalog)

    def keys_in(self, block: Any, path: Path, catalog: Catalog) -> Iterable[Choice]:
        from csws.kinds.health_scores import in_block

        return in_block.keys_in(block, path, catalog)

    def labels_in(self, path: str, fields: Fields, catalog: Catalog) -> Iterable[tuple[str, str]]:
        from csws.kinds.health_scores import conditions, labels

        condition, behind = condition_at(path), fields.get("object")
        named = behind if isinstance(behind, str) else ""
        return labels.labels_in(conditions.condition_of(condition), named, catalog) if condition else ()

    # What its steps are.

    def stepped(self, thing: Thing, key: str | None, sets: Fields) -> Thing:
        """An edit of a score that is on waits to be turned on; turning it on or off ends that."""
        after, before = self.flat(self.changed(thing, key, sets)), self.flat(thing)
        edited = before[EDITED] or bool(set(self.differing(before, after)) - {*OURS})
        waits = after["state"] == PUBLISHED and "state" not in sets and edited
        return self.changed(thing, key, {**sets, EDITED: waits})

    def to_reach(self, thing: Thing) -> Thing:
        return self.changed(thing, thing.key, {EDITED: False})

    def first_stage(self, before: Thing | None, after: Thing) -> Thing:
        if not self.second_stage(before, after):
            return after
        had: Fields = {"state": DRAFT, EDITED: False} if before is None else self.flat(before)
        return self.changed(after, after.key, {path: had[path] for path in ("state", EDITED)})

    def second_stage(self, before: Thing | None, after: Thing) -> Fields:
        """Turning a score on: where it becomes published, and where an edit of it is to be in force."""
        fields = self.flat(after)
        if fields["state"] != PUBLISHED:
            return {}
        edited = before is None or set(self.differing(self.flat(before), fields)) - {*OURS}
        return {"state": PUBLISHED} if edited else {}

    def is_consequential(self, sets: Fields, was: Fields, before: Thing | None, after: Thing) -> bool:
        """Turning a score on or off, and moving a bound of one that is on: records change their band, and that fires
        workflows."""
        if "state" in sets:
            return PUBLISHED in (sets["state"], was.get("state"))
        is_on = before is not None and self.flat(before)["state"] == self.flat(after)["state"] == PUBLISHED
        return is_on and any(path in sets for path in BOUNDS)

    def place_taken(self, thing: Thing) -> str:
        return PUBLISHED if self.flat(thing)["state"] == PUBLISHED else DRAFT

    def tier_limits(self, subscription: str) -> Mapping[str, int]:
        return _LIMITS.get(subscription, {})

    def summary(self, action: Action, thing: Thing, paths: Iterable[str]) -> str:
        named = f"{self.shown_key(thing.key)} “{self.called(thing)}”"
        set_now = list(paths)
        if action is Action.CREATE:
            return f"Create {named} as a draft."
        if action is Action.UPDATE and set_now == ["state"]:
            is_on = self.flat(thing)["state"] == PUBLISHED
            return f"Turn {named} on." if is_on else f"Turn {named} off."
        return super().summary(action, thing, dict.fromkeys(map(_in_short, set_now)))

    def laws(self, settings: Settings) -> Iterable[Breach]:
        held: dict[str, list[str]] = {}
        for thing in self.all(settings):
            name = self.called(thing)
            if name:
                held.setdefault(folded(name), []).append(self.shown_key(thing.key) if thing.key else f"id:{thing.id}")
        return [
            Breach("CSW718", f"Health scores would have the same name: {', '.join(keys)}.", tuple(keys))
            for keys in held.values()
            if len(keys) > 1
        ]


def groups_of(fields: Fields) -> tuple[str, ...]:
    """The keys of the groups."""
    return tuple(dict.fromkeys(key for path in sorted(fields) if (key := group_of(path)) is not None))


def _without_gone(fields: Fields) -> dict[str, Value]:
    """Without the unset fields of groups: a group is there where something of it is."""
    return {path: value for path, value in fields.items() if not is_unset(value) or path in _FIXED}


def _in_short(path: str) -> str:
    """A rule by its group."""
    parts = segments(path)
    return ".".join(parts[:3])


KIND = _HealthScores()
