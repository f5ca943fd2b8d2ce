"""A workspace as HubSpot shows it, before and after: its tabs, and on each tab the settings with
their labels. Any other kind is drawn as one tab."""

from __future__ import annotations

from markupsafe import Markup

from csws.kinds import kind_of, objects, workspaces
from csws.model.change import Action, Change
from csws.model.field import Field, Value
from csws.model.fields import TABS, Fields
from csws.model.frozen import frozen
from csws.render.change_words import NO_LABELS, name_of
from csws.render.review.values import Shown, field_label
from csws.render.words import Words


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
    before, after = (_fields(change, side) for side in ("before", "after"))
    replaced = {} if change.action in (Action.CREATE, Action.DELETE) else _fields(change, "after")
    sides = [
        Side("", ()) if change.action is absent else _Drawn(change, words, fields, replaced, side).side()
        for absent, fields, side in ((Action.CREATE, before, "before"), (Action.DELETE, after, "after"))
    ]
    return Drawing(str(change.address), name_of(change), change.action.value, sides[0], sides[1])


def _fields(change: Change, side: str) -> dict[str, Value]:
    return {item.path: getattr(item, side) for item in change.fields if item.path != "key"}


@frozen(kw_only=False)
class _Drawn:
    """One side of a change: its fields, and the new values of those that change."""

    change: Change
    words: Words
    own: Fields
    replaced: Fields
    which: str

    def side(self) -> Side:
        kind, fields = kind_of(self.change.address), {**self.change.unchanged, **self.own}
        found = ((path, kind.field_at(path)) for path in sorted(fields, key=kind.place_of))
        paths = [(path, field) for path, field in found if field]
        name = str(fields.get("name", ""))
        if kind is workspaces.KIND:
            return Side(name, tuple(self._tab(tab, paths, fields) for tab in TABS))
        rows = tuple(self._row(path, field, fields[path]) for path, field in paths)
        label = "tab.objects" if kind is objects.KIND else f"kind.{kind.name}"
        return Side(name, (DrawnTab(self.words.plain(label), rows, False, bool(self.replaced)),))

    def _tab(self, tab: str, paths: list[tuple[str, Field]], fields: Fields) -> DrawnTab:
        mine = [(path, field) for path, field in paths if field.tab == tab]
        hidden = any(field.is_switch and fields[path] is False for path, field in mine)
        rows = tuple(
            self._row(path, field, fields[path])
            for path, field in mine
            if path in self.replaced or not (fields[path] == field.empty or field.is_switch)
        )
        changed = any(path in self.replaced for path, _ in mine)
        return DrawnTab(self.words.plain(f"tab.{tab}"), rows, hidden, changed)

    def _row(self, path: str, field: Field, value: Value) -> Row:
        """An internal name is shown once: the sentence about a changed field has it already, and a
        field that stays is on both sides."""
        changed = path in self.replaced
        once = self.which == "before" or self.change.action is Action.CREATE
        labels = self.change.labels.get(path, NO_LABELS)
        shown = Shown(words=self.words, labels=labels, field=field, names=once and not changed)
        struck = changed and self.which == "before"
        html = shown.struck(value, self.replaced[path]) if struck else shown.value(value)
        return Row(field_label(path, field, self.change, self.words), html, changed)
