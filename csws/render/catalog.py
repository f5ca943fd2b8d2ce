"""A catalogue as a readable page, and what changed in one, as text and as the members of a JSON
document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import TextWrapper
from typing import Any

from csws.model.catalog import Catalog, Directory, EventType, ObjectType, Property
from csws.model.catalog_change import CatalogChange
from csws.model.catalog_rename import Renamed
from csws.render.change_words import counted
from csws.render.style import Style, shown

_MOST = 200


def catalog_text(catalog: Catalog, style: Style) -> str:
    return "\n".join(_page(catalog, style)) + "\n"


def _page(catalog: Catalog, style: Style) -> Iterator[str]:
    at = f", pulled {catalog.pulled_at:%Y-%m-%d %H:%M} UTC" if catalog.pulled_at else ""
    yield style.paint(f"{shown(catalog.account_name)} (account {shown(catalog.account_id)}{at})", "bold")
    if catalog.time_zone:
        yield f"time zone: {shown(catalog.time_zone)}"
    for name, item in sorted(catalog.objects.items()):
        yield from _object(name, item, catalog.segments_of(name), style)
    yield ""
    yield style.paint(counted(len(catalog.team_list), "team"), "bold")
    for team in catalog.team_list:
        yield f"  {shown(team.name)} (id:{shown(team.id)}): {len(catalog.primary_members(team.id))} primary, {len(catalog.extra_members(team.id))} extra"
    yield ""
    yield style.paint("1 person" if len(catalog.people) == 1 else f"{len(catalog.people)} people", "bold")
    for person in catalog.people:
        if person.email:
            rights = ["super admin"] * person.super_admin + [f"{seat} seat" for seat in person.seats]
            rights = ["deactivated"] if person.deactivated else rights
            yield f"  {shown(person.email)}: {shown(', '.join(rights)) or 'no seat'}"
    if catalog.event_types is not None:
        yield from _events(catalog.event_types, style)


def _events(events: Mapping[str, EventType], style: Style) -> Iterator[str]:
    yield ""
    yield style.paint(counted(len(events), "event") + " of the account's own", "bold")
    for event in sorted(events.values(), key=lambda event: event.name):
        yield f"  {shown(event.name)}{_in_brackets(event.label)}"


def _object(name: str, item: ObjectType, segments: Directory | None, style: Style) -> Iterator[str]:
    about = (item.label, "custom" * item.custom, "" if item.enabled else "not activated")
    yield ""
    yield style.paint(shown(name), "bold") + _in_brackets(*about)
    live = [found for found in item.properties.values() if not found.archived]
    yield from _listed("user properties", [_property(found) for found in live if found.is_user], style)
    yield from _listed("date properties", [_property(found) for found in live if found.is_date], style)
    described = [found for found in live if not (found.is_user or found.is_date)]
    if described:
        listed = sum(found.options is not None for found in described)
        yield from _listed("other properties", [f"{len(described)}, {listed} of them with options"], style)
    if item.pipelines.names():
        yield from _listed("pipelines", map(shown, item.pipelines.names()), style)
    if segments:
        yield from _listed("segments", map(shown, segments.names()), style)


def _property(found: Property) -> str:
    return shown(found.name) + _in_brackets(found.label)


def _in_brackets(*words: str) -> str:
    return f" ({', '.join(shown(word) for word in words if word)})" if any(words) else ""


def _listed(what: str, items: Iterable[str], style: Style) -> list[str]:
    text = f"{what}: {', '.join(items) or 'none'}"
    look = TextWrapper(style.width, "  ", "    ", break_long_words=False, break_on_hyphens=False)
    return look.wrap(text)


def changes_text(changes: tuple[CatalogChange, ...], style: Style) -> str:
    if not changes:
        return "  No difference from the committed catalogue.\n"
    more = f"  … and {len(changes) - _MOST} more\n" if len(changes) > _MOST else ""
    return "".join(_change(change, style) for change in changes[:_MOST]) + more


def _change(change: CatalogChange, style: Style) -> str:
    if change.before is None:
        return f"  {style.paint('+', 'green', 'bold')} {shown(change.path)}{_called(change.after)}\n"
    if change.after is None:
        return f"  {style.paint('-', 'red', 'bold')} {shown(change.path)}{_called(change.before)}\n"
    values = " → ".join(shown(_value(value)) for value in (change.before, change.after))
    return f"  {style.paint('~', 'yellow', 'bold')} {shown(change.path)}: {values}\n"


def _called(thing: Any) -> str:
    """What people call something of which the path has only the id or the internal name."""
    name = str(thing.get("name") or thing.get("label") or "") if isinstance(thing, dict) else ""
    return f" ({shown(_value(name))})" if name else ""


def _value(value: Any) -> str:
    text = str(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 80 else text[:80] + "…"


def renamed_sentence(item: Renamed) -> str:
    return shown(f"{item.said}; `csws catalog pull --rename` corrects your files.")


def changes_document(changes: tuple[CatalogChange, ...]) -> list[dict[str, Any]]:
    return [{"path": item.path, "before": item.before, "after": item.after} for item in changes]
