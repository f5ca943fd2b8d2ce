"""A score as one query for DuckDB: a third opinion. Every column is read as text, or `NO` would become false."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from tests.lab.by_hand import AS_OF

_NUMBER = "case when regexp_full_match({0}, '-?[0-9]+([.][0-9]+)?') then cast({0} as decimal(38, 16)) end"
_PLAIN = "'[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]+)?)?)?'"
_ZONED = "'[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]+)?)?(Z|[+-][0-9]{{2}}:?[0-9]{{2}})'"
_TIME = "(case when {0} like '____-__-__' then {0} || ' 00:00' else {0} end)"
_DAY = (
    f"case when regexp_full_match({{0}}, {_PLAIN}) and coalesce(substr({{0}}, 12, 2), '') < '24' then cast(try_cast({_TIME} as timestamp) as date)"
    f" when regexp_full_match({{0}}, {_ZONED}) and substr({{0}}, 12, 2) < '24' then cast(timezone('Europe/Oslo', try_cast({{0}} as timestamptz)) as date) end"
)
_READ = {"number": _NUMBER, "day": _DAY, "text": "{0}"}


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


@dataclass
class Row:
    id: str
    fired: list[bool]
    given: list[int]
    total: int


def results(score, folder: Path, sorts) -> list[Row]:
    """Every record, in the order of ids, which is that of the file."""
    connection = _connection()
    _load(connection, "records", folder / "records.csv", ["id", *sorts])
    _load(connection, "activity", folder / "activity.csv", ["id", "event", "time", "number"])
    rules = [[_rule(rule, sorts) for rule in group.rules] for group in score.groups]
    fired = ", ".join(f"{text} as r{at}_{to}" for at, group in enumerate(rules) for to, text in enumerate(group))
    given = ", ".join(
        f"least(greatest({' + '.join(f'if(r{at}_{to}, {rule.points}, 0)' for to, rule in enumerate(group.rules))}, {group.lowest}), {group.highest}) as g{at}"
        for at, group in enumerate(score.groups)
    )
    total = " + ".join(f"g{at}" for at in range(len(score.groups)))
    query = (
        f"with fired as (select id, {fired} from records r), given as (select *, {given} from fired)"
        f" select *, least(greatest({total}, 0), 100) as total from given order by id"
    )
    rows = connection.execute(query).fetchall()
    return [_row(row, [len(group) for group in rules]) for row in rows]


def _load(connection, table: str, path: Path, columns) -> None:
    texts = ", ".join(f"'{name}': 'varchar'" for name in columns)
    options = f"columns = {{{texts}}}, header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false"
    connection.execute(
        f"create or replace table {table} as from read_csv('{path}', {options}, nullstr = '\x01', all_varchar = true)"
    )


def _row(row, sizes) -> Row:
    at, fired = 1, []
    for size in sizes:
        fired.append([bool(one) for one in row[at : at + size]])
        at += size
    return Row(id=row[0], fired=fired, given=list(row[at : at + len(sizes)]), total=row[-1])


def _rule(rule, sorts) -> str:
    tests = [
        _count(test, sorts) if hasattr(test, "event") else _test(test, sorts[test.property], f'r."{test.property}"')
        for test in rule.tests
    ]
    return "(" + " and ".join(tests) + ")"


def _count(test, sorts) -> str:
    day = _DAY.format("a.time")
    where = "".join(f" and {_test(one, sorts[one.property], f'a.{one.property}')}" for one in test.where)
    number = (
        f"(select count(*) from activity a where a.id = r.id and a.event = {_text(test.event)}"
        f" and date '{AS_OF}' - ({day}) between 0 and {test.within_days}{where})"
    )
    word, counts = test.count.value, test.counts
    if word == "between":
        return f"({number} >= {counts[0]} and {number} <= {counts[1]})"
    return f"({number} {'>=' if word == 'at_least' else '<='} {counts[0]})"


def _test(test, sort: str, column: str) -> str:
    """True or false, never null."""
    word, wanted = test.comparison.value, [_literal(one, sort) for one in test.operands]
    value = f"(case when trim({column}, ' \t') <> '' then {_READ[sort].format(column)} end)"
    ahead, listed = f"(({value}) - date '{AS_OF}')", ", ".join(wanted) or "null"
    parts = f"list_filter(string_split({column}, ';'), lambda one: trim(one) <> '')"
    text = {
        "is_known": f"{value} is not null",
        "is_unknown": f"{value} is null",
        "is": f"{value} in ({listed})",
        "is_any_of": f"{value} in ({listed})",
        "is_not": f"{value} not in ({listed})",
        "is_none_of": f"{value} not in ({listed})" if wanted else f"{value} is not null",
        "at_least": f"{value} >= {wanted[0]}" if wanted else "",
        "at_most": f"{value} <= {wanted[0]}" if wanted else "",
        "between": f"({value} >= {wanted[0]} and {value} <= {wanted[-1]})" if wanted else "",
        "contains_any_of": f"({value} is not null and list_has_any({parts}, [{listed}]))",
        "contains_all_of": f"({value} is not null and list_has_all({parts}, [{listed}]))",
        "within_days": f"({ahead} between -{_days(test)} and 0)",
        "older_than_days": f"({ahead} < -{_days(test)})",
        "within_next_days": f"({ahead} between 0 and {_days(test)})",
        "more_than_days_ahead": f"({ahead} > {_days(test)})",
    }[word]
    return f"coalesce({text}, false)"


def _days(test):
    return test.operands[0] if test.operands else 0


def _literal(one, sort: str) -> str:
    return (
        f"date {_text(one)}"
        if sort == "day" and isinstance(one, str)
        else _text(one)
        if isinstance(one, str)
        else f"{one:f}"
    )


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
