"""Reads what an account contains, in parallel, into a catalogue document: all of it, or a
failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from csws.hubspot import endpoints, scopes
from csws.hubspot.faults import ScopeMissing
from csws.hubspot.people import People, people_document, teams_document
from csws.hubspot.reader import HubSpotReader
from csws.model.frozen import frozen

Json = dict[str, Any]
Tell = Callable[[int, int], None]
_READERS = 8


@frozen(kw_only=False)
class Missing:
    """Something that the token may not read: the missing scope, and what csws cannot check because
    of it."""

    what: str
    scope: str
    unchecked: str


@dataclass(slots=True)
class Pulled:
    """A catalogue document, and what it lacks."""

    document: Json
    missing: list[Missing] = field(default_factory=list)


@frozen(kw_only=False)
class _Kind:
    """An object to be read."""

    name: str
    type_id: str
    label: str
    custom: bool


def pull(reader: HubSpotReader, account: Json, name: str, at: str, people: People, tell: Tell) -> Pulled:
    """The catalogue document of `account`, which the project calls `name`. `tell` receives the
    number of finished requests and the total."""
    missing: list[Missing] = []
    kinds = [_Kind(key, type_id, key.capitalize(), False) for key, type_id in endpoints.STANDARD.items()]
    kinds += _custom(reader, missing)
    enabled = reader.enabled_types()
    objects = _objects(reader, kinds, enabled, missing, tell)
    document = {
        "format_version": "1.0",
        "account": {
            "id": str(account["portalId"]),
            "name": name,
            "ui_domain": str(account.get("uiDomain") or "app.hubspot.com"),
        },
        "source": "hubspot",
        "pulled_at": at,
        "objects": objects,
        "teams": _teams(reader, people, missing),
        "people": _people(reader, people, missing),
    }
    if missing:
        document["unreadable"] = sorted({item.what for item in missing})
    return Pulled(document, missing)


def _custom(reader: HubSpotReader, missing: list[Missing]) -> list[_Kind]:
    try:
        found = reader.custom_objects()
    except ScopeMissing:
        missing.append(Missing("custom objects", scopes.CUSTOM, "whether a custom object exists"))
        return []
    kinds = [
        _Kind(str(item["name"]), str(item["objectTypeId"]), _label(item), True)
        for item in found
        if not item.get("archived")
    ]
    return sorted(kinds, key=lambda kind: kind.name)


def _label(schema: Json) -> str:
    labels = schema.get("labels")
    plural = labels.get("plural") if isinstance(labels, dict) else None
    return str(plural or schema["name"])


def _objects(
    reader: HubSpotReader, kinds: list[_Kind], enabled: dict[str, bool], missing: list[Missing], tell: Tell
) -> Json:
    done = 0

    def one(kind: _Kind) -> tuple[Json, list[Missing]]:
        nonlocal done
        found = _object(reader, kind, enabled)
        done += 1
        tell(done, len(kinds))
        return found

    with ThreadPoolExecutor(_READERS) as pool:
        futures = [pool.submit(one, kind) for kind in kinds]
        try:
            found = [future.result() for future in futures]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    missing += [item for _, lacks in found for item in lacks]
    return {
        kind.name: document
        for kind, (document, _) in sorted(zip(kinds, found, strict=True), key=lambda pair: pair[0].name)
    }


def _object(reader: HubSpotReader, kind: _Kind, enabled: dict[str, bool]) -> tuple[Json, list[Missing]]:
    lacks: list[Missing] = []
    scope = scopes.CUSTOM if kind.custom else scopes.of_object(kind.name)
    document: Json = {
        "type_id": kind.type_id,
        "label": kind.label,
        "custom": kind.custom,
        "enabled": bool(enabled.get(kind.type_id, True)),
    }
    try:
        detailed, others = _properties(reader, kind)
    except ScopeMissing:
        lacks.append(
            Missing(
                f"properties of {kind.name}", scope, f"whether properties of {kind.name} exist and have the right type"
            )
        )
        detailed, others = {}, []
    try:
        pipelines = [] if kind.name in endpoints.WITHOUT_PIPELINES else _pipelines(reader, kind)
    except ScopeMissing:
        lacks.append(Missing(f"pipelines of {kind.name}", scope, f"whether pipelines of {kind.name} exist"))
        pipelines = []
    return {**document, "properties": detailed, "other_properties": others, "pipelines": pipelines}, lacks


def _properties(reader: HubSpotReader, kind: _Kind) -> tuple[Json, list[str]]:
    """The user and date properties by name, and the names of the others. An active property hides
    an archived one."""
    found: dict[str, Json] = {}
    for archived in (True, False):
        for sensitivity in endpoints.SENSITIVITIES:
            for item in reader.properties(kind.type_id, sensitivity=sensitivity, archived=archived):
                found[str(item["name"])] = {**item, "archived": archived}
    detailed = {name: _property(item) for name, item in sorted(found.items()) if _is_user(item) or _is_date(item)}
    return detailed, sorted(name for name, item in found.items() if name not in detailed)


def _is_user(item: Json) -> bool:
    """A *HubSpot user* property (DOMAIN §2)."""
    return (
        item["type"] == "enumeration"
        and bool(item.get("externalOptions"))
        and item.get("referencedObjectType") == "OWNER"
    )


def _is_date(item: Json) -> bool:
    return item["type"] in ("date", "datetime")


def _property(item: Json) -> Json:
    return {
        "label": str(item.get("label") or item["name"]),
        "type": item["type"],
        "field_type": item.get("fieldType"),
        "references": "user" if _is_user(item) else None,
        "archived": item["archived"],
    }


def _pipelines(reader: HubSpotReader, kind: _Kind) -> list[Json]:
    live = (item for item in reader.pipelines(kind.type_id) if not item.get("archived"))
    return [
        {"id": str(item["id"]), "label": str(item["label"])} for item in sorted(live, key=lambda item: str(item["id"]))
    ]


def _teams(reader: HubSpotReader, people: People, missing: list[Missing]) -> list[Json]:
    try:
        return teams_document(reader.teams(), people)
    except ScopeMissing:
        missing.append(Missing("teams", scopes.TEAMS, "whether teams exist, and who sees a workspace"))
        return []


def _people(reader: HubSpotReader, people: People, missing: list[Missing]) -> list[Json]:
    try:
        return people_document(reader.users(), people)
    except ScopeMissing:
        missing.append(Missing("people", scopes.USERS, "whether the operator is a super admin and has a Service seat"))
        return []


def sentences(missing: Iterable[Missing]) -> tuple[str, ...]:
    """A sentence for each missing scope and what csws cannot check because of it, without
    duplicates."""
    lines = (f"Without the scope `{item.scope}` csws cannot check {item.unchecked}." for item in missing)
    return tuple(dict.fromkeys(lines))
