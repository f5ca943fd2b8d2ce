"""Jobs that stopped halfway, and reports that come in an odd order: what the next job makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ci.forges.github import User
from tests.ci.forges.server import Fault
from tests.ci.on_github import applied, person
from tests.ci.test_github_people import NEW, RECORD, RENAME, at_hubspot, the_issue
from tests.ci.test_github_people import acme as acme
from tests.ci.test_github_people import waiting as waiting

REFUSED = {"message": "Resource not accessible by integration"}
NOTHING_CAN_BE_WRITTEN = [Fault("(POST|PATCH) .*/(issues|comments)", 99, 403, {}, REFUSED)]


def test_an_apply_that_stopped_before_it_told_anybody(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    sha = acme.merge(pull)
    acme.hub.faults = list(NOTHING_CAN_BE_WRITTEN)
    assert acme.apply(sha, **NEW).code == 1
    acme.hub.faults = []
    acme.fresh()
    again = acme.apply(sha, **NEW)
    assert (again.code, again.outputs["exit-code"]) == (0, "6"), again.out
    assert f"issue #{the_issue(acme)}" in acme.comments(pull, "result")[0]


@pytest.mark.parametrize("how", ["ticks", "by hand"])
def test_the_last_report_was_recorded_and_nobody_was_told(waiting, how):
    """To run the job again closes the issue, and plans main."""
    number, run = the_issue(waiting), waiting.waiting_run()
    before = waiting.hub.issues[number].body
    waiting.hub.faults = list(NOTHING_CAN_BE_WRITTEN)
    assert waiting.tick(number, 1, 2, 3, 4).code == 1  # somebody has to run it again
    after = waiting.hub.issues[number].body
    waiting.hub.faults = []
    waiting.hub.issues[number].body = before
    waiting.fresh()
    if how == "ticks":
        again = waiting.edit_issue(number, after)
    else:
        again = waiting.dispatch("resume", CSWS_RUN=run, CSWS_DONE="1-4")
    assert (again.code, again.outputs["exit-code"]) == (0, "0"), again.out
    assert waiting.open_issues() == []
    assert "must be done" not in waiting.comments(waiting.first, "result")[0]


def test_a_report_that_makes_no_sense_changes_no_comment(waiting):
    (before,) = waiting.comments(waiting.first, "result")
    run = waiting.waiting_run()
    assert waiting.dispatch("resume", CSWS_RUN=run, CSWS_DONE="1-9").code == 64
    done = waiting.dispatch("resume", CSWS_RUN="0" * 12, CSWS_DONE="1")
    assert "There is no run" in done.out
    assert waiting.comments(waiting.first, "result") == [before]


def test_a_report_concerns_only_pull_requests_that_wait(waiting):
    waiting.branch("readme")
    waiting.write({"README.md": "hello\n"})
    other = waiting.hub.open_pull(head_sha=waiting.push("readme"))
    waiting.merge(other)
    number = the_issue(waiting)
    waiting.tick(number, 1)
    assert waiting.comments(other, "result") == []


def test_to_give_a_run_up_is_told(waiting):
    waiting.dispatch("abandon", CSWS_RUN=waiting.waiting_run(), GITHUB_ACTOR="lee")
    (told,) = waiting.comments(waiting.first, "result")
    assert "lee gave run" in told
    assert "actions/workflows/csws-people.yml" in told


def test_records_that_cannot_be_pushed_are_kept_as_files(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    sha = acme.merge(pull)
    hook = acme.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    done = acme.apply(sha, **NEW)
    kept = Path(done.outputs["record"]) / RECORD
    assert kept.read_bytes() == (acme.runner / RECORD).read_bytes()


@pytest.mark.parametrize("who", ["a reader", "somebody unknown", "a deleted account"])
def test_only_reviews_of_people_who_may_write_count(company, who):
    acme = company(happened=applied)
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    acme.hub.review(pull.number)
    acme.csws("observe", "--set", "workspace.apac.description=by hand")
    acme.plan(pull)
    if who == "a reader":
        person("lou", acme.hub, "read")
    acme.hub.review(pull.number, user=None if who == "a deleted account" else User("lou"))
    assert acme.apply(acme.merge(pull)).code == 5


def test_to_merge_into_another_branch_approves_nothing(company):
    acme = company(happened=applied)
    acme.hub.default_branch = "other"
    elsewhere = acme.pull("apac", RENAME)
    acme.plan(elsewhere)
    elsewhere.base_ref = "other"
    assert acme.apply(acme.merge(elsewhere)).code == 5


def test_the_directory_is_in_the_repository(acme):
    outside = acme.folder / "outside"
    outside.mkdir()
    done = acme.dispatch("apply", CSWS_DIRECTORY="../outside")
    assert done.code == 64
    assert "is not in the repository" in done.out


def test_a_token_with_a_line_break(acme):
    pull = acme.pull("apac", RENAME)
    done = acme.plan(pull, GITHUB_TOKEN="actions-token\n")
    assert done.code == 0, done.out + done.err
    assert len(acme.comments(pull)) == 1


@pytest.mark.parametrize("body", [[], None])
def test_answers_of_an_unexpected_shape(waiting, body):
    number = the_issue(waiting)
    waiting.hub.faults = [Fault(f"GET .*/issues/{number}$", 9, 200, {}, body)]
    done = waiting.tick(number, 1)
    assert done.code == 1
    assert "Traceback" not in done.err
    assert "GitHub answered something that is not" in done.out


def test_a_record_that_grew_after_the_checkout(company):
    """A shallow checkout of a branch that left the record alone is not one that removed lines."""
    acme = company(at_hubspot)
    behind = acme.pull("emea", ("workspaces/emea.yaml", "EMEA customer success", "EMEA CS"))
    acme.checkout("main")
    first = acme.pull("apac", RENAME)
    acme.plan(first)
    acme.apply(acme.merge(first), **NEW)
    done = acme.validate_shallow(behind)
    assert done.code == 0, done.out
