"""Records as they were on a day, and what became of them: one pass, from which a backtest's figures are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.score import HIGHEST, Comparison, PropertyTest, Rule, Score
from csws.lab.backtest import (
    FEWEST,
    Decile,
    Fate,
    Findings,
    RuleShare,
    deciles,
    fate_of,
    findings_of,
    rule_share,
)
from csws.lab.ids import Ids, id_order
from csws.lab.lift import Lifts
from csws.lab.named import Named, Smallest, name_of
from csws.lab.scoring.engine import Engine
from csws.lab.scoring.explained import explained
from csws.lab.scoring.facts import MARKED
from csws.lab.trying import Reason
from csws.model.frozen import frozen
from csws.records.records import Records
from csws.records.values import Days

SHOWN = 10  # lost records that were healthy
NAMED = 5  # unknown ids
_PAST = (Comparison.WITHIN_DAYS, Comparison.OLDER_THAN_DAYS)


@frozen
class RuleTested:
    """A rule of a group, and how records were lost where it fires and where it does not."""

    group: str
    rule: Rule
    share: RuleShare


@frozen
class Backtest:
    """`lost_later` are those of the kept that were lost after `until`. `unknown_ids` counts the outcomes of records that are not there, of which `unknown_shown` are the first. `later`
    counts by property the records in which something past lies after the day that they are as of: such values may be
    from after the loss. `surprises` are records that were healthy and lost, the first of `healthy_lost`."""

    score: Score
    as_of: date
    within: int
    records: int
    marked: int
    left_out: int
    lost_later: int
    unknown_ids: int
    unknown_shown: tuple[str, ...]
    findings: Findings
    deciles: tuple[Decile, ...]
    rules: tuple[RuleTested, ...]
    healthy_lost: int
    surprises: tuple[Reason, ...]
    later: Mapping[str, int]

    @property
    def until(self) -> date | None:
        """The last day on which a record counts as lost; None beyond the calendar."""
        try:
            return self.as_of + timedelta(days=self.within)
        except OverflowError:
            return None

    @property
    def fewest(self) -> int:
        return FEWEST


def past_properties(score: Score) -> tuple[str, ...]:
    """The properties whose days rules count backwards: what they contain has happened."""
    tests = (test for group in score.groups for rule in group.rules for test in rule.tests)
    found = (test.property for test in tests if isinstance(test, PropertyTest) and test.comparison in _PAST)
    return tuple(dict.fromkeys(found))


class Backtesting:
    """One pass over records. The engine asks one score, and knows the events that it counts."""

    def __init__(self, engine: Engine, lost_on: Mapping[str, date], within: int, names: Sequence[str] = ()) -> None:
        """`lost_on` has the day on which each lost record was lost, by its id."""
        self._engine, self._lost_on, self._within, self._names = engine, lost_on, within, names
        self._score, self._as_of = engine.question.scores[0], engine.question.as_of
        self._past = past_properties(self._score)
        self._days = Days(engine.question.zone)
        self._ids = [Ids() for _ in range(HIGHEST + 1)]
        self._fates: dict[Fate, Counter[int]] = {fate: Counter() for fate in Fate}
        self._gone: set[str] = set()
        self._lost_later = 0
        self._met: set[str] = set()
        self._later: Counter[str] = Counter()
        self._surprises: Smallest[tuple[Named, int]] = Smallest(SHOWN)

    def take(self, records: Records) -> None:
        """Takes every record. Raises RecordsUnreadable."""
        columns, lost_on = (*self._past, *self._names), self._lost_on
        for identity, facts, cells in self._engine.each(records, columns):
            fate = Fate.KEPT
            if identity in lost_on:
                self._met.add(identity)
                fate = fate_of(lost_on[identity], self._as_of, self._within)
                self._lost_later += fate is Fate.KEPT
            self._fates[fate][facts] += 1
            if self._past:
                self._look_for_later(cells)
            if fate is not Fate.LEFT_OUT:
                self._ids[self._total(facts)].add(identity)
            if fate is Fate.LOST:
                self._lose(identity, facts, cells)

    def found(self) -> Backtest:
        outcome, lost, kept = self._engine.outcome, self._fates[Fate.LOST], self._fates[Fate.KEPT]
        every = [(facts, number) for fate in self._fates.values() for facts, number in fate.items()]
        unknown = sorted(self._lost_on.keys() - self._met, key=id_order)
        return Backtest(
            score=self._score,
            as_of=self._as_of,
            within=self._within,
            records=sum(number for _, number in every),
            marked=sum(number for facts, number in every if facts & MARKED),
            left_out=self._fates[Fate.LEFT_OUT].total(),
            lost_later=self._lost_later,
            unknown_ids=len(unknown),
            unknown_shown=tuple(unknown[:NAMED]),
            findings=findings_of(self._score, self._histogram(lost), self._histogram(kept)),
            deciles=deciles(self._ids, self._gone),
            rules=tuple(self._rules(lost, kept)),
            healthy_lost=sum(number for facts, number in lost.items() if outcome(facts).band is Band.HEALTHY),
            surprises=self._reasons(),
            later={name: self._later[name] for name in self._past if self._later[name]},
        )

    def _total(self, facts: int) -> int:
        return self._engine.outcomes[0].total(facts)[0]

    def _look_for_later(self, cells: tuple[str, ...]) -> None:
        today = self._as_of.toordinal()
        for name, text in zip(self._past, cells, strict=False):
            day = self._days.day_of(text)
            if day is not None and day > today:
                self._later[name] += 1

    def _lose(self, identity: str, facts: int, cells: tuple[str, ...]) -> None:
        outcome = self._engine.outcome(facts)
        self._gone.add(identity)
        if outcome.band is Band.HEALTHY:
            name = name_of(cells[len(self._past) :])
            record = Named(id=identity, name=name, points=outcome.total, band=outcome.band)
            self._surprises.add((-outcome.total[0], id_order(identity)), (record, facts))

    def _histogram(self, facts: Mapping[int, int]) -> list[int]:
        counts = [0] * (HIGHEST + 1)
        for each, number in facts.items():
            counts[self._total(each)] += number
        return counts

    def _rules(self, lost: Mapping[int, int], kept: Mapping[int, int]) -> Iterable[RuleTested]:
        lines = [(group.key, rule) for group in self._score.groups for rule in group.rules]
        fired, gone = [0] * len(lines), [0] * len(lines)
        for facts, number, is_lost in (
            *((*one, True) for one in lost.items()),
            *((*one, False) for one in kept.items()),
        ):
            mask = self._engine.outcome(facts).fired
            for at in range(len(lines)):
                if mask >> at & 1:
                    fired[at] += number
                    gone[at] += number if is_lost else 0
        everyone, losses = sum(lost.values()) + sum(kept.values()), sum(lost.values())
        for at, (group, rule) in enumerate(lines):
            silent = (losses - gone[at], everyone - fired[at])
            yield RuleTested(group=group, rule=rule, share=rule_share(rule.points, (gone[at], fired[at]), silent))

    def _reasons(self) -> tuple[Reason, ...]:
        lifts = Lifts(self._engine)
        return tuple(
            Reason(record=record, explained=explained(self._score, self._engine.outcome(facts)), lift=lifts.of(facts))
            for record, facts in self._surprises.found()
        )
