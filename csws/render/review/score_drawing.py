"""Where the bars of a health score stand: points to the right of zero, points that are taken away to the left, on one
scale for the whole score; and its bands from 0 to 100. Knows no words but those it is given.

What a rule or a group does beyond the bounds of its group does not count, so a bar ends there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csws.kinds.health_scores.bands import held
from csws.kinds.health_scores.score import HIGHEST
from csws.model.frozen import frozen
from csws.render.review.geometry import Box, measured

WIDE, NARROW = 750, 305  # px: a fold on a desk and on a phone
_BARS = 220  # px
_HIGH, _THIN = 14, 6  # px: of a bar, and of one of two
_STRIP = 20  # px: the height of the bands

Range = tuple[int, int]  # the least and the most points


@frozen(kw_only=False)
class Bars:
    """The bars of one line, before above after where the two differ; `zero` is where no points are."""

    width: float
    height: float
    zero: float
    bars: tuple[Box, ...]


@frozen(kw_only=False)
class Scale:
    """From the most that a group takes away to the most that one gives."""

    low: int
    high: int

    @classmethod
    def of(cls, ranges: Sequence[Range]) -> Scale:
        low, high = min((one[0] for one in ranges), default=0), max((one[1] for one in ranges), default=0)
        return cls(min(low, 0), max(high, 1 if low >= 0 else 0))

    def bars(self, after: Range | None, before: Range | None, *, within: Range | None = None, moves: bool) -> Bars:
        """`within` is the range of the group, which is drawn behind the bars of a rule; a group is its own bar. Where
        something `moves`, `before` is drawn above."""
        bars = [] if within is None else [self._bar(within, 0, _HIGH, "range")]
        look = "range" if within is None else "now"
        if not moves:
            bars += [self._bar(after, 2, _HIGH - 4, _look(after, look))] if after is not None else []
        else:
            sides = ((before, 0.5, "was"), (after, _HIGH - _THIN - 0.5, ""))
            bars += [self._bar(one, y, _THIN, was or _look(one, look)) for one, y, was in sides if one is not None]
        return Bars(_BARS, _HIGH, self._at(0), tuple(bars))

    def _bar(self, one: Range, y: float, height: float, look: str) -> Box:
        left, right = (self._at(held(end, self.low, self.high)) for end in one)
        return Box(left, y, max(right - left, 1), height, look)

    def _at(self, points: int) -> float:
        return 1 + (points - self.low) / (self.high - self.low) * (_BARS - 2)


def _look(one: Range, look: str) -> str:
    """What only takes away is hatched."""
    return f"{look} less" if one[0] < 0 and one[1] <= 0 else look


@frozen(kw_only=False)
class Text:
    x: float
    y: float
    text: str


@frozen(kw_only=False)
class Strips:
    """One strip of bands below the other, each with its caption above and its bounds below."""

    width: float
    height: float
    bars: tuple[Box, ...]
    texts: tuple[Text, ...]


def strips(shown: Sequence[tuple[str, int, int]], names: tuple[str, str, str], width: float) -> Strips:
    """Of each: its caption and both bounds. `names` are those of the bands, from the lowest."""
    bars: list[Box] = []
    texts: list[Text] = []
    y = 0.0
    for caption, at_risk, healthy in shown:
        if caption:
            texts.append(Text(0, y + 13, caption))
            y += 18
        ends = [0, at_risk, healthy, HIGHEST]
        for name, look, left, right in zip(names, ("risk", "neutral", "healthy"), ends, ends[1:], strict=False):
            bar = Box(left / HIGHEST * width, y, (right - left) / HIGHEST * width, _STRIP, look)
            bars.append(bar)
            room = measured(name, 13, bold=True) + 12
            if room <= bar.width:
                bars.append(Box(bar.x + 4, y + 2, room - 4, _STRIP - 4, "plate"))
                texts.append(Text(bar.x + 8, y + 14.5, name))
        texts += _bounds(at_risk, healthy, y + _STRIP + 14, width)
        y += _STRIP + 22
    return Strips(width, y, tuple(bars), tuple(texts))


def _bounds(at_risk: int, healthy: int, y: float, width: float) -> Iterator[Text]:
    """Both numbers below their bounds, as near as they fit beside each other."""
    first, last = (measured(str(bound), 13, bold=True) for bound in (at_risk, healthy))
    right = min(max(healthy / HIGHEST * width - last / 2, first + 6), width - last)
    left = min(max(at_risk / HIGHEST * width - first / 2, 0), right - first - 6)
    yield Text(left, y, str(at_risk))
    yield Text(right, y, str(healthy))
