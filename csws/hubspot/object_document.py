"""One object as a catalogue has it: its properties and pipelines, as far as HubSpot shows them.

Where a part cannot be read, what the committed catalogue had of it stays, as far as that part may
hide it; what HubSpot showed to be gone is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csws.hubspot.endpoints import SENSITIVITIES, WITHOUT_PIPELINES
from csws.hubspot.faults import PARTIAL, Unusable
from csws.hubspot.gaps import Gap, flaw_in, gap_of, may_hide
from csws.hubspot.option_lists import option_members
from csws.hubspot.property_lists import PropertyLists, read_properties
from csws.hubspot.property_search import described
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.scopes import pipelines_of, properties_of
from csws.model.catalog_change import SENSITIVE
from csws.model.frozen import frozen

Json = dict[str, Any]


@frozen
class ObjectKind:
    """An object to be read. `is_used`: the project's settings need it. `is_scored`: health scores
    use it, so that every property is described."""

    name: str
    type_id: str
    label: str
    custom: bool
    is_used: bool
    is_scored: bool = False


@frozen
class ObjectRead:
    """The document, what it lacks, and what of it comes from the committed catalogue."""

    document: Json
    gaps: tuple[Gap, ...]
    kept: tuple[str, ...]


@frozen
class _Part:
    """Some members of the document."""

    members: Json
    gaps: tuple[Gap, ...] = ()
    kept: bool = False

    @property
    def kept_words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(gap.what for gap in self.gaps)) if self.kept else ()


def read_object(
    reader: HubSpotReader, kind: ObjectKind, enabled: Mapping[str, bool] | None, before: Json
) -> ObjectRead:
    """`before` is the object of that name in the committed catalogue, which may be another one by
    now. `enabled` is None if HubSpot does not tell which objects are activated. An object that the
    project does not use costs only itself, also where HubSpot has no usable answer."""
    before = before if before.get("type_id") == kind.type_id else {}
    parts: tuple[_Part, ...]
    try:
        parts = (_properties(reader, kind, before), _pipelines(reader, kind, before))
    except Unusable as error:
        if kind.is_used:
            raise
        parts = _unread(kind, before, error)
    document = {
        "type_id": kind.type_id,
        "label": kind.label,
        "custom": kind.custom,
        **_activation(kind, enabled, before),
        **{name: value for part in parts for name, value in part.members.items()},
    }
    gaps = tuple(gap for part in parts for gap in part.gaps)
    return ObjectRead(document=document, gaps=gaps, kept=tuple(word for part in parts for word in part.kept_words))


def _unread(kind: ObjectKind, before: Json, error: Unusable) -> tuple[_Part, ...]:
    """An object of which nothing is known but what the committed catalogue has."""
    needs = [properties_of(kind.name, custom=kind.custom)]
    needs += [] if kind.name in WITHOUT_PIPELINES else [pipelines_of(kind.name, custom=kind.custom)]
    gaps = tuple(Gap(what=need.what, sentence=gap_of(needs[0], error).sentence) for need in needs)
    members = {**_properties_before(before), "pipelines": before.get("pipelines") or []}
    return (_Part(members=members, gaps=gaps, kept=bool(before)),)


def _activation(kind: ObjectKind, enabled: Mapping[str, bool] | None, before: Json) -> Json:
    """Objects that are always activated are not in HubSpot's answer."""
    if enabled is not None:
        return {"enabled": enabled.get(kind.type_id, True)}
    return {"enabled": before["enabled"]} if "enabled" in before else {}


