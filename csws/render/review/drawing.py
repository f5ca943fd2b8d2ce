"""What changes in a workspace, or in anything else that has settings: setting by setting, before and
after, with the labels of HubSpot's screens."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.kinds import kind_of, workspaces
from csws.kinds.health_scores import kind as health_scores
from csws.model.change import Action, Change, FieldChange
from csws.model.field import Field
from csws.model.fields import TABS
from csws.model.frozen import frozen
from csws.render import score_words
from csws.render.change_words import NO_LABELS, name_of
from csws.render.review.values import Shown, field_label
from csws.render.words import Words


@frozen(kw_only=False)
class Row:
    """A setting that changes. A side on which there is nothing is None."""

    label: str
    before: Markup | None
    after: Markup | None


@frozen(kw_only=False)
class Drawing:
    """`name` is "" for what has none; `rest` counts the settings that are set and stay."""

    address: str
    name: str
    action: Action
    rows: tuple[Row, ...]
    rest: int


def drawing(change: Change, words: Words) -> Drawing:
    return Drawing(
        address=str(change.address),
        name=name_of(change),
        action=change.action,
        rows=tuple(_rows(change, words)),
        rest=len(change.unchanged),
    )


def _rows(change: Change, words: Words) -> Iterator[Row]:
    kind = kind_of(change.address)
    told = (score_words.told(change, item) for item in change.fields)
    found = ((item, kind.field_at(item.path)) for item in told)
    known = [(item, field) for item, field in found if field]
    for item, field in sorted(known, key=lambda pair: kind.place_of(pair[0].path)):
        if change.action is Action.CREATE and item.after == field.empty:
            continue
        yield _row(change, item, field, words)


def _row(change: Change, item: FieldChange, field: Field, words: Words) -> Row:
    shown = Shown(words=words, labels=change.labels.get(item.path, NO_LABELS), field=field)
    before = None if change.action is Action.CREATE else shown.struck(item.before, item.after)
    after = None if change.action is Action.DELETE else shown.grown(item.before, item.after)
    if change.action is Action.DELETE:
        before = shown.value(item.before)
    return Row(_label(change, item.path, field, words), before, after)


def _label(change: Change, path: str, field: Field, words: Words) -> str:
    """With its tab, where the tab is not the first, or its group."""
    if kind_of(change.address) is health_scores.KIND:
        rule = score_words.rule_words(change, path, words, names=True)
        shown = escape(field_label(path, field, change, words)) if rule is None else rule
        return score_words.with_group(change, path, shown, words).striptags()
    label = field_label(path, field, change, words)
    if kind_of(change.address) is not workspaces.KIND or field.tab == TABS[0]:
        return label
    return words.plain("list.fact", name=words.plain(f"tab.{field.tab}"), text=label)
