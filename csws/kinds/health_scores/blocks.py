"""A score's flat fields as the data of its block of YAML, and where each field is in a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from csws.kinds.health_scores.conditions import LISTS, WITHOUT_VALUE, Tests, condition_of, condition_text
from csws.kinds.health_scores.paths import GROUPS, RULES, condition_at, group_of
from csws.kinds.health_scores.reading import tests_of
from csws.kinds.health_scores.score import Comparison, EventTest, Operand, PropertyTest
from csws.model.address import KEY
from csws.model.block import put_at
from csws.model.diagnostic import Path
from csws.model.field import Value
from csws.model.fields import Fields
from csws.model.paths import segments


def rules_in(block: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """The path of each rule of a block, with where its points are."""
    for key, group in groups_in(block):
        rules = group.get(RULES)
        for at, line in enumerate(rules if isinstance(rules, list) else ()):
            with suppress(ValueError):
                if tests := tests_of(line):
                    yield rule_path(key, tests), (GROUPS, key, RULES, at, "points")


def rule_path(key: str, tests: Tests) -> str:
    """Raises ValueError for tests that have no text."""
    return f"{GROUPS}.{key}.{RULES}.[{condition_text(tests)}]"


def groups_in(block: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The groups of a block by key, but for those that null removes."""
    groups = block.get(GROUPS)
    for key, group in groups.items() if isinstance(groups, Mapping) else ():
        if KEY.match(key) and isinstance(group, Mapping):
            yield key, group


def block_of(fields: Fields) -> dict[str, Any]:
    """Fields as the data of a block; rules on a line each."""
    out: dict[str, Any] = {}
    for path, value in fields.items():
        condition, key = condition_at(path), group_of(path)
        if condition is None:
            put_at(out, segments(path), list(value) if isinstance(value, tuple) else value)
        else:
            group = out.setdefault(GROUPS, {}).setdefault(key, {})
            group.setdefault(RULES, []).append(rule_data(condition, value))
    return out


def rule_data(condition: str, points: Value) -> dict[str, Any]:
    """A rule, by the text of its condition, as the data of its line."""
    tests = condition_of(condition)
    first = tests[0]
    if isinstance(first, EventTest):
        return {**_event_data(first), "points": points}
    if len(tests) == 1:
        return {**_property_data(first), "points": points}
    return {"when": [_property_data(test) for test in tests if isinstance(test, PropertyTest)], "points": points}


def _property_data(test: PropertyTest) -> dict[str, Any]:
    return {"property": test.property, test.comparison.value: _compared(test)}


def _compared(test: PropertyTest) -> Any:
    if test.comparison in WITHOUT_VALUE:
        return True
    values = list(map(_plain, test.operands))
    return values if test.comparison in LISTS or test.comparison is Comparison.BETWEEN else values[0]


def _plain(value: Operand) -> str | int | float:
    if isinstance(value, str):
        return value
    return int(value) if value == int(value) else float(value)


def _event_data(test: EventTest) -> dict[str, Any]:
    count = list(test.counts) if test.count is Comparison.BETWEEN else test.counts[0]
    out: dict[str, Any] = {"event": test.event, test.count.value: count, "within_days": test.within_days}
    where: dict[str, Any] = {}
    for one in test.where:
        where.setdefault(one.property, {})[one.comparison.value] = _compared(one)
    return {**out, **({"where": where} if where else {})}
