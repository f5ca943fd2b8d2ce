"""The totals of all records, counted by polars, streaming."""

from __future__ import annotations

import json
import sys
from typing import Any

import polars as pl

from benchmarks.scores.rules import AS_OF, COLUMNS, GROUPS, RULES, Test


def read(column: str, holds: str) -> Any:
    cells = pl.col(column).fill_null("")
    if holds == "number":
        return cells.cast(pl.Float64, strict=False)
    if holds == "day":
        return (cells.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False) - pl.lit(AS_OF)).dt.total_days()
    return cells.str.split(";") if holds == "several" else cells


def holds(test: Test) -> Any:
    cells, value = read(test.column, test.holds), test.value
    match test.word:
        case "at_least":
            return cells >= value
        case "at_most":
            return cells <= value
        case "is_unknown":
            return cells == ""
        case "is_any_of":
            return cells.is_in(value)
        case "is_none_of":
            return ~cells.is_in([*value, ""])  # type: ignore[misc]
        case "within_days":
            return (cells <= 0) & (cells >= -value)  # type: ignore[operator]
        case "older_than_days":
            return cells < -value  # type: ignore[operator]
        case "within_next_days":
            return (cells >= 0) & (cells <= value)
    found = [cells.list.contains(one) for one in value]  # type: ignore[attr-defined]
    return pl.any_horizontal(found) if test.word == "contains_any_of" else pl.all_horizontal(found)


def given(name: str) -> Any:
    fires = [
        (pl.all_horizontal([holds(test) for test in rule.tests]).fill_null(False) * rule.points)
        for rule in RULES
        if rule.group == name
    ]
    most, least = GROUPS[name]
    return pl.sum_horizontal(fires).clip(least, most)


scan = pl.scan_csv(sys.argv[1], infer_schema=False).select(COLUMNS)
total = pl.sum_horizontal([given(name) for name in GROUPS]).clip(0, 100).alias("total")
counts = scan.select(total).group_by("total").len().collect(engine="streaming")
print(json.dumps({str(points): number for points, number in counts.iter_rows()}))
