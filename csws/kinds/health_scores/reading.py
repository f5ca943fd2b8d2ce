"""A health score from what there is of it: its block of YAML as plain data, or the flat fields of an item.

Tolerant: what is of the wrong type counts as absent, because the schema already reports it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from csws.kinds.health_scores.conditions import (
    COUNTS,
    DAYS,
    LISTS,
    WITHOUT_VALUE,
    Tests,
    condition_of,
    in_order,
)
from csws.kinds.health_scores.score import Comparison, EventTest, Group, Operand, PropertyTest, Rule, Score
from csws.kinds.health_scores.states import PUBLISHED
from csws.model.field import Value, whole_number
from csws.model.names import normal_name
from csws.model.paths import segments
from csws.model.settings import Item

_COMPARISONS = {item.value: item for item in Comparison}


def score_of(block: Any, key: str | None = None) -> Score:
    """The score that a block of YAML describes; groups and rules in its order."""
    data = _map(block)
    bands = _map(data.get("bands"))
    return Score(
        key=key,
        name=_name(data.get("name")),
        object=_text(data.get("object")),
        is_published=data.get("state") == PUBLISHED,
        segments=tuple(map(normal_name, _texts(data.get("segments")))),
        healthy=whole_number(bands.get("healthy")),
        at_risk=whole_number(bands.get("at_risk")),
        groups=tuple(_group(name, group) for name, group in _map(data.get("groups")).items() if _is_map(group)),
    )


def rule_places(block: Any, key: str) -> list[int]:
    """Where the rules of a group that can be read are in its list."""
    rules = _listed_in(_map(_map(_map(block).get("groups")).get(key)))
    return [at for at, one in enumerate(rules) if rule_of(one) is not None]


def _listed_in(group: Mapping[str, Any]) -> list[Any]:
    rules = group.get("rules")
    return rules if isinstance(rules, list) else []


def _group(key: str, data: Mapping[str, Any]) -> Group:
    highest = whole_number(data.get("max")) or 0
    lowest = whole_number(data.get("min"))
    return Group(
        key=key,
        name=_name(data.get("name")),
        kind=_text(data.get("kind")),
        highest=highest,
        lowest=-highest if lowest is None else lowest,
        rules=tuple(rule for one in _listed_in(data) if (rule := rule_of(one)) is not None),
    )


def rule_of(data: Any) -> Rule | None:
    """The rule that a line of YAML describes; None where it lacks its points or a condition."""
    points, tests = whole_number(_map(data).get("points")), tests_of(_map(data))
    return Rule(tests=tests, points=points) if tests and points is not None else None


def tests_of(data: Any) -> Tests:
    """What a line of YAML asks, in order; empty where it cannot be read."""
    data = _map(data)
    if "event" in data:
        event = _event(data)
        return (event,) if event else ()
    parts = data.get("when") if isinstance(data.get("when"), list) else [data]
    found = [_test(part) for part in parts or () if isinstance(part, Mapping)]
    tests = tuple(test for test in found if test is not None)
    return tests if len(tests) == len(parts or ()) else ()


def _test(data: Mapping[str, Any]) -> PropertyTest | None:
    name, compared = data.get("property"), list(_compared(data))
    if not isinstance(name, str) or not name or len(compared) != 1:
        return None
    return PropertyTest(property=name, comparison=compared[0][0], operands=compared[0][1])


def _compared(data: Mapping[str, Any]) -> Iterator[tuple[Comparison, tuple[Operand, ...]]]:
    for word, value in data.items():
        comparison = _COMPARISONS.get(word)
        operands = None if comparison is None else _operands(comparison, value)
        if comparison is not None and operands is not None:
            yield comparison, operands


def _operands(comparison: Comparison, value: Any) -> tuple[Operand, ...] | None:
    if comparison in WITHOUT_VALUE:
        return () if value is True else None
    if comparison is Comparison.BETWEEN or comparison in LISTS:
        found = [_operand(one) for one in value] if isinstance(value, list) else []
        operands = [one for one in found if one is not None]
        if len(operands) < len(found) or not operands or (comparison is Comparison.BETWEEN and len(found) != 2):
            return None
        return in_order(operands) if comparison in LISTS else tuple(operands)
    one = _operand(value)
    if one is None or (comparison in DAYS and isinstance(one, str)):
        return None
    return (one,)


def _operand(value: Any) -> Operand | None:
    """A check box has the texts `true` and `false` in HubSpot."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return Decimal(repr(value)) if math.isfinite(value) else repr(value)
    return value if isinstance(value, str) else None


def _event(data: Mapping[str, Any]) -> EventTest | None:
    days = whole_number(data.get("within_days"))
    counts = [found for item in COUNTS if (found := _count(item, data.get(item.value))) is not None]
    where = [test for name, one in _map(data.get("where")).items() for test in _where(name, one)]
    name = data.get("event")
    if not isinstance(name, str) or not name or days is None or len(counts) != 1 or None in where:
        return None
    return EventTest(
        event=name,
        count=counts[0][0],
        counts=counts[0][1],
        within_days=days,
        where=tuple(test for test in where if test is not None),
    )


def _where(name: str, compared: Any) -> Iterator[PropertyTest | None]:
    """One test for each comparison; None where one cannot be read."""
    found = list(_compared(_map(compared)))
    if not found or len(found) != len(_map(compared)):
        yield None
    for comparison, operands in found:
        yield PropertyTest(property=name, comparison=comparison, operands=operands)


def _count(comparison: Comparison, value: Any) -> tuple[Comparison, tuple[int, ...]] | None:
    listed = value if comparison is Comparison.BETWEEN and isinstance(value, list) else [value]
    numbers = [number for one in listed if (number := whole_number(one)) is not None]
    wanted = 2 if comparison is Comparison.BETWEEN else 1
    return (comparison, tuple(numbers)) if len(numbers) == len(listed) == wanted else None


def score_of_item(item: Item) -> Score:
    """The score that flat fields describe; groups by key, rules by their conditions."""
    fields = item.fields
    groups: dict[str, dict[str, Value]] = {}
    rules: dict[str, list[Rule]] = {}
    for path, value in sorted(fields.items()):
        parts = segments(path)
        if parts[0] == "groups" and value is not None:
            groups.setdefault(parts[1], {})[parts[2]] = value
            if len(parts) > 3 and isinstance(value, int):
                rules.setdefault(parts[1], []).extend(_rule_at(parts[3], value))
    return Score(
        key=item.key,
        name=_text(fields.get("name")),
        object=_text(fields.get("object")),
        is_published=fields.get("state") == PUBLISHED,
        segments=_listed(fields.get("segments")),
        healthy=whole_number(fields.get("bands.healthy")),
        at_risk=whole_number(fields.get("bands.at_risk")),
        groups=tuple(_flat_group(key, own, tuple(rules.get(key, ()))) for key, own in groups.items()),
    )


def _rule_at(segment: str, points: int) -> Iterator[Rule]:
    with suppress(ValueError):
        yield Rule(tests=condition_of(segment[1:-1]), points=points)


def _flat_group(key: str, own: Mapping[str, Value], rules: tuple[Rule, ...]) -> Group:
    highest, lowest = whole_number(own.get("max")) or 0, whole_number(own.get("min"))
    return Group(
        key=key,
        name=_text(own.get("name")),
        kind=_text(own.get("kind")),
        highest=highest,
        lowest=-highest if lowest is None else lowest,
        rules=rules,
    )


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    return normal_name(_text(value))


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _listed(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
