"""The same records under two versions of a score: who changes band, why, and who moves furthest. Reads each record once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.score import Score
from csws.lab.ids import id_order
from csws.lab.moves import Move, Side, move_of
from csws.lab.named import Named, Smallest, name_of
from csws.lab.scoring.engine import MOST_FACTS, Engine
from csws.lab.scoring.outcome import Outcome
from csws.model.frozen import frozen
from csws.records.records import Records

WORSE, BETTER = 6, 3  # records that move furthest, in either direction
_BEFORE, _AFTER = 0, 1  # the places of the scores among the engine's


@frozen
class Far:
    """A record that moves far. `groups` are the changes of what groups give, by key; without those that stay."""

    before: Named
    after: Named
    move: Move | None
    groups: Mapping[str, int]


@frozen
class Comparison:
    """`matrix` counts records by their band before and after, without those that are `unclear`: events decide their
    band, and are not known. `moves` has the most frequent first."""

    before: Score
    after: Score
    records: int
    marked: int
    unclear: int
    changed: int  # records whose points change
    matrix: Mapping[tuple[Band, Band], int]
    moves: tuple[tuple[Move, int], ...]
    worse: tuple[Far, ...]
    better: tuple[Far, ...]

    @property
    def moved(self) -> int:
        return sum(number for _, number in self.moves)

    @property
    def moved_down(self) -> int:
        return sum(number for move, number in self.moves if move.is_worse)


class Comparing:
    """One pass over records. The engine asks the two versions, first the one before."""

    def __init__(self, engine: Engine, names: Sequence[str] = ()) -> None:
        self._engine, self._names = engine, names
        self._scores = engine.question.scores
        self._states: dict[int, _State] = {}
        self._records = self._marked = self._unclear = self._changed = 0
        self._matrix: Counter[tuple[Band, Band]] = Counter()
        self._moves: Counter[Move] = Counter()
        self._worse: Smallest[Far] = Smallest(WORSE)
        self._better: Smallest[Far] = Smallest(BETTER)

    def take(self, records: Records) -> None:
        """Takes every record. Raises RecordsUnreadable."""
        for identity, facts, cells in self._engine.each(records, self._names):
            state = self._states.get(facts) or self._state(facts)
            state.records += 1
            if state.change:
                self._show(identity, state, cells)
        self._flush()

    def found(self) -> Comparison:
        order = list(Band)
        moves = sorted(
            self._moves.items(),
            key=lambda one: (-one[1], order.index(one[0].start), order.index(one[0].end), one[0].because),
        )
        return Comparison(
            before=self._scores[_BEFORE],
            after=self._scores[_AFTER],
            records=self._records,
            marked=self._marked,
            unclear=self._unclear,
            changed=self._changed,
            matrix=dict(self._matrix),
            moves=tuple(moves),
            worse=self._worse.found(),
            better=self._better.found(),
        )

    def _state(self, facts: int) -> _State:
        if len(self._states) >= MOST_FACTS:
            self._flush()
        before, after = (self._engine.outcome(facts, at) for at in (_BEFORE, _AFTER))
        state = self._states[facts] = _State(before, after, self._move(before, after))
        return state

    def _move(self, before: Outcome, after: Outcome) -> Move | None:
        if before.band is None or after.band is None:
            return None
        return move_of(_side(self._scores[_BEFORE], before), _side(self._scores[_AFTER], after))

    def _flush(self) -> None:
        for state in self._states.values():
            number, start, end = state.records, state.before.band, state.after.band
            self._records += number
            self._marked += number if state.before.is_marked else 0
            self._changed += number if state.before.total != state.after.total else 0
            if start is None or end is None:
                self._unclear += number
            else:
                self._matrix[start, end] += number
            if state.move is not None:
                self._moves[state.move] += number
        self._states.clear()

    def _show(self, identity: str, state: _State, cells: tuple[str, ...]) -> None:
        side, key = self._worse if state.change < 0 else self._better, (-abs(state.change), id_order(identity))
        if side.takes(key):
            before, after = (_named(identity, cells, one) for one in (state.before, state.after))
            side.add(key, Far(before=before, after=after, move=state.move, groups=state.groups()))


class _State:
    """The records with the same facts. `change` is that of their points; 0 too where they are a range."""

    __slots__ = ("after", "before", "change", "move", "records")

    def __init__(self, before: Outcome, after: Outcome, move: Move | None) -> None:
        self.records = 0
        self.before, self.after, self.move = before, after, move
        is_exact = before.is_exact and after.is_exact
        self.change = after.total[0] - before.total[0] if is_exact else 0

    def groups(self) -> dict[str, int]:
        before, after = _given(self.before), _given(self.after)
        changes = {key: after.get(key, 0) - before.get(key, 0) for key in (*after, *(before.keys() - after.keys()))}
        return {key: points for key, points in changes.items() if points}


def _given(outcome: Outcome) -> dict[str, int]:
    return {group.key: group.given[0] for group in outcome.groups}


def _side(score: Score, outcome: Outcome) -> Side:
    return Side(score=score, total=outcome.total[0], groups=_given(outcome))


def _named(identity: str, cells: tuple[str, ...], outcome: Outcome) -> Named:
    return Named(id=identity, name=name_of(cells), points=outcome.total, band=outcome.band)
