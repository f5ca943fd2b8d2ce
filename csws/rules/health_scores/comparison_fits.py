"""CSW706: the comparison fits the property's type."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.cells import day_of
from csws.kinds.health_scores.conditions import WITHOUT_VALUE
from csws.kinds.health_scores.fitting import COMPARISONS, RANGES, Sort, sort_of_property
from csws.model.catalog import Property
from csws.model.diagnostic import Severity
from csws.model.meant import titled
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import Compared, property_of, scores

RULE = Rule(
    code="CSW706",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the comparison fits the property's type",
    reason="HubSpot offers each type of property its own comparisons.",
    source="HubSpot: Property filters and conditions",
    hint="Use a comparison that the type has.",
    bad="{property: support_plan, at_least: 3, points: 5}   # one option",
    good="{property: support_plan, is: premium, points: 5}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        for line in one.lines:
            for compared in line.comparisons():
                found = property_of(subject, one, compared)
                sort = sort_of_property(found.type, found.field_type) if found else None
                if found is not None and sort is not None:
                    yield from _fits(compared, found, sort)


def _fits(compared: Compared, found: Property, sort: Sort) -> Iterator[Finding]:
    test, name = compared.test, titled(found)
    if not test.operands:
        return
    if test.comparison not in COMPARISONS[sort]:
        words = ", ".join(f"`{one.value}`" for one in (*COMPARISONS[sort], *WITHOUT_VALUE))
        message = f"`{name}` cannot be compared with `{test.comparison.value}`: it is {sort.value}."
        yield Finding(path=compared.value, message=message, hint=f"Comparisons that fit: {words}.")
    elif sort is Sort.NUMBER and any(isinstance(value, str) for value in test.operands):
        message = f"`{name}` is a number, but this compares it with a text."
        yield Finding(path=compared.value, message=message, hint="Write the number without quotes.")
    elif sort is Sort.TEXT and any(not isinstance(value, str) for value in test.operands):
        message = f"`{name}` is a text, but YAML reads this value as a number."
        yield Finding(path=compared.value, message=message, hint="Write the value in quotes.")
    elif sort is Sort.DATE and test.comparison in RANGES and None in map(day_of, test.operands):
        message = f"`{name}` is a date, but this compares it with something else."
        yield Finding(path=compared.value, message=message, hint='Write the day in quotes, as `"2026-01-31"`.')
