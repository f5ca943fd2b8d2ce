"""The catalogue's JSON text → Catalog. Does not know HubSpot's API."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from csws.load.lines import line_and_column
from csws.model.catalog import (
    ACTIVATION,
    Catalog,
    Directory,
    EventType,
    Named,
    ObjectType,
    Option,
    Person,
    Property,
    Segment,
    Team,
)
from csws.model.catalog_rename import FORMER
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.names import normal_name


class _Doubled(ValueError):
    pass


def catalog_text(document: Mapping[str, Any]) -> str:
    """A catalogue as its file has it."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def read_json(text: str, file: str) -> tuple[Any, Diagnostic | None]:
    """The plain data of a JSON text, or the finding that says where it is not JSON."""
    try:
        return _DECODER.decode(text), None
    except json.JSONDecodeError as error:
        line, column = line_and_column(text, error.pos)
        return None, _finding("CSW002", f"This is not JSON: {error.msg}.", Span(file, line, column, line, column + 1))
    except _Doubled as error:
        return None, _finding(
            "CSW003", f"The key `{error}` appears twice in one object.", _first(text, file, str(error))
        )
    except RecursionError:
        return None, _finding("CSW002", "Values are nested too deeply for a catalogue.", Span(file, 1, 1, 1, 1))
    except ValueError as error:
        return None, _finding("CSW002", f"This is not JSON: {error}.", Span(file, 1, 1, 1, 1))


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        seen: set[str] = set()
        raise _Doubled(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return out


def _constant(word: str) -> Any:
    raise ValueError(f"{word} is not a number in JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _first(text: str, file: str, key: str) -> Span:
    """The second place of a duplicate key, which is close enough to find it."""
    quoted = json.dumps(key, ensure_ascii=False)
    at = max(text.find(quoted, text.find(quoted) + 1), 0)
    line, column = line_and_column(text, at)
    return Span(file, line, column, line, column + len(quoted))


def _finding(code: str, message: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        message=message,
        hint="Pull the catalogue again, or restore the file.",
        span=span,
    )


def to_catalog(data: dict[str, Any]) -> Catalog:
    """A Catalog from data that the catalogue schema accepts."""
    account = data["account"]
    teams = tuple(_team(item) for item in data.get("teams", ()))
    people = tuple(_person(item) for item in data.get("people", ()))
    unreadable = frozenset(data.get("unreadable", ()))
    unless_said = None if ACTIVATION in unreadable else True
    return Catalog(
        account_id=str(account["id"]),
        account_name=account["name"],
        ui_domain=account.get("ui_domain") or "app.hubspot.com",
        pulled_at=_time(data.get("pulled_at")),
        objects={name: _object(name, item, unless_said) for name, item in data["objects"].items()},
        teams=Directory(teams),
        team_list=teams,
        people=people,
        deactivated=frozenset(person.id for person in people if person.deactivated),
        unreadable=unreadable,
        time_zone=account.get("time_zone"),
        segments=_segments(data.get("segments")),
        event_types=_event_types(data.get("event_types")),
    )


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _object(name: str, data: dict[str, Any], unless_said: bool | None) -> ObjectType:
    """`unless_said`: whether it is activated, if the catalogue does not say."""
    live = (item for item in data.get("pipelines", ()) if not item.get("archived"))
    return ObjectType(
        name=name,
        type_id=data["type_id"],
        label=normal_name(data["label"]),
        custom=bool(data.get("custom", False)),
        enabled=data.get("enabled", unless_said),
        properties=_Properties(data.get("properties", {})),
        other_properties=frozenset(data.get("other_properties", ())),
        pipelines=Directory(
            tuple(Named(id=str(item["id"]), name=normal_name(item["label"]), former=_former(item)) for item in live)
        ),
    )


class _Properties(Mapping[str, Property]):
    """The properties of an object, each made when it is first looked at: there are hundreds, and a project names a few."""

    __slots__ = ("_data", "_made")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data, self._made = data, dict[str, Property]()

    def __getitem__(self, name: str) -> Property:
        if name not in self._made:
            self._made[name] = _property(name, self._data[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


def _property(name: str, data: dict[str, Any]) -> Property:
    return Property(
        name=name,
        label=normal_name(data["label"]),
        type=data["type"],
        field_type=data.get("field_type"),
        references=data.get("references"),
        archived=bool(data.get("archived", False)),
        options=_options(data.get("options")),
        has_more_options=bool(data.get("more_options", False)),
    )


def _options(items: Iterable[dict[str, Any]] | None) -> tuple[Option, ...] | None:
    """Values stay as they are: they are compared exactly with the values of records."""
    if items is None:
        return None
    return tuple(Option(value=item["value"], label=normal_name(item["label"])) for item in items)


def _segments(items: Iterable[dict[str, Any]] | None) -> tuple[Segment, ...] | None:
    if items is None:
        return None
    return tuple(
        Segment(
            id=str(item["id"]),
            name=normal_name(item["name"]),
            former=_former(item),
            object=item["object"],
        )
        for item in items
    )


def _event_types(items: Iterable[dict[str, Any]] | None) -> Mapping[str, EventType] | None:
    if items is None:
        return None
    return {item["name"]: _event_type(item) for item in items}


def _event_type(data: dict[str, Any]) -> EventType:
    members = data.get("properties")
    return EventType(
        name=data["name"],
        label=normal_name(data["label"]),
        properties={key: _property(key, item) for key, item in (members or {}).items()},
        is_complete=members is not None,
    )


def _former(data: dict[str, Any]) -> tuple[str, ...]:
    return tuple(normal_name(str(name)) for name in data.get(FORMER) or ())


def _ids(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _team(data: dict[str, Any]) -> Team:
    members = (_ids(data.get(kind) or ()) for kind in ("primary_members", "extra_members"))
    primary, extra = members
    parent = data.get("parent")
    return Team(
        id=str(data["id"]),
        name=normal_name(data["name"]),
        former=_former(data),
        primary_members=primary,
        extra_members=extra,
        parent=None if parent is None else str(parent),
    )


def _person(data: dict[str, Any]) -> Person:
    permissions = data.get("permissions")
    return Person(
        id=str(data["id"]),
        email=data.get("email"),
        super_admin=bool(data.get("super_admin", False)),
        permissions=None if permissions is None else tuple(permissions),
        seats=tuple(data.get("seats") or ()),
        deactivated=bool(data.get("deactivated", False)),
    )
