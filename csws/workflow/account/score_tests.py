"""The records on which a person tests the health scores that a run turns on: from the files that somebody gives or the
project names, never from the plan, which keeps no record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from csws.errors import CswsError
from csws.kinds import kind_of
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.reading import score_of
from csws.kinds.health_scores.score import Score
from csws.kinds.health_scores.states import PUBLISHED
from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.change import sides_of
from csws.model.declaration import AccountEntry
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Step
from csws.model.score_tests import ScoreTest, ScoreTests
from csws.workflow.account.changed_scores import records_of
from csws.workflow.account.options import PlanOptions


@frozen
class Tested:
    """The tests, by score; `note` says why there are none, if records were named that cannot be read."""

    tests: tuple[ScoreTests, ...] = ()
    note: str = ""


def found_tests(
    root: Path, entry: AccountEntry, catalog: Catalog, plan: AccountPlan, steps: Iterable[Step], options: PlanOptions
) -> Tested:
    """Of the steps that turn a score on. Raises CswsError only for records that somebody gave; those that the project
    names may be on another machine."""
    on = dict(_turned_on(plan, steps))
    if not on:
        return Tested()
    try:
        records = records_of(root, entry, options)
        return Tested(tests=tuple(_found(root, entry, catalog, records, on, options)) if records else ())
    except CswsError as error:
        if options.records is not None:
            raise
        return Tested(note=f"The runbook names no records to test on: {error.message}")


def _turned_on(plan: AccountPlan, steps: Iterable[Step]) -> Iterator[tuple[Address, Score]]:
    changes = {change.address: change for change in plan.changes}
    for step in steps:
        change = changes.get(step.address)
        if change is not None and kind_of(step.address) is KIND and step.sets.get("state") == PUBLISHED:
            yield step.address, score_of(KIND.block_of(sides_of(change)[1]))


def _found(
    root: Path,
    entry: AccountEntry,
    catalog: Catalog,
    records: tuple[Path, ...],
    on: dict[Address, Score],
    options: PlanOptions,
) -> Iterator[ScoreTests]:
    from csws.records.values import zone_of  # most runs turn no score on
    from csws.workflow.account.questions import check_is_no_record

    check_is_no_record(root, entry, (*records, *options.activity))
    as_of = options.as_of or datetime.now(UTC).astimezone(zone_of(catalog.time_zone)).date()
    for address, score in on.items():
        tests = _tests(score, catalog, records, as_of, options.activity)
        if tests:
            yield ScoreTests(address=address, as_of=as_of.isoformat(), tests=tests)


def _tests(
    score: Score, catalog: Catalog, records: tuple[Path, ...], as_of: date, activity: tuple[Path, ...]
) -> tuple[ScoreTest, ...]:
    """None where the records lack a property that the score compares: they may be those of another object."""
    from csws.lab.scoring.engine import Engine
    from csws.lab.testing import Testing
    from csws.records.misfits import MisfitKind, Misfits
    from csws.records.records import Records
    from csws.workflow.account.questions import headings_in, question_of

    misfits = Misfits()
    engine = Engine(question_of(catalog, (score,), as_of, activity), Misfits())
    testing = Testing(engine)
    testing.take(Records(records, headings_in(catalog, score.object, engine.wanted), misfits))
    lacks = any(one.kind is MisfitKind.MISSING_COLUMN for one in misfits.found())
    return () if lacks else testing.found()
