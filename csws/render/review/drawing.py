"""A workspace as HubSpot shows it, before and after: its tabs, and on each tab the settings with
their labels. Any other kind is drawn as one tab."""

from __future__ import annotations

from markupsafe import Markup

from csws.kinds import kind_of, objects, workspaces
from csws.model.change import Action, Change
from csws.model.field import Field, Value
from csws.model.fields import TABS, Fields, object_in
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.render.change_words import name_of
from csws.render.review.sentences import value_html
from csws.render.words import Words, clean


@frozen(kw_only=False)
class Row:
    """One setting on a tab; `changed` marks a value that differs from the other side."""

    label: str
    value: Markup
    changed: bool


@frozen(kw_only=False)
class DrawnTab:
    """`hidden` is a tab that is switched off; `changed` says that something on it differs from the other side."""

    label: str
    rows: tuple[Row, ...]
    hidden: bool
    changed: bool


@frozen(kw_only=False)
class Side:
    """One side of a drawing. It has no tabs if the workspace does not exist there."""

    name: str
    tabs: tuple[DrawnTab, ...]


@frozen(kw_only=False)
class Drawing:
    """A workspace before and after a change."""

    address: str
    name: str
    action: str
    before: Side
    after: Side


def drawing(change: Change, words: Words) -> Drawing:
    """The two sides of a changed workspace, or of the objects of the account."""
    before = {item.path: item.before for item in change.fields if item.path != "key"}
    after = {item.path: item.after for item in change.fields if item.path != "key"}
    changed = set() if change.action in (Action.CREATE, Action.DELETE) else set(after)
    kept, kind = dict(change.unchanged), kind_of(change.address)
    sides = [
        Side("", ()) if change.action is absent else _side(kind, {**kept, **values}, changed, words)
        for absent, values in ((Action.CREATE, before), (Action.DELETE, after))
    ]
    return Drawing(str(change.address), name_of(change), change.action.value, sides[0], sides[1])


def _side(kind: Kind, fields: Fields, changed: set[str], words: Words) -> Side:
    paths = [(path, field) for path in sorted(fields, key=kind.place_of) if (field := kind.field_at(path))]
    if kind is not workspaces.KIND:
        rows = tuple(_row(path, field, fields[path], changed, words) for path, field in paths)
        label = "tab.objects" if kind is objects.KIND else f"kind.{kind.name}"
        return Side(str(fields.get("name", "")), (DrawnTab(words.plain(label), rows, False, bool(changed)),))
    tabs = tuple(_tab(tab, paths, fields, changed, words) for tab in TABS)
    return Side(str(fields.get("name", "")), tabs)


def _tab(tab: str, paths: list[tuple[str, Field]], fields: Fields, changed: set[str], words: Words) -> DrawnTab:
    mine = [(path, field) for path, field in paths if field.tab == tab]
    hidden = any(field.is_switch and fields[path] is False for path, field in mine)
    rows = tuple(
        _row(path, field, fields[path], changed, words)
        for path, field in mine
        if path in changed or not (fields[path] == field.empty or field.is_switch)
    )
    return DrawnTab(words.plain(f"tab.{tab}"), rows, hidden, any(path in changed for path, _ in mine))


def _row(path: str, field: Field, value: Value, changed: set[str], words: Words) -> Row:
    revenue_object = object_in(path)
    label = words.label(field) + (f" ({clean(revenue_object)})" if revenue_object else "")
    return Row(label, value_html(value, words), path in changed)
