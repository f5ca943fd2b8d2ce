"""One object as a catalogue has it: its properties and pipelines, as far as HubSpot shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csws.hubspot.endpoints import SENSITIVITIES, WITHOUT_PIPELINES
from csws.hubspot.faults import PARTIAL
from csws.hubspot.gaps import Gap, flaw_in, gap_of
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.scopes import pipelines_of, properties_of, sensitive_properties_of
from csws.model.frozen import frozen

Json = dict[str, Any]


@frozen
class ObjectKind:
    """An object to be read."""

    name: str
    type_id: str
    label: str
    custom: bool


@frozen
class ObjectRead:
    """The document, what it lacks, and what of it comes from the committed catalogue."""

    document: Json
    gaps: tuple[Gap, ...]
    kept: tuple[str, ...]


def read_object(
    reader: HubSpotReader, kind: ObjectKind, enabled: Mapping[str, bool] | None, before: Json
) -> ObjectRead:
    """`before` is the object in the committed catalogue, which stays where HubSpot refuses to
    answer. `enabled` is None if HubSpot does not tell which objects are activated."""
    properties, others, no_properties = _properties(reader, kind, before)
    pipelines, no_pipelines = _pipelines(reader, kind, before)
    document = {
        "type_id": kind.type_id,
        "label": kind.label,
        "custom": kind.custom,
        **_activation(kind, enabled, before),
        "properties": properties,
        "other_properties": others,
        "pipelines": pipelines,
    }
    gaps = (*no_properties, *no_pipelines)
    kept = tuple(gap.what for gap in gaps if before.get(_member_of(gap.what)))
    return ObjectRead(document=document, gaps=gaps, kept=kept)


def _member_of(what: str) -> str:
    return "pipelines" if what.startswith("pipelines") else "properties"


def _activation(kind: ObjectKind, enabled: Mapping[str, bool] | None, before: Json) -> Json:
    """Objects that are always activated are not in HubSpot's answer."""
    if enabled is not None:
        return {"enabled": enabled.get(kind.type_id, True)}
    return {"enabled": before["enabled"]} if "enabled" in before else {}


def _properties(reader: HubSpotReader, kind: ObjectKind, before: Json) -> tuple[Json, list[str], list[Gap]]:
    """The user and date properties by name, the names of the others, and what is missing. An active
    property hides an archived one."""
    gaps: list[Gap] = []
    found = {str(item["name"]): item for item in _all_properties(reader, kind, gaps)}
    detailed = {name: _property(item) for name, item in found.items() if _can_be_used(item)}
    others = {name for name in found if name not in detailed}
    if gaps:
        old = before.get("properties") or {}
        detailed |= {name: item for name, item in old.items() if name not in found}
        others |= {name for name in before.get("other_properties") or () if name not in found}
    return dict(sorted(detailed.items())), sorted(others), gaps


def _all_properties(reader: HubSpotReader, kind: ObjectKind, gaps: list[Gap]) -> Iterator[Json]:
    """Archived ones first. A list that HubSpot refuses costs that list alone."""
    need = properties_of(kind.name, custom=kind.custom)
    live: list[Json] = []
    for sensitivity in SENSITIVITIES:
        asked = (
            need
            if sensitivity == SENSITIVITIES[0]
            else sensitive_properties_of(kind.name, sensitivity, custom=kind.custom)
        )
        try:
            for archived in (True, False):
                listing = reader.properties(kind.type_id, sensitivity=sensitivity, archived=archived)
                gaps += flaw_in(asked, listing.flawed)
                items = [{**item, "archived": archived} for item in listing.items]
                if archived:
                    yield from items
                else:
                    live += items
        except PARTIAL as error:
            gaps.append(gap_of(asked, error))
            if asked is need:  # the scope is the same for the rest
                break
    yield from live


def is_user(item: Json) -> bool:
    """A *HubSpot user* property (DOMAIN §2)."""
    return (
        item.get("type") == "enumeration"
        and item.get("externalOptions") is True
        and item.get("referencedObjectType") == "OWNER"
    )


def is_date(item: Json) -> bool:
    return item.get("type") in ("date", "datetime")


def _can_be_used(item: Json) -> bool:
    return is_user(item) or is_date(item)


def _property(item: Json) -> Json:
    return {
        "label": str(item.get("label") or item["name"]),
        "type": item["type"],
        "field_type": item["fieldType"] if isinstance(item.get("fieldType"), str) else None,
        "references": "user" if is_user(item) else None,
        "archived": item["archived"],
    }


def _pipelines(reader: HubSpotReader, kind: ObjectKind, before: Json) -> tuple[list[Json], list[Gap]]:
    """A pipeline without a label is there too: settings can refer to it by its id."""
    if kind.name in WITHOUT_PIPELINES:
        return [], []
    need = pipelines_of(kind.name, custom=kind.custom)
    old = list(before.get("pipelines") or ())
    try:
        listing = reader.pipelines(kind.type_id)
    except PARTIAL as error:
        return old, [gap_of(need, error)]
    live = [item for item in listing.items if not item.get("archived")]
    found = {str(item["id"]): str(item.get("label") or "") for item in live}
    if listing.flawed:
        found = {**{str(item["id"]): item["label"] for item in old}, **found}
    return [{"id": key, "label": found[key]} for key in sorted(found)], flaw_in(need, listing.flawed)
