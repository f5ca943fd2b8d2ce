"""What a change of a health score means, in words: its rules with the labels of the screen, what a customer would get
or lose, and the sentences of the review page. Knows no format."""

from __future__ import annotations

from markupsafe import Markup, escape

from csws.kinds import kind_of
from csws.kinds.health_scores.conditions import condition_of
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.paths import condition_at, group_of, group_path
from csws.kinds.health_scores.states import EDITED, PUBLISHED
from csws.model.change import Action, Change, FieldChange, sides_of
from csws.model.field import Value
from csws.model.fields import Fields
from csws.render.change_words import NO_LABELS
from csws.render.conditions import Conditions
from csws.render.words import Words, clean


def rule_words(change: Change, path: str, words: Words, *, names: bool = False) -> Markup | None:
    """The condition of the rule at a path as a sentence; None where another field is there."""
    condition = condition_at(path)
    if condition is None:
        return None
    labels = change.labels.get(path, NO_LABELS)
    return Conditions(words=words, labels=labels, names=names).sentence(condition_of(condition))


def group_name(change: Change, path: str) -> str:
    """The name of the group that a field belongs to, as it would be; "" for a field of no group."""
    key = group_of(path)
    if key is None:
        return ""
    before, after = (side.get(group_path(key, "name")) for side in sides_of(change))
    return str(after or before or key)


def told(change: Change, item: FieldChange) -> FieldChange:
    """The change of a field with the values that people see: a group without a minimum takes away as much as it can
    give."""
    key = group_of(item.path) if _is_score(change) else None
    if key is None or item.path != group_path(key, "min"):
        return item
    before, after = sides_of(change)
    return FieldChange(
        path=item.path,
        before=lowest(before, key),
        after=lowest(after, key),
        introduced_by=item.introduced_by,
    )


def lowest(fields: Fields, key: str) -> int | None:
    """The minimum of a group; None where there is no such group."""
    said, highest = fields.get(group_path(key, "min")), fields.get(group_path(key, "max"))
    if isinstance(said, int):
        return said
    return -highest if isinstance(highest, int) else None


def points(number: int) -> str:
    """`+25`, `−30`."""
    return f"{number:+d}".replace("-", "−")


def effect(before: Value, after: Value, words: Words) -> Markup:
    """What another number of points would do to a customer; None is no rule."""
    had, gets = (value if isinstance(value, int) else 0 for value in (before, after))
    if had * gets < 0:
        return words.say("score.turns_to_gain" if gets > 0 else "score.turns_to_loss", had=abs(had), gets=abs(gets))
    added, gone, more, less = _GAINS if (gets or had) > 0 else _LOSSES
    if not had or not gets:
        return words.count(gone if had else added, abs(had or gets))
    return words.count(more if abs(gets) > abs(had) else less, abs(gets - had))


_GAINS = ("score.gain", "score.no_gain", "score.more_gain", "score.less_gain")
_LOSSES = ("score.loss", "score.no_loss", "score.more_loss", "score.less_loss")


def field_words(change: Change, item: FieldChange, words: Words, name: Markup) -> Markup | None:
    """A change of a score as a sentence, where it has one of its own."""
    if not _is_score(change):
        return None
    rule = rule_words(change, item.path, words)
    if rule is not None:
        done = effect(item.before, item.after, words)
        return words.say("score.sentence", rule=rule, effect=done, points=_pair(item, words), name=name)
    if item.path == "state" and change.action is not Action.CREATE:
        return words.say("score.put_on" if item.after == PUBLISHED else "score.put_off", name=name)
    if item.path == EDITED:
        return words.say("score.edit_waits", name=name)
    key = group_of(item.path)
    if key is not None and item.path == group_path(key, "kind") and None in (item.before, item.after):
        named = group_name(change, item.path)
        return words.say("score.group_gone" if item.after is None else "score.group_new", group=named, name=name)
    is_bound = item.path in _BANDS and None not in (item.before, item.after)
    return words.say(_BANDS[item.path], after=item.after, before=item.before, name=name) if is_bound else None


_BANDS = {"bands.healthy": "score.band_healthy", "bands.at_risk": "score.band_at_risk"}


def is_of_whole_group(change: Change, item: FieldChange) -> bool:
    """Whether it is the name or a limit of a group that comes or goes, of which one sentence tells."""
    key = group_of(item.path)
    if key is None or condition_at(item.path) is not None or item.path == group_path(key, "kind"):
        return False
    return any(group_path(key, "kind") not in side for side in sides_of(change))


def _is_score(change: Change) -> bool:
    return kind_of(change.address) is KIND


def _pair(item: FieldChange, words: Words) -> Markup:
    before, after = (_points(value, words) for value in (item.before, item.after))
    return Markup("{} → {}").format(before, after)


def _points(value: Value, words: Words) -> str:
    return points(value) if isinstance(value, int) else words.plain("score.no_rule")


def with_group(change: Change, path: str, label: Markup, words: Words) -> Markup:
    """The label of a field with its group before it."""
    group = group_name(change, path)
    if not group:
        return label
    return words.say("plan.of_tab", tab=escape(clean(group)), label=label)
