"""A health score before and after, as the page shows it: its bands on a scale, and its groups and rules as a table with
a bar in each line. All that the bars show is in the cells beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from csws.kinds import kind_of
from csws.kinds.health_scores.bands import held
from csws.kinds.health_scores.kind import BOUNDS, KIND, OURS, groups_of
from csws.kinds.health_scores.paths import condition_at, group_of, group_path
from csws.kinds.health_scores.score import HIGHEST
from csws.model.change import Action, Change, sides_of
from csws.model.fields import Fields
from csws.model.frozen import frozen
from csws.render import score_words
from csws.render.change_words import name_of
from csws.render.review.score_drawing import NARROW, WIDE, Bars, Range, Scale, Strips, strips
from csws.render.scores.sheet import Section
from csws.render.words import Words, clean

_MOST_RULES = 120  # of one score

Points = int | Range | None


@frozen(kw_only=False)
class Line:
    """A group or a rule: what it is, its points, and its bars. `was` is "" where they stay; `tag` says in a word what
    becomes of it."""

    text: Markup
    points: str
    was: str
    tag: str
    bars: Bars


@frozen(kw_only=False)
class GroupLines:
    group: Line
    rules: tuple[Line, ...]


@frozen(kw_only=False)
class ScoreView:
    """`bands` says what the strips show; there are none where the bounds make no sense. `moves` is what records tell of
    the change, if any were given."""

    name: str
    address: str
    tag: str
    bands: tuple[str, ...]
    wide: Strips | None
    narrow: Strips | None
    groups: tuple[GroupLines, ...]
    left_out: int
    moves: tuple[Section, ...] = ()


def is_drawn(change: Change) -> bool:
    """Whether a score is made, or changes in more than what csws alone knows of it and its name."""
    if kind_of(change.address) is not KIND or change.action is Action.DELETE:
        return False
    return any(item.path not in (*OURS, "key") for item in change.fields)


def score_view(change: Change, words: Words, moves: tuple[Section, ...] = ()) -> ScoreView:
    return replace(_Sides(change, words).view(), moves=moves)


class _Sides:
    """A score before and after. A new one has no before."""

    def __init__(self, change: Change, words: Words) -> None:
        self.change, self.words = change, words
        before, self.after = sides_of(change)
        self.before: Fields = {} if change.action is Action.CREATE else before

    def view(self) -> ScoreView:
        keys = groups_of({**self.before, **self.after})
        scale = Scale.of([one for key in keys for side in self._both if (one := _reach(side, key)) is not None])
        groups, left = [], _MOST_RULES
        for key in keys:
            paths = self._rules(key)
            groups.append(GroupLines(self._group(key, scale), tuple(self._rule(key, at, scale) for at in paths[:left])))
            left = max(left - len(paths), 0)
        every = sum(len(self._rules(key)) for key in keys)
        wide, narrow = (self._strips(width) for width in (WIDE, NARROW))
        return ScoreView(
            name=clean(name_of(self.change) or self.change.address.key),
            address=str(self.change.address),
            tag=self.words.plain("page.is_new") if self.change.action is Action.CREATE else "",
            bands=tuple(self._bands()),
            wide=wide,
            narrow=narrow,
            groups=tuple(groups),
            left_out=max(every - _MOST_RULES, 0),
        )

    @property
    def _both(self) -> tuple[Fields, Fields]:
        return self.before, self.after

    def _rules(self, key: str) -> list[str]:
        paths = dict.fromkeys(path for side in self._both for path in side)
        return sorted(path for path in paths if group_of(path) == key and condition_at(path) is not None)

    def _group(self, key: str, scale: Scale) -> Line:
        before, after = _reach(self.before, key), _reach(self.after, key)
        name = escape(clean(score_words.group_name(self.change, group_path(key, "max"))))
        moves = self._moves(before, after)
        return self._line(name, before, after, self._limits, scale.bars(after, before, moves=moves))

    def _rule(self, key: str, path: str, scale: Scale) -> Line:
        had, gets = (one if isinstance(one := side.get(path), int) else None for side in self._both)
        ranges = [reach for side in self._both if (reach := _reach(side, key)) is not None] or [(0, 0)]
        least, most = min(low for low, _ in ranges), max(high for _, high in ranges)
        was, now = (None if one is None else _from_zero(held(one, least, most)) for one in (had, gets))
        bars = scale.bars(now, was, within=ranges[-1], moves=self._moves(had, gets))
        text = score_words.rule_words(self.change, path, self.words) or Markup()
        return self._line(text, had, gets, score_words.points, bars)

    def _moves(self, before: Points, after: Points) -> bool:
        """Whether something is otherwise than before; of a new score nothing is."""
        return bool(self.before) and before != after

    def _line(self, text: Markup, before: Points, after: Points, told: Callable[[Any], str], bars: Bars) -> Line:
        plain, was, tag = self.words.plain, "", ""
        if self._moves(before, after):
            tag = plain("page.is_new") if before is None else plain("score.removed") if after is None else ""
            was = "" if before is None or after is None else plain("page.until_now", name=told(before))
        shown = before if after is None else after
        return Line(text, "" if shown is None else told(shown), was, tag, bars)

    def _limits(self, reach: Range) -> str:
        """`−40 to +60`."""
        low, high = (score_words.points(end) if end else "0" for end in reach)
        return self.words.plain("score.range", low=low, high=high)

    def _bands(self) -> Iterable[str]:
        """What each bound is, and what it was until now."""
        for path in BOUNDS:
            before, after = (side.get(path) for side in self._both)
            field = KIND.field_at(path)
            if field is not None and isinstance(after, int):
                said = self.words.plain("list.fact", name=self.words.label(field), text=after)
                moved = self.before and before != after and before is not None
                until = self.words.plain("page.until_now", name=before)
                yield self.words.plain("list.beside", text=said, name=until) if moved else said

    def _strips(self, width: float) -> Strips | None:
        plain = self.words.plain
        before, after = (_bounds(side) for side in self._both)
        if after is None:
            return None
        if before is None or before == after:
            shown = [("", *after)]
        else:
            shown = [(plain("page.before"), *before), (plain("page.after"), *after)]
        return strips(shown, (plain("band.at_risk"), plain("band.neutral"), plain("band.healthy")), width)


def _bounds(fields: Fields) -> tuple[int, int] | None:
    """At risk and healthy; None where they make no sense."""
    healthy, at_risk = (fields.get(path) for path in BOUNDS)
    if not isinstance(healthy, int) or not isinstance(at_risk, int) or not 0 <= at_risk < healthy <= HIGHEST:
        return None
    return at_risk, healthy


def _reach(fields: Fields, key: str) -> Range | None:
    """The least and the most points of a group; None where there is no such group. It takes nothing away where no rule
    does."""
    low, high = score_words.lowest(fields, key), fields.get(group_path(key, "max"))
    if low is None or not isinstance(high, int):
        return None
    points = [value for path, value in fields.items() if group_of(path) == key and condition_at(path) is not None]
    return low if any(isinstance(one, int) and one < 0 for one in points) else 0, high


def _from_zero(points: int) -> Range:
    return min(points, 0), max(points, 0)
