"""Why a record changes band between two versions of a score: a group's points, or the bounds. Knows no record."""

from __future__ import annotations

from collections.abc import Mapping

from csws.kinds.health_scores.bands import Band, band_of
from csws.kinds.health_scores.score import Score
from csws.model.frozen import frozen

BOUNDS = "bands"  # as a path, beside `groups.KEY`


@frozen
class Side:
    """A record under one version: its total, and what each group gives."""

    score: Score
    total: int
    groups: Mapping[str, int]

    @property
    def band(self) -> Band:
        return band_of(self.score, self.total)


@frozen(kw_only=False)
class Move:
    """From one band to another, and the path of what caused it: `groups.KEY`, or BOUNDS."""

    start: Band
    end: Band
    because: str

    @property
    def is_worse(self) -> bool:
        order = list(Band)
        return order.index(self.end) < order.index(self.start)


def move_of(before: Side, after: Side) -> Move | None:
    """The move of a record; None if its band stays.

    If the points alone lead to the new band, they are the cause; else, if the bounds alone do, these; if it takes
    both, the points. Of the groups it is the one whose points changed most in the direction of the total.
    """
    start, end = before.band, after.band
    if start is end:
        return None
    by_points = before.total != after.total and band_of(before.score, after.total) is end
    by_bounds = before.total == after.total or band_of(after.score, before.total) is end
    because = BOUNDS if by_bounds and not by_points else _group(before, after)
    return Move(start, end, because)


def _group(before: Side, after: Side) -> str:
    sign = 1 if after.total > before.total else -1
    keys = dict.fromkeys((*after.groups, *before.groups))
    most = max(keys, key=lambda key: sign * (after.groups.get(key, 0) - before.groups.get(key, 0)))
    return f"groups.{most}"
