"""What a score can do, by trying every record of a small world: a slow, separate reading of SCORES §2 that shares no
code with csws.

A record has a text or None for each property, and for each event a count for each different (`where`, days). A property
that is compared by days from today and by the calendar has one date for each.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise, product

TODAY = date(2026, 11, 26)
DAY_WORDS = ("within_days", "older_than_days", "within_next_days", "more_than_days_ahead")


def holds(test, value) -> bool:
    """Whether a property's comparison holds for its value, a text or None."""
    word, wanted = test.comparison.value, list(test.operands)
    if value is None or not value.strip():
        return word == "is_unknown"
    if word in ("is_known", "is_unknown"):
        return word == "is_known"
    if word in DAY_WORDS:
        ago = (TODAY - date.fromisoformat(value)).days
        number = wanted[0]
        return {
            "within_days": ago in range(int(number) + 1),
            "older_than_days": ago > number,
            "within_next_days": -ago in range(int(number) + 1),
            "more_than_days_ahead": -ago > number,
        }[word]
    if word in ("contains_any_of", "contains_all_of"):
        has = set(value.split(";"))
        return bool(has & set(wanted)) if word == "contains_any_of" else set(wanted) <= has
    if wanted and all(isinstance(one, Decimal) for one in wanted):
        value = Decimal(value)
    return {
        "is": lambda: value == wanted[0],
        "is_not": lambda: value != wanted[0],
        "is_any_of": lambda: value in wanted,
        "is_none_of": lambda: value not in wanted,
        "at_least": lambda: value >= wanted[0],
        "at_most": lambda: value <= wanted[0],
        "between": lambda: wanted[0] <= value <= wanted[1],
    }[word]()


def samples(tests) -> list:
    """Values among which are all that the comparisons of one property can tell apart; a date has two, by days and by the
    calendar."""
    by_day = [test for test in tests if test.comparison.value in DAY_WORDS]
    others = [test for test in tests if test not in by_day]
    days = [None, *(str(TODAY + timedelta(days=n)) for n in _near_days(by_day))]
    plain = [None, *_plain(others)]
    return [pair for pair in product(days, plain) if (pair[0] is None) == (pair[1] is None)]


def _near_days(tests):
    numbers = {int(test.operands[0]) for test in tests}
    return sorted({sign * (number + more) for number in numbers for sign in (1, -1) for more in (-1, 0, 1)} | {0})


def _plain(tests):
    words = {test.comparison.value for test in tests}
    operands = {one for test in tests for one in test.operands}
    texts = {one for one in operands if isinstance(one, str)}
    if words & {"contains_any_of", "contains_all_of"}:
        kept = sorted(one for one in texts if one.strip() and ";" not in one)
        return [";".join([*some, "else"]) for size in range(len(kept) + 1) for some in combinations(kept, size)]
    if texts and words & {"at_least", "at_most", "between"}:
        return [str(date.fromisoformat(one) + timedelta(days=n)) for one in texts for n in (-1, 0, 1)]
    if texts:
        return [*sorted(texts), "something else"]
    numbers = sorted(operands) or [Decimal(1)]
    between = [(one + other) / 2 for one, other in pairwise(numbers)]
    return [format(one, "f") for one in (numbers[0] - 1, *numbers, *between, numbers[-1] + 1)]


def event_samples(tests) -> list[dict]:
    """Every lawful vector of counts, up to one more than is compared with."""
    places = sorted({(str(test.where), test.within_days) for test in tests})
    impossible = {str(test.where) for test in tests if not _can_pass(test.where)}
    most = max(max(test.counts) for test in tests) + 1
    found = []
    for counts in product(range(max(most, 0) + 1), repeat=len(places)):
        vector = dict(zip(places, counts, strict=True))
        if _is_lawful(vector) and not any(count for (where, _), count in vector.items() if where in impossible):
            found.append(vector)
    return found


def _is_lawful(vector) -> bool:
    for (where, days), count in vector.items():
        for (other, longer), more in vector.items():
            if days <= longer and other in (where, "()") and count > more:
                return False
    return True


