"""The totals of all records, counted by pandas."""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd

from benchmarks.scores.rules import AS_OF, COLUMNS, GROUPS, RULES, Test

frame = pd.read_csv(sys.argv[1], usecols=list(COLUMNS), dtype=str, keep_default_na=False)


def read(column: str, holds: str) -> Any:
    if holds == "number":
        return pd.to_numeric(frame[column], errors="coerce")
    if holds == "day":
        return (pd.to_datetime(frame[column].str[:10], errors="coerce") - pd.Timestamp(AS_OF)).dt.days
    return ";" + frame[column] + ";" if holds == "several" else frame[column]


values = {(test.column, test.holds): read(test.column, test.holds) for rule in RULES for test in rule.tests}


def holds(test: Test) -> Any:
    cells, value = values[test.column, test.holds], test.value
    match test.word:
        case "at_least":
            return cells >= value
        case "at_most":
            return cells <= value
        case "is_unknown":
            return cells == ""
        case "is_any_of":
            return cells.isin(value)
        case "is_none_of":
            return ~cells.isin([*value, ""])  # type: ignore[misc]
        case "within_days":
            return (cells <= 0) & (cells >= -value)  # type: ignore[operator]
        case "older_than_days":
            return cells < -value  # type: ignore[operator]
        case "within_next_days":
            return (cells >= 0) & (cells <= value)
    found = [cells.str.contains(f";{one};", regex=False) for one in value]  # type: ignore[attr-defined]
    return (
        pd.concat(found, axis=1).any(axis=1) if test.word == "contains_any_of" else pd.concat(found, axis=1).all(axis=1)
    )


sums = {name: pd.Series(0, index=frame.index) for name in GROUPS}
for rule in RULES:
    fires = pd.concat([holds(test) for test in rule.tests], axis=1).all(axis=1)
    sums[rule.group] += fires * rule.points
total = sum(sums[name].clip(least, most) for name, (most, least) in GROUPS.items()).clip(0, 100)  # type: ignore[union-attr]
print(json.dumps({str(points): int(number) for points, number in total.value_counts().items()}))