def _properties(reader: HubSpotReader, kind: ObjectKind, before: Json) -> _Part:
    """The user and date properties by name (all of them, with their options, for health scores), the
    names of the others, and which of them are sensitive, which says to the next pull in which list
    they were."""
    lists = read_properties(reader, kind.type_id, kind.name, custom=kind.custom)
    if lists.is_unread:
        return _Part(members=_properties_before(before), gaps=lists.gaps, kept=bool(_marks_before(before)))
    marks = {name: item["dataSensitivity"] for name, item in lists.found.items()}
    options = option_members(lists.found.values()) if kind.is_scored else {}
    detailed = {
        name: property_document(item, options.get(name))
        for name, item in lists.found.items()
        if kind.is_scored or _can_be_used(item)
    }
    others = {name for name in lists.found if name not in detailed}
    kept = {name: mark for name, mark in _marks_before(before).items() if _stays(name, mark, before, lists)}
    old: Json = before.get("properties") or {}
    detailed |= {name: old[name] for name in kept if name in old}
    others |= {name for name in kept if name not in old}
    sensitive = {name: mark for name, mark in {**marks, **kept}.items() if mark != SENSITIVITIES[0]}
    members = _property_members(detailed, others, sensitive)
    return _Part(members=members, gaps=lists.gaps, kept=bool(kept))


def _property_members(detailed: Json, others: set[str], sensitive: Mapping[str, str | None]) -> Json:
    return {
        "properties": dict(sorted(detailed.items())),
        "other_properties": sorted(others),
        SENSITIVE: dict(sorted(sensitive.items())),
    }


def _properties_before(before: Json) -> Json:
    marks = {SENSITIVE: before[SENSITIVE]} if SENSITIVE in before else {}
    return {
        "properties": before.get("properties") or {},
        "other_properties": before.get("other_properties") or [],
        **marks,
    }


def _marks_before(before: Json) -> dict[str, str | None]:
    """The sensitivity of every property of the committed catalogue. One that a person or an older
    csws wrote does not say it."""
    names = (*(before.get("properties") or ()), *(before.get("other_properties") or ()))
    unless_said = SENSITIVITIES[0] if SENSITIVE in before else None
    marks = before.get(SENSITIVE) or {}
    return {name: marks.get(name, unless_said) for name in names}


def _stays(name: str, sensitivity: str | None, before: Json, lists: PropertyLists) -> bool:
    """Whether a property of the committed catalogue was not found only because it may lie in a list
    that could not be read."""
    old = (before.get("properties") or {}).get(name)
    label, archived = (old.get("label"), bool(old.get("archived"))) if old else (None, None)
    return name not in lists.found and lists.may_have(name, label, archived, sensitivity)


def _can_be_used(item: Json) -> bool:
    found = described(item)
    return found.is_user or found.is_date


def property_document(item: Json, options: Json | None = None) -> Json:
    """A property as HubSpot shows it, as a catalogue has it; `options` are members to add."""
    found = described(item)
    return {
        "label": found.label,
        "type": found.type,
        "field_type": found.field_type,
        "references": found.references,
        "archived": found.archived,
        **(options or {}),
    }


def _pipelines(reader: HubSpotReader, kind: ObjectKind, before: Json) -> _Part:
    """A pipeline without a label is there too: settings can refer to it by its id."""
    if kind.name in WITHOUT_PIPELINES:
        return _Part(members={"pipelines": []})
    need = pipelines_of(kind.name, custom=kind.custom)
    old = list(before.get("pipelines") or ())
    try:
        listing = reader.pipelines(kind.type_id)
    except PARTIAL as error:
        return _Part(members={"pipelines": old}, gaps=(gap_of(need, error),), kept=bool(old))
    seen = {str(item["id"]) for item in listing.items}
    live = [item for item in listing.items if not item.get("archived")]
    found = {str(item["id"]): str(item.get("label") or "") for item in live}
    kept = {
        str(item["id"]): item["label"]
        for item in old
        if str(item["id"]) not in seen and may_hide(listing.unusable, id=item["id"], label=item["label"])
    }
    found |= kept
    members = {"pipelines": [{"id": key, "label": found[key]} for key in sorted(found)]}
    return _Part(members=members, gaps=tuple(flaw_in(need, listing)), kept=bool(kept))
