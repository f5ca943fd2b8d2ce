"""The totals of all records, counted by DuckDB."""

from __future__ import annotations

import csv
import json
import sys

import duckdb

from benchmarks.scores.rules import AS_OF, GROUPS, RULES, Test


def read(column: str, holds: str) -> str:
    if holds == "number":
        return f"try_cast({column} as decimal(18, 4))"
    if holds == "day":
        return f"(try_cast(substr({column}, 1, 10) as date) - date '{AS_OF}')"
    return f"string_split({column}, ';')" if holds == "several" else column


def holds(test: Test) -> str:
    cells, value = read(test.column, test.holds), test.value
    texts = ", ".join(f"'{one}'" for one in value) if isinstance(value, list) else ""
    return {
        "at_least": f"{cells} >= {value}",
        "at_most": f"{cells} <= {value}",
        "is_unknown": f"{cells} = ''",
        "is_any_of": f"{cells} in ({texts})",
        "is_none_of": f"{cells} not in ({texts}, '')",
        "within_days": f"{cells} between -{value} and 0",
        "older_than_days": f"{cells} < -{value}",
        "within_next_days": f"{cells} between 0 and {value}",
        "contains_any_of": f"list_has_any({cells}, [{texts}])",
        "contains_all_of": f"list_has_all({cells}, [{texts}])",
    }[test.word]


def given(name: str) -> str:
    rules = [rule for rule in RULES if rule.group == name]
    points = " + ".join(f"if({' and '.join(map(holds, rule.tests))}, {rule.points}, 0)" for rule in rules)
    most, least = GROUPS[name]
    return f"least(greatest({points}, {least}), {most})"


with open(sys.argv[1], encoding="utf-8", newline="") as file:
    columns = dict.fromkeys(next(csv.reader(file)), "varchar")
source = f"read_csv('{sys.argv[1]}', columns = {columns}, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '\x01')"
total = f"least(greatest({' + '.join(map(given, GROUPS))}, 0), 100)"
rows = duckdb.sql(f"select {total} as total, count(*) from {source} group by total").fetchall()
print(json.dumps({str(points): number for points, number in rows}))
