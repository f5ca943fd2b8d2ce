"""HubSpot's own number of a score against csws's, record by record, and what explains where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum

from csws.kinds.health_scores.bands import held
from csws.kinds.health_scores.conditions import DAYS
from csws.kinds.health_scores.score import HIGHEST, EventTest, PropertyTest, Rule, Score
from csws.lab.assumed import NEGATIVE
from csws.lab.ids import id_order
from csws.lab.named import Named, Smallest, name_of
from csws.lab.scoring.engine import Engine
from csws.lab.scoring.facts import MARKED
from csws.lab.scoring.outcome import Outcome
from csws.model.frozen import frozen
from csws.records.records import Records
from csws.records.values import is_number

SHOWN = 10  # records that differ


class Cause(Enum):
    """What would make csws's number HubSpot's."""

    FIRES = "fires"  # in HubSpot the rule fires
    SILENT = "silent"  # in HubSpot the rule does not fire, or is not there
    NO_MAXIMUM = "no_maximum"  # the group is not held at its maximum
    NO_MINIMUM = "no_minimum"
    NO_GROUP = "no_group"  # the group gives nothing
    NOT_HELD = "not_held"  # the total is not held within 0 and 100


class Assumption(Enum):
    """What csws assumes where such a rule is judged (docs/assumptions.md)."""

    DAYS = "days"  # calendar days in the account's time zone
    NO_VALUE = "no_value"  # `is_not` and `is_none_of` do not hold where there is no value


@frozen
class Pointer:
    """One cause. It explains `records` of those that differ; with it, `against` of those that agree would differ."""

    cause: Cause
    group: str | None
    rule: Rule | None
    assumption: Assumption | None
    records: int
    against: int


@frozen
class Difference:
    """A record in which the two numbers differ."""

    record: Named
    hubspot: Decimal


@frozen
class Verification:
    """`without` are the records without a number of HubSpot's, `unreadable` those in which it is none, `unclear` those
    whose events are not known. `pointers` are the causes that explain most, the best first; `unexplained` counts the
    records that none explains."""

    score: Score
    records: int
    marked: int
    agree: int
    differ: int
    without: int
    unreadable: int
    unclear: int
    pointers: tuple[Pointer, ...]
    unexplained: int
    shown: tuple[Difference, ...]


@frozen(kw_only=False)
class _Reason:
    """A cause; `rule` is the place of a rule in the score."""

    cause: Cause
    group: str | None = None
    rule: int | None = None


class Verifying:
    """One pass over records. The engine asks one score; `kept_in` is the property with HubSpot's number."""

    def __init__(self, engine: Engine, kept_in: str, names: Sequence[str] = ()) -> None:
        self._engine, self._columns = engine, (kept_in, *names)
        self._score = engine.question.scores[0]
        self._lines = [(group, rule) for group in self._score.groups for rule in group.rules]
        self._pairs: Counter[tuple[int, Decimal]] = Counter()
        self._records = self._marked = self._without = self._unreadable = self._unclear = 0
        self._shown: Smallest[Difference] = Smallest(SHOWN)

    def take(self, records: Records) -> None:
        """Takes every record. Raises RecordsUnreadable."""
        totals = self._engine.outcomes[0].total
        for identity, facts, (text, *name) in self._engine.each(records, self._columns):
            total, number = totals(facts), _number(text)
            self._records += 1
            self._marked += facts & MARKED
            if not text.strip():
                self._without += 1
            elif number is None:
                self._unreadable += 1
            elif total[0] != total[1]:
                self._unclear += 1
            else:
                self._pairs[facts, number] += 1
                if number != total[0]:
                    band = self._engine.outcomes[0].band(total)
                    record = Named(id=identity, name=name_of(name), points=total, band=band)
                    key = (-abs(number - total[0]), id_order(identity))
                    self._shown.add(key, Difference(record=record, hubspot=number))

    def found(self) -> Verification:
        agreeing = [(facts, n) for (facts, number), n in self._pairs.items() if self._total(facts) == number]
        differing = [(facts, number, n) for (facts, number), n in self._pairs.items() if self._total(facts) != number]
        explains, unexplained = self._explained(differing)
        against: Counter[_Reason] = Counter()
        for facts, n in agreeing:
            for reason, total in self._others(facts):
                if reason in explains and total != self._total(facts):
                    against[reason] += n
        best = sorted(explains, key=lambda one: (against[one] - explains[one], against[one], list(explains).index(one)))
        return Verification(
            score=self._score,
            records=self._records,
            marked=self._marked,
            agree=sum(n for _, n in agreeing),
            differ=sum(n for _, _, n in differing),
            without=self._without,
            unreadable=self._unreadable,
            unclear=self._unclear,
            pointers=tuple(self._pointer(one, explains[one], against[one]) for one in best),
            unexplained=unexplained,
            shown=self._shown.found(),
        )

    def _total(self, facts: int) -> int:
        return self._engine.outcomes[0].total(facts)[0]

    def _explained(self, differing: list[tuple[int, Decimal, int]]) -> tuple[Counter[_Reason], int]:
        """How many records each reason explains, and how many none does."""
        explains: Counter[_Reason] = Counter()
        unexplained = 0
        for facts, number, n in differing:
            reasons = [reason for reason, total in self._others(facts) if total == number]
            explains.update(dict.fromkeys(reasons, n))
            unexplained += 0 if reasons else n
        return explains, unexplained

    def _others(self, facts: int) -> Iterator[tuple[_Reason, int]]:
        """The total of a record as it would be for each reason."""
        outcome = self._engine.outcome(facts)
        whole = sum(group.given[0] for group in outcome.groups)
        yield from self._by_rules(outcome, whole)
        for group, found in zip(self._score.groups, outcome.groups, strict=True):
            given = found.given[0]
            rest = whole - given
            if found.sum > group.highest:
                yield _Reason(Cause.NO_MAXIMUM, group.key), held(rest + found.sum, 0, HIGHEST)
            if found.sum < group.lowest:
                yield _Reason(Cause.NO_MINIMUM, group.key), held(rest + found.sum, 0, HIGHEST)
            if given:
                yield _Reason(Cause.NO_GROUP, group.key), held(rest, 0, HIGHEST)
        if whole != outcome.total[0]:
            yield _Reason(Cause.NOT_HELD), whole

    def _by_rules(self, outcome: Outcome, whole: int) -> Iterator[tuple[_Reason, int]]:
        found = {group.key: group for group in outcome.groups}
        for at, (group, rule) in enumerate(self._lines):
            mine, fires = found[group.key], outcome.fired >> at & 1
            points = mine.sum + (-rule.points if fires else rule.points)
            total = whole - mine.given[0] + held(points, group.lowest, group.highest)
            yield _Reason(Cause.SILENT if fires else Cause.FIRES, group.key, at), held(total, 0, HIGHEST)

    def _pointer(self, reason: _Reason, records: int, against: int) -> Pointer:
        rule = None if reason.rule is None else self._lines[reason.rule][1]
        return Pointer(
            cause=reason.cause,
            group=reason.group,
            rule=rule,
            assumption=_assumption(reason.cause, rule),
            records=records,
            against=against,
        )


def _number(text: str) -> Decimal | None:
    return Decimal(text.strip()) if is_number(text.strip()) else None


def _assumption(cause: Cause, rule: Rule | None) -> Assumption | None:
    """What is assumed where this rule is judged: no value only matters where it does not fire."""
    tests = rule.tests if rule else ()
    if any(isinstance(test, EventTest) or test.comparison in DAYS for test in tests):
        return Assumption.DAYS
    negative = any(isinstance(test, PropertyTest) and test.comparison in NEGATIVE for test in tests)
    return Assumption.NO_VALUE if negative and cause is Cause.FIRES else None
