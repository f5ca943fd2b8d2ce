"""Runs as a store keeps them: an id that no other run of the account has, how it was made, and how it ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csws.errors import CswsError, StalePlan
from csws.model.runs import UNSAID, How, Made, RunEnd
from csws.model.target import RecordPermit
from tests.targets.conftest import databases
from tests.targets.test_contract import as_csws_0_1_made_it, create, permit, target

DIGEST = f"sha256:{'3f9a1c2b77d0':0<64}"
FIRST = "3f9a1c2b77d0"
MADE = Made(how=How.ROLLBACK, command="csws rollback 1", language="nb")
PERMIT = replace(permit(), plan_digest=DIGEST, made=MADE)


def begun(account, permit=PERMIT) -> str:
    """Begins a run and dies; the run's id."""
    with target(account).writer(
        account, replace(permit, unfinished=getattr(unfinished(account), "id", None))
    ) as writer:
        writer.begin()
        return writer.run


def unfinished(account):
    with target(account).reader(account) as reader:
        return reader.unfinished()


def events(account):
    with target(account).reader(account) as reader:
        return [(item.kind, item.data["run"], item.data["how"]) for item in reader.events()]


def test_a_run_has_an_id_and_says_how_it_was_made(account):
    assert begun(account) == FIRST
    run = unfinished(account)
    assert (run.id, run.digest, run.by, run.made) == (FIRST, DIGEST, "ops@acme.example", MADE)
    assert run.since.endswith("Z")


def test_the_same_plan_begun_again_is_another_run(account):
    assert [begun(account) for _ in range(3)] == [FIRST, f"{FIRST}-2", f"{FIRST}-3"]
    assert events(account) == [
        ("begun", FIRST, "rollback"),
        ("ended", FIRST, "replaced"),
        ("begun", f"{FIRST}-2", "rollback"),
        ("ended", f"{FIRST}-2", "replaced"),
        ("begun", f"{FIRST}-3", "rollback"),
    ]


def test_a_run_that_goes_on_keeps_its_id_and_begins_nothing(account):
    begun(account)
    with target(account).writer(account, replace(PERMIT, unfinished=FIRST, goes_on=True)) as writer:
        assert writer.run == FIRST
        writer.perform(create("a"), 1)
        assert writer.commit() == 1
    assert unfinished(account) is None
    assert events(account) == [("begun", FIRST, "rollback"), ("ended", FIRST, "done")]


def test_a_run_that_has_ended_does_not_go_on(account):
    with (
        pytest.raises(StalePlan, match="has ended"),
        target(account).writer(account, replace(PERMIT, unfinished=FIRST, goes_on=True)) as writer,
    ):
        writer.begin()


def test_a_run_is_given_up_once(account):
    begun(account)
    with target(account).recorder(account, RecordPermit(operator="Kim")) as recorder:
        recorder.end_run(FIRST, RunEnd.GIVEN_UP, left=[1])
        with pytest.raises(CswsError, match="has ended"):
            recorder.end_run(FIRST, RunEnd.GIVEN_UP)
    assert unfinished(account) is None
    assert events(account)[-1] == ("given_up", FIRST, "given_up")
    assert begun(account) == f"{FIRST}-2"


@databases
def test_a_run_that_csws_0_1_began_is_found_with_its_steps(account):
    begun(account)
    as_csws_0_1_made_it(
        account,
        ("INSERT INTO run VALUES (?, ?, '{}', '2026-11-22T10:00:00Z', 'Ann')", (account.id, DIGEST)),
        ("INSERT INTO journal VALUES (?, ?, 1, 1, 'done', '2026-11-22T10:01:00Z', 'Bo', 'ok')", (account.id, DIGEST)),
    )
    for _ in ("before", "after the first write"):
        run = unfinished(account)
        assert (run.id, run.digest, run.by, run.made) == (FIRST, DIGEST, "Ann", UNSAID)
        with target(account).reader(account) as reader:
            step = reader.done_in(FIRST)[1]
        assert (step.who, step.said, step.revision) == ("Bo", "ok", None)
        with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
            recorder.note("seen")
    assert begun(account) == f"{FIRST}-2"
