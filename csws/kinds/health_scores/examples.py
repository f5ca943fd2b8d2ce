"""A value that stands for a cell, as people read it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from enum import Enum
from math import ceil, floor
from typing import Any

from csws.kinds.health_scores.cells import Sample, Sort
from csws.kinds.health_scores.conditions import number_text


class Example(Enum):
    """What an example says."""

    VALUE = "value"
    DAYS_AGO = "days ago"
    DAYS_AHEAD = "days ahead"
    OTHER = "a value that no rule names"
    ANY = "any value"


def example_of(samples: tuple[Sample, ...]) -> tuple[Example, str]:
    """One value of the cell with these samples, and how to read it. A property that is compared in two ways has two
    samples; the first that says something counts."""
    examples = [_example(one) for one in samples]
    told = [one for one in examples if one[0] not in (Example.ANY, Example.OTHER)]
    return next(iter((*told, *examples)), (Example.ANY, ""))


def _example(sample: Sample) -> tuple[Example, str]:
    value = sample.value
    if sample.sort is Sort.OPTION:
        return (Example.OTHER, "") if value is None else (Example.VALUE, str(value))
    if sample.sort is Sort.SEVERAL:
        return (Example.VALUE, ";".join(map(str, value))) if value else (Example.OTHER, "")
    if value is None or value == (None, None):
        return Example.ANY, ""
    if sample.sort is Sort.NUMBER:
        return Example.VALUE, number_text(_number(*value))
    day = value[0] if value[0] is not None else value[1] - 1
    if sample.sort is Sort.CALENDAR:
        return Example.VALUE, date.fromordinal(max(day, 1)).isoformat()
    return (Example.DAYS_AHEAD, str(day)) if day > 0 else (Example.DAYS_AGO, str(-day))


def _number(low: Any, high: Any) -> Decimal:
    """A number of a stretch: an end that belongs to it, or a whole one where there is one."""
    if low is not None and low[1] == 0:
        return Decimal(low[0])
    if high is not None and high[1] == 1:
        return Decimal(high[0])
    if low is None:
        return Decimal(ceil(high[0]) - 1)
    above = Decimal(floor(low[0]) + 1)
    if high is None or above < high[0]:
        return above
    with localcontext() as exact:
        exact.prec = len(str(low[0])) + len(str(high[0])) + 1
        return Decimal(low[0] + high[0]) / 2