def _can_pass(where) -> bool:
    names = {test.property for test in where}
    return all(
        any(all(passes(test, pair) for test in where if test.property == name) for pair in samples(_of(where, name)))
        for name in names
    )


def _of(where, name):
    return [test for test in where if test.property == name]


def passes(test, pair) -> bool:
    return holds(test, pair[0] if test.comparison.value in DAY_WORDS else pair[1])


def counts(test, vector) -> bool:
    count, wanted = vector[(str(test.where), test.within_days)], test.counts
    return {
        "at_least": lambda: count >= wanted[0],
        "at_most": lambda: count <= wanted[0],
        "between": lambda: wanted[0] <= count <= wanted[1],
    }[test.count.value]()


class World:
    """All records that a score can tell apart, with what fires for each."""

    def __init__(self, score) -> None:
        self.score = score
        tests = [test for group in score.groups for rule in group.rules for test in rule.tests]
        properties = [test for test in tests if hasattr(test, "property")]
        events = [test for test in tests if hasattr(test, "event")]
        self.places = {("property", name): samples(_of(properties, name)) for name in {t.property for t in properties}}
        self.places |= {
            ("event", name): event_samples([t for t in events if t.event == name]) for name in {t.event for t in events}
        }
        self.size = 1
        for found in self.places.values():
            self.size *= len(found)

    def firing(self):
        """Every record, by its value at each place, with the rules that fire: (group, rule's place) → whether."""
        truth = {
            (of, at, test): self._holds(test, value)
            for group in self.score.groups
            for rule in group.rules
            for test in rule.tests
            for of in [_place(test)]
            for at, value in enumerate(self.places[of])
        }
        rules = {(group.key, at): rule for group in self.score.groups for at, rule in enumerate(group.rules)}
        for picked in product(*(range(len(found)) for found in self.places.values())):
            at = dict(zip(self.places, picked, strict=True))
            yield (
                at,
                frozenset(
                    name
                    for name, rule in rules.items()
                    if all(truth[_place(test), at[_place(test)], test] for test in rule.tests)
                ),
            )

    @staticmethod
    def _holds(test, value) -> bool:
        return passes(test, value) if hasattr(test, "property") else counts(test, value)

    def sum(self, group, fired) -> int:
        return sum(rule.points for at, rule in enumerate(group.rules) if (group.key, at) in fired)

    def given(self, group, fired) -> int:
        return min(max(self.sum(group, fired), group.lowest), group.highest)

    def total(self, fired) -> int:
        return min(max(sum(self.given(group, fired) for group in self.score.groups), 0), 100)

    def band(self, fired) -> str:
        total = self.total(fired)
        return "healthy" if total >= self.score.healthy else "at_risk" if total < self.score.at_risk else "neutral"

    def facts(self) -> dict:
        """What each law asks."""
        records = list(self.firing())
        every = {fired for _, fired in records}
        return {
            "fire": set().union(*every),
            "matter": {name for fired in every for name in fired if self.total(fired) != self.total(fired - {name})},
            "totals": set(map(self.total, every)),
            "bands": set(map(self.band, every)),
            "nothing": {
                (self.total(fired), self.band(fired))
                for at, fired in records
                if all(_is_nothing(self.places[of][index]) for of, index in at.items())
            },
            "most": {group.key: max(self.given(group, fired) for fired in every) for group in self.score.groups},
            "deciding": set(self._deciding([(at, self.band(fired)) for at, fired in records])),
        }

    def _deciding(self, records):
        for kind, name in self.places:
            if kind == "property":
                seen = {}
                for at, band in records:
                    seen.setdefault(at[kind, name], set()).add(band)
                for only in (min(found) for found in seen.values() if len(found) == 1):
                    if any(only not in found for found in seen.values()):
                        yield name, only


def _place(test):
    return ("property", test.property) if hasattr(test, "property") else ("event", test.event)


def _is_nothing(value) -> bool:
    return value == (None, None) if isinstance(value, tuple) else not any(value.values())
