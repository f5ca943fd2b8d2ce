"""Trying a score on records. Writes only the file that somebody names."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from csws.errors import CswsError, UsageFault
from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.score import Score
from csws.lab.results import Tried
from csws.lab.scoring.engine import Engine
from csws.lab.scoring.groups import Points
from csws.lab.scoring.hours import by_hours
from csws.lab.scoring.outcome import Outcome
from csws.lab.trying import Trying
from csws.load.atomic_write import write_named
from csws.workflow.own_files import check_is_no_part
from csws.workflow.score_asked import Asked, score_asked
from csws.workflow.score_records import Given, Posed, strictly


def try_score(
    root: Path,
    patterns: list[str] | None,
    now: datetime,
    key: str,
    given: Given,
    *,
    as_of: date | None = None,
    explain: tuple[str, ...] = (),
    out: Path | None = None,
) -> Tried:
    """What the score gives to the records. `explain` are ids; `out` gets a line for each record. Raises as `score_asked`
    does, and RecordsUnreadable."""
    asked = score_asked(root, patterns, now, key, as_of)
    if out is not None:
        _check_out(asked, given, out)
    with strictly(given):
        posed = Posed(asked, given, (asked.score, by_hours(asked.score)))
        trying = Trying(posed.engine, posed.names, explain)
        rows = trying.rows(posed.records)
        if out is None:
            deque(rows, maxlen=0)
        else:
            _write(out, _lines(asked.score, posed.engine, rows))
        return Tried(about=posed.about(), trial=trying.found())


def _check_out(asked: Asked, given: Given, out: Path) -> None:
    if out.resolve() in [path.resolve() for path in (*given.records, *given.activity)]:
        message = f"`{out.as_posix()}` is a file that is read."
        raise UsageFault(message, hint="Give another file to --out.")
    check_is_no_part(asked.opened, asked.account, out)


def _write(out: Path, lines: Iterable[str]) -> None:
    try:
        write_named(out, lines)
    except OSError as error:
        message = f"`{out.as_posix()}` cannot be written: {error.strerror}."
        raise CswsError(message, hint="Check the folder and the free space.", code="file") from error


def _lines(score: Score, engine: Engine, rows: Iterable[tuple[str, int]]) -> Iterator[str]:
    """A CSV: id, points, band, what each group gives, and the conditions of the rules that fired."""
    groups = [f"group.{group.key}" for group in score.groups]
    yield _csv(["id", "points", "band", *groups, "rules"])
    rules = [condition_text(rule.tests) for group in score.groups for rule in group.rules]
    known: dict[int, list[str]] = {}
    for identity, facts in rows:
        cells = known.get(facts)
        if cells is None:
            if len(known) >= _MOST:
                known.clear()
            cells = known[facts] = _cells(engine.outcome(facts), rules)
        yield _csv([identity, *cells])


_MOST = 20_000  # different lines that are remembered


def _cells(outcome: Outcome, rules: list[str]) -> list[str]:
    fired = [rule for at, rule in enumerate(rules) if outcome.fired >> at & 1]
    band = outcome.band.value if outcome.band else ""
    return [_points(outcome.total), band, *(_points(group.given) for group in outcome.groups), "; ".join(fired)]


def _points(points: Points) -> str:
    """`40`, or `40..70` where events are not known."""
    low, high = points
    return str(low) if low == high else f"{low}..{high}"


def _csv(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
