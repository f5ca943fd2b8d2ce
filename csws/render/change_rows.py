"""One change in the reader's language: what it is about, what would become of that, and its settings
by the labels of HubSpot's screens. Knows no format."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.kinds import kind_of, objects, properties, workspaces
from csws.kinds.health_scores import kind as health_scores
from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.field import Field, Value
from csws.model.fields import TABS, object_in
from csws.model.frozen import frozen
from csws.render import score_words
from csws.render.change_words import NO_LABELS, name_of
from csws.render.markup import tagged
from csws.render.review.values import Shown
from csws.render.words import Words, clean
from csws.state.labels import REVENUE_OBJECTS

_WOULD = {
    Action.CREATE: "plan.would_create",
    Action.UPDATE: "plan.would_update",
    Action.DELETE: "plan.would_delete",
    Action.MOVE: "plan.would_move",
}
_WAS = {
    Action.CREATE: "plan.was_create",
    Action.UPDATE: "plan.was_update",
    Action.DELETE: "plan.was_delete",
    Action.MOVE: "plan.was_move",
}


@frozen(kw_only=False)
class SettingRow:
    """One setting that differs. `tab` is where it stands on the screen, "" on the first tab. `is_sentence`: the label is
    a whole sentence."""

    tab: Markup
    label: Markup
    before: Value
    after: Value
    shown: Shown
    note: str = ""
    is_sentence: bool = False

    @property
    def place(self) -> Markup:
        """The label with its tab, in one line."""
        return self.shown.words.say("plan.of_tab", tab=self.tab, label=self.label) if self.tab else self.label

    @property
    def is_list(self) -> bool:
        return isinstance(self.before, tuple) and isinstance(self.after, tuple)


def change_title(change: Change, words: Words, *, past: bool = False) -> Markup:
    """What would become of the subject of a change, or in the `past`, what became of it."""
    title = words.say((_WAS if past else _WOULD)[change.action], name=subject(change, words))
    note = "" if past else _note(change, words)
    return words.say("list.beside", text=title, name=escape(note)) if note else title


def subject(change: Change, words: Words) -> Markup:
    """The name that people see, with the key that csws has for it."""
    name, key = name_of(change), change.address.key
    if kind_of(change.address) in (objects.KIND, properties.KIND) or not name:
        return short_subject(change, words)
    shown_key = tagged("code", clean(key))
    return words.say("list.beside", text=short_subject(change, words), name=shown_key)


def short_subject(change: Change, words: Words) -> Markup:
    name, kind, key = name_of(change), kind_of(change.address), change.address.key
    if kind is objects.KIND:
        return tagged("b", words.plain("plan.objects"))
    if kind is properties.KIND:
        return words.say("plan.property", name=key)
    if kind is workspaces.KIND:
        named = name or (words.plain("plan.primary") if key == "primary" else key)
        return tagged("b", clean(named))
    return words.say("plan.an_item", kind=escape(words.plain(f"kind.{kind.name}")), name=name or key)


def setting_rows(change: Change, words: Words, *, past: bool = False) -> Iterator[SettingRow]:
    """The settings of a change, in the order of the screen; of one in the `past` without what it would do."""
    for item in change.fields:
        yield _row(change, score_words.told(change, item), words, past=past)


def _row(change: Change, item: FieldChange, words: Words, *, past: bool) -> SettingRow:
    kind = kind_of(change.address)
    field = kind.field_at(item.path) if kind is not properties.KIND else None
    shown = Shown(words=words, labels=change.labels.get(item.path, NO_LABELS), field=field)
    rule = score_words.rule_words(change, item.path, words) if kind is health_scores.KIND else None
    pending = item.introduced_by is Introduced.BASE and change.introduced_by is not Introduced.BASE
    notes = [words.plain("plan.pending")] if pending else []
    if rule is not None and not past and change.action in (Action.UPDATE, Action.MOVE):
        notes.insert(0, score_words.effect(item.before, item.after, words).striptags())
    return SettingRow(
        tab=_tab(change, item.path, field, words) if field else Markup(),
        label=_label(item.path, field, words) if rule is None else rule,
        before=item.before,
        after=item.after,
        shown=shown,
        note=words.joined(notes, "list.also"),
        is_sentence=rule is not None,
    )


def _label(path: str, field: Field | None, words: Words) -> Markup:
    if field is None:
        return escape(words.plain("plan.key") if path == "key" else clean(path))
    return escape(words.label(field))


def _tab(change: Change, path: str, field: Field, words: Words) -> Markup:
    """Of a health score the group, elsewhere the tab."""
    if kind_of(change.address) is health_scores.KIND:
        return escape(clean(score_words.group_name(change, path)))
    if kind_of(change.address) is not workspaces.KIND or field.tab == TABS[0]:
        return Markup()
    tab, name = escape(words.plain(f"tab.{field.tab}")), object_in(path)
    if name is None:
        return tab
    label = change.labels.get(REVENUE_OBJECTS, NO_LABELS).get(name, name)
    return words.say("plan.tab", tab=tab, object=escape(clean(words.object_label(name, label))))


def _note(change: Change, words: Words) -> str:
    """Where a change comes from, if not from this branch."""
    if change.origin is Origin.DRIFT:
        return words.plain("plan.drifted")
    return words.plain("plan.pending") if change.introduced_by is Introduced.BASE else ""


def gone_and_added(row: SettingRow) -> tuple[list[Markup], list[Markup]]:
    """Of a list, the members that go and those that come."""
    before, after = (value if isinstance(value, tuple) else () for value in (row.before, row.after))
    gone = [row.shown.named(name) for name in before if name not in after]
    return gone, [row.shown.named(name) for name in after if name not in before]


def stays_in(row: SettingRow) -> int:
    """How many members of a list stay."""
    before, after = (value if isinstance(value, tuple) else () for value in (row.before, row.after))
    return sum(name in before for name in after)
