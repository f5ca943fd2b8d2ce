"""What was approved is what is applied, through real merges, squashes, queues and failures."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.ci.forges.server import Fault
from tests.ci.on_github import applied
from tests.effort import crossed

APAC, EMEA = "workspaces/apac.yaml", "workspaces/emea.yaml"
RENAME = (APAC, "APAC customer success", "APAC CS")
OTHER = (EMEA, "EMEA customer success", "EMEA CS")
THREE = """accounts:
{}
include:"""
ACCOUNT = """  {name}:
    target: sqlite:.csws/{name}.db
    catalog: catalogs/{name}.json
    subscription: enterprise
    operator: ops@acme.example
    overlay: overlays/{name}.yaml
"""


def several(*names: str):
    """The starter's one account becomes several, each with an overlay."""

    def change(files: dict[str, str]) -> None:
        catalog = files["catalogs/acme.json"]
        name, number = re.search(r'"name": "(.*?)"', catalog), re.search(r'"id": "(\d+)"', catalog)
        assert name
        assert number
        files["csws.yaml"] = re.sub(
            r"(?s)accounts:\n.*?\ninclude:",
            THREE.format("".join(ACCOUNT.format(name=item) for item in names)),
            files["csws.yaml"],
        )
        for at, item in enumerate(names):
            one = catalog.replace(number[0], f'"id": "{7000 + at}"', 1).replace(name[0], f'"name": "{item}"', 1)
            files[f"catalogs/{item}.json"] = one
            files[f"overlays/{item}.yaml"] = "workspaces: {}\n"

    return change


def overlay(name: str, description: str) -> tuple[str, str, str]:
    new = f"workspaces:\n  apac:\n    description: {description}\n"
    return f"overlays/{name}.yaml", "workspaces: {}\n", new


def steps(company) -> dict[str, int]:
    return {item["account"]: item["summary"]["steps"] for item in company.document("plan")["accounts"]}


@pytest.fixture
def acme(company):
    """One account, in which everything was applied."""
    return company(happened=applied)


@pytest.fixture
def fleet(company):
    return company(several("alpha", "beta", "gamma"), applied)


@pytest.mark.parametrize("squash", [False, True])
def test_planned_approved_merged_applied(acme, squash):
    pull = acme.pull("apac", RENAME)
    planned = acme.plan(pull)
    assert (planned.code, planned.outputs["exit-code"]) == (0, "2"), planned.err
    (comment,) = acme.comments(pull)
    assert planned.outputs["digest"] in comment
    sha = acme.merge(pull, squash=squash)
    done = acme.apply(sha)
    assert (done.code, done.outputs["exit-code"]) == (0, "0"), done.out + done.err
    assert steps(acme) == {"acme": 0}
    (result,) = acme.comments(pull, "result")
    assert "csws: applied" in result
    again = acme.apply(sha)
    assert (again.code, again.outputs["exit-code"]) == (0, "0")
    assert acme.comments(pull, "result") == [result]


@pytest.mark.parametrize("change", ["pushed", "not planned", "another account", "comment edited"])
def test_only_the_plan_of_the_last_commit_counts(acme, change):
    pull = acme.pull("apac", RENAME)
    if change != "not planned":
        acme.plan(pull)
    if change == "pushed":  # after the plan
        acme.edit(APAC, "Asia and the Pacific", "Asia")
        pull.head_sha = acme.push("apac")
    if change == "another account":  # changed it meanwhile
        acme.csws("observe", "--set", "workspace.apac.description=by hand")
    if change == "comment edited":
        (comment,) = (item for item in acme.hub.comments if item.body and "csws plan" in item.body)
        comment.body = re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, comment.body)
    done = acme.apply(acme.merge(pull))
    if change == "comment edited":
        assert done.code == 0  # nothing is read from there
        return
    assert (done.code, done.outputs["exit-code"]) == (5, "5")
    (result,) = acme.comments(pull, "result")
    assert "not applied, because" in result
    assert "actions/workflows/csws-people.yml" in result  # the workflow that has the button


def test_the_second_of_two_open_pull_requests_has_a_way_on(acme):
    first, second = acme.pull("apac", RENAME), acme.pull("emea", OTHER)
    acme.plan(first), acme.plan(second)
    assert acme.apply(acme.merge(first)).code == 0
    assert acme.apply(acme.merge(second)).code == 5
    (told,) = acme.comments(second, "result")
    assert "changed since its plan was approved" in told
    planned = acme.dispatch("plan")
    assert "EMEA CS" in planned.summary
    done = acme.dispatch("apply", CSWS_EXPECT=planned.outputs["digests"].replace(" ", "\n"))
    assert done.code == 0, done.out
    (told,) = acme.comments(second, "result")
    assert "csws: applied" in told


def test_another_expected_plan_is_refused(acme):
    pull = acme.pull("apac", RENAME)
    acme.merge(pull)
    assert acme.dispatch("apply", CSWS_EXPECT="sha256:" + "0" * 64).code == 5
    assert steps(acme) == {"acme": 1}


def test_several_accounts_of_which_one_fails(fleet):
    pull = fleet.pull("apac", RENAME)
    assert fleet.plan(pull).code == 0
    store, kept = fleet.runner / ".csws/beta.db", fleet.runner / ".csws/beta.kept"
    sha = fleet.merge(pull)
    store.rename(kept)
    store.mkdir()  # not a database: beta cannot be planned
    failed = fleet.apply(sha)
    assert failed.code == 1
    (told,) = fleet.comments(pull, "result")
    assert "beta" in told
    assert "not everything was applied" in told
    store.rmdir()
    kept.rename(store)
    assert steps(fleet) == {"alpha": 0, "beta": 1, "gamma": 0}
    again = fleet.apply(sha)
    assert again.code == 0, again.out
    assert steps(fleet) == {"alpha": 0, "beta": 0, "gamma": 0}
    (told,) = fleet.comments(pull, "result")
    assert "csws: applied" in told


