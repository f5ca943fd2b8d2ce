"""A catalogue as a readable page, and what changed in one, as text and as the members of a JSON
document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csws.model.catalog import Catalog, ObjectType
from csws.model.catalog_change import CatalogChange
from csws.render.change_words import counted
from csws.render.style import Style, shown

_MOST = 200


def catalog_text(catalog: Catalog, style: Style) -> str:
    return "\n".join(_page(catalog, style)) + "\n"


def _page(catalog: Catalog, style: Style) -> Iterator[str]:
    at = f", pulled {catalog.pulled_at:%Y-%m-%d %H:%M} UTC" if catalog.pulled_at else ""
    yield style.paint(f"{shown(catalog.account_name)} (account {shown(catalog.account_id)}{at})", "bold")
    for name, item in sorted(catalog.objects.items()):
        yield from _object(name, item, style)
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


def _object(name: str, item: ObjectType, style: Style) -> Iterator[str]:
    notes = [note for note, said in (("custom", item.custom), ("not activated", not item.enabled)) if said]
    yield ""
    yield style.paint(shown(name), "bold") + (f" ({', '.join(notes)})" if notes else "")
    live = [found for found in item.properties.values() if not found.archived]
    for word, found in (
        ("user properties", [one for one in live if one.is_user]),
        ("date properties", [one for one in live if one.is_date]),
    ):
        yield f"  {word}: {', '.join(shown(one.name) for one in found) or 'none'}"
    if item.pipelines.names():
        yield f"  pipelines: {', '.join(map(shown, item.pipelines.names()))}"


def changes_text(changes: tuple[CatalogChange, ...], style: Style) -> str:
    if not changes:
        return "  No difference from the committed catalogue.\n"
    more = f"  … and {len(changes) - _MOST} more\n" if len(changes) > _MOST else ""
    return "".join(_change(change, style) for change in changes[:_MOST]) + more


def _change(change: CatalogChange, style: Style) -> str:
    if change.before is None:
        return f"  {style.paint('+', 'green', 'bold')} {shown(change.path)}\n"
    if change.after is None:
        return f"  {style.paint('-', 'red', 'bold')} {shown(change.path)}\n"
    values = " → ".join(shown(_value(value)) for value in (change.before, change.after))
    return f"  {style.paint('~', 'yellow', 'bold')} {shown(change.path)}: {values}\n"


def _value(value: Any) -> str:
    text = str(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 80 else text[:80] + "…"


def changes_document(changes: tuple[CatalogChange, ...]) -> list[dict[str, Any]]:
    return [{"path": item.path, "before": item.before, "after": item.after} for item in changes]
