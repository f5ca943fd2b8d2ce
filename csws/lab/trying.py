"""A score tried on records: what it gives to all of them, and the few that somebody should look at. Reads each record
once and keeps none but these few."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from csws.kinds.health_scores.bands import Band, totals_in
from csws.kinds.health_scores.judging import band_of_unknown
from csws.kinds.health_scores.score import Score
from csws.lab.assumed import NoValue
from csws.lab.ids import id_order
from csws.lab.lift import Lift, Lifts
from csws.lab.named import Named, Smallest, name_of
from csws.lab.scoring.engine import MOST_FACTS, Engine
from csws.lab.scoring.explained import Explained, explained
from csws.lab.scoring.outcome import Outcome
from csws.lab.scoring.scored import Counts, Scored
from csws.model.frozen import frozen
from csws.records.records import Records

NEAR = 5  # points below a bound
NEARLY_ALWAYS = 0.95  # of the records: a rule that says little
SHOWN = 3  # records near each bound
_HOURS = 1  # the place of the score by hours among the engine's


@frozen
class NearBound:
    """How many records are at most NEAR points below the bound where a band begins, and the nearest of them."""

    band: Band
    bound: int
    records: int
    shown: tuple[Reason, ...]


@frozen
class Reason:
    """A record with why it has its points, and what would lift it most."""

    record: Named
    explained: Explained
    lift: Lift | None


@frozen
class Depends:
    """How many records depend on something that csws assumes: in their points, and in their band, with the first of
    these."""

    points: int
    bands: int
    shown: tuple[Named, ...]


@frozen
class Trial:
    """`unknown` are the points and the band of a record of which nothing is known. `explained` are the records that
    somebody asked about; `missing` are the ids that no record has."""

    score: Score
    scored: Scored
    near: tuple[NearBound, ...]
    by_hours: Depends
    by_no_value: Depends
    unknown: tuple[int, Band]
    explained: tuple[Reason, ...]
    missing: tuple[str, ...]


class Trying:
    """One pass over records. The engine asks two scores: the one that is tried, and the same by hours (`by_hours`)."""

    def __init__(self, engine: Engine, names: Sequence[str] = (), asked: Collection[str] = ()) -> None:
        """`names` are the columns that contain a record's name, empty if names are not wanted; `asked` are ids."""
        self._engine, self._names, self._asked = engine, names, set(asked)
        self._score = engine.question.scores[0]
        self._no_value = NoValue(engine)
        self._counts = Counts(engine)
        self._states: dict[int, _State] = {}
        self._near = {band: _Near(bound) for band, bound in _bounds(self._score).items()}
        self._hours, self._blank = _Depends(), _Depends()
        self._explained: dict[str, tuple[Named, int]] = {}

    def rows(self, records: Records) -> Iterator[tuple[str, int]]:
        """Takes every record, and gives its id and its facts. Raises RecordsUnreadable."""
        states, asked = self._states, self._asked
        for identity, facts, cells in self._engine.each(records, self._names):
            state = states.get(facts) or self._state(facts)
            state.records += 1
            if state.is_shown or identity in asked:
                self._show(identity, facts, state, cells)
            yield identity, facts
        self._flush()

    def found(self) -> Trial:
        """What the records that were taken say."""
        lifts = Lifts(self._engine)
        return Trial(
            score=self._score,
            scored=self._counts.found(),
            near=tuple(
                NearBound(
                    band=band,
                    bound=near.bound,
                    records=near.records,
                    shown=tuple(self._reason(*one, lifts) for one in near.shown.found()),
                )
                for band, near in self._near.items()
            ),
            by_hours=self._hours.found(),
            by_no_value=self._blank.found(),
            unknown=band_of_unknown(self._score),
            explained=tuple(
                self._reason(*self._explained[one], lifts) for one in sorted(self._explained, key=id_order)
            ),
            missing=tuple(sorted(self._asked - self._explained.keys(), key=id_order)),
        )

    def _state(self, facts: int) -> _State:
        if len(self._states) >= MOST_FACTS:
            self._flush()
        state = self._states[facts] = self._judged(facts)
        return state

    def _judged(self, facts: int) -> _State:
        outcome, others = self._engine.outcome(facts), self._others(facts)
        near = next((band for band, one in self._near.items() if one.takes(outcome.total)), None)
        return _State(near, *(_Change(outcome.total != one.total, outcome.band is not one.band) for one in others))

    def _others(self, facts: int) -> tuple[Outcome, Outcome]:
        return self._engine.outcome(facts, _HOURS), self._engine.outcome(self._no_value.other(facts))

    def _flush(self) -> None:
        self._counts.add({facts: state.records for facts, state in self._states.items()})
        for state in self._states.values():
            self._hours.add(state.hours, state.records)
            self._blank.add(state.blank, state.records)
            if state.near is not None:
                self._near[state.near].records += state.records
        self._states.clear()

    def _show(self, identity: str, facts: int, state: _State, cells: tuple[str, ...]) -> None:
        outcome = self._engine.outcome(facts)
        record = Named(id=identity, name=name_of(cells), points=outcome.total, band=outcome.band)
        if identity in self._asked:
            self._explained[identity] = (record, facts)
        if state.near is not None:
            near = self._near[state.near]
            near.shown.add((near.bound - outcome.total[0], id_order(identity)), (record, facts))
        for depends, change in ((self._hours, state.hours), (self._blank, state.blank)):
            if change.of_band:
                depends.shown.add(id_order(identity), record)

    def _reason(self, record: Named, facts: int, lifts: Lifts) -> Reason:
        return Reason(
            record=record, explained=explained(self._score, self._engine.outcome(facts)), lift=lifts.of(facts)
        )


@frozen(kw_only=False)
class _Change:
    """Whether points and band differ."""

    of_points: bool
    of_band: bool


class _State:
    """The records with the same facts."""

    __slots__ = ("blank", "hours", "is_shown", "near", "records")

    def __init__(self, near: Band | None, hours: _Change, blank: _Change) -> None:
        self.records = 0
        self.near, self.hours, self.blank = near, hours, blank
        self.is_shown = near is not None or hours.of_band or blank.of_band


class _Near:
    """The records just below a bound."""

    def __init__(self, bound: int) -> None:
        self.bound, self.records = bound, 0
        self.shown: Smallest[tuple[Named, int]] = Smallest(SHOWN)

    def takes(self, total: tuple[int, int]) -> bool:
        return total[0] == total[1] and self.bound - NEAR <= total[0] < self.bound


class _Depends:
    def __init__(self) -> None:
        self.points = self.bands = 0
        self.shown: Smallest[Named] = Smallest(SHOWN)

    def add(self, change: _Change, records: int) -> None:
        self.points += records if change.of_points else 0
        self.bands += records if change.of_band else 0

    def found(self) -> Depends:
        return Depends(points=self.points, bands=self.bands, shown=self.shown.found())


def _bounds(score: Score) -> Mapping[Band, int]:
    """Where each band begins that a record can fall short of."""
    return {band: totals_in(score, band).start for band in (Band.HEALTHY, Band.NEUTRAL)}