def test_pull_requests_for_different_accounts_do_not_hinder_each_other(fleet):
    """Also in one push, as a merge queue makes it, and where the first one's job was cancelled."""
    pulls = [fleet.pull(name, overlay(name, "changed")) for name in ("alpha", "beta", "gamma")]
    for pull in pulls:
        assert fleet.plan(pull).code == 0
    before = fleet.merge(pulls[0])  # its job is cancelled
    done = fleet.apply(fleet.merge(pulls[1], pulls[2]), before)
    assert done.code == 0, done.out
    assert steps(fleet) == {"alpha": 0, "beta": 0, "gamma": 0}
    assert all("csws: applied" in fleet.comments(pull, "result")[0] for pull in pulls)


def test_a_merge_queue_of_one_account(acme):
    """Nobody saw the plan of both changes together."""
    first, second = acme.pull("apac", RENAME), acme.pull("emea", OTHER)
    acme.plan(first), acme.plan(second)
    before = acme.tip()
    done = acme.apply(acme.merge(first, second), before)
    assert done.code == 5
    assert all("not applied, because" in acme.comments(pull, "result")[0] for pull in (first, second))


def test_another_digest_for_the_same_commit_is_a_new_word(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    acme.hub.review(pull.number)
    acme.csws("observe", "--set", "workspace.apac.description=by hand")
    assert acme.plan(pull).code == 0
    old, new = acme.comments(pull)
    assert "This plan is out of date" in old
    assert "The plan for this commit has changed" in new
    sha = acme.merge(pull)
    refused = acme.apply(sha)
    assert refused.code == 5
    assert "its plan changed after the last approval" in acme.comments(pull, "result")[0]


def test_an_approval_of_the_new_plan_counts(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    acme.hub.review(pull.number)
    acme.csws("observe", "--set", "workspace.apac.description=by hand")
    acme.plan(pull)
    acme.hub.review(pull.number)
    assert acme.apply(acme.merge(pull)).code == 0


def test_a_plan_made_again_without_a_change_is_the_same_word(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    acme.plan(pull)
    assert len(acme.comments(pull)) == 1


@pytest.mark.parametrize("fails", [True, False])
def test_a_plan_that_a_guard_refuses_fails_the_check(acme, fails):
    acme.branch("delete")
    acme.write({APAC: None})
    pull = acme.hub.open_pull(head_sha=acme.push("delete"))
    done = acme.plan(pull, CSWS_FAIL_ON_REFUSED=str(fails).lower())
    assert done.code == (4 if fails else 0)
    assert done.outputs["applyable"] == "false"
    assert "CSW601" in done.out
    assert acme.apply(acme.merge(pull)).code == 4
    (told,) = acme.comments(pull, "result")
    assert "exit code 4" in told


def test_the_jobs_run_in_a_python_of_their_own(acme):
    """Elsewhere in these tests they are forked, which is faster."""
    (acme.folder / "bin/python3").unlink()
    pull = acme.pull("apac", RENAME)
    assert acme.plan(pull).code == 0
    assert acme.apply(acme.merge(pull)).code == 0
    assert "applied" in acme.comments(pull, "result")[0]


def test_the_same_arguments_go_to_plan_and_apply(acme):
    acme.branch("delete")
    acme.write({APAC: None})
    pull = acme.hub.open_pull(head_sha=acme.push("delete"))
    given = {"CSWS_ARGUMENTS": "--allow-delete=apac\n\n--max-lost=100", "CSWS_APPLY_ARGUMENTS": "--lock-timeout=5"}
    assert acme.plan(pull, **given).code == 0
    assert acme.apply(acme.merge(pull), **given).code == 0


def test_an_old_job_that_runs_again_does_not_take_back_what_was_told(acme):
    pull = acme.pull("apac", RENAME)
    acme.plan(pull)
    first = acme.merge(pull)
    acme.apply(first)
    (told,) = acme.comments(pull, "result")
    second = acme.pull("emea", OTHER)
    acme.plan(second)
    assert acme.apply(acme.merge(second)).code == 0
    assert acme.apply(first).code == 5  # it would undo the second
    assert acme.comments(pull, "result") == [told]


PATHS = ("/pulls/\\d+$", "/commits/\\w+/pulls", "/check-runs", "/issues/\\d+/comments", "/reviews")
BODIES: tuple[Any, ...] = ({}, [{}], None, [1], {"message": "x"})


@pytest.mark.parametrize(("path", "body"), crossed(PATHS, BODIES))
def test_answers_of_another_shape_are_told(acme, path, body):
    pull = acme.pull("apac", RENAME)
    acme.hub.faults = [Fault(f"GET .*{path}", 9, 200, {"Content-Type": "application/json"}, body)]
    planned = acme.plan(pull)
    sha = acme.merge(pull)
    acme.hub.faults = [Fault(f"GET .*{path}", 9, 200, {"Content-Type": "application/json"}, body)]
    applied = acme.apply(sha)
    assert "Traceback" not in planned.err + applied.err
    assert 70 not in (planned.code, applied.code)
