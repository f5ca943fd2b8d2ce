"""The jobs of the GitLab template, run line by line as a runner would, against a stand-in for its API."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.ci.company import ROOT, Company, Ran, git
from tests.ci.forges.gitlab import BOT_TOKEN, JOB_TOKEN, GitLab
from tests.ci.forges.gitlab_api.state import MergeRequest
from tests.ci.forges.server import Fault
from tests.ci.test_github_people import at_hubspot

TEMPLATE = yaml.safe_load((ROOT / "ci/gitlab/csws.gitlab-ci.yml").read_text())
APAC = "workspaces/apac.yaml"


class OnGitLab(Company):
    def __init__(self, folder: Path, address: Path, lab: GitLab, files: dict[str, str]):
        super().__init__(folder, address, lab, files)
        self.lab, self.jobs = lab, 100

    def request(self, name: str, *edit: str) -> MergeRequest:
        self.branch(name)
        self.edit(*edit)
        return self.lab.open_merge_request(sha=self.push(name), source_branch=name)

    def merge(self, request: MergeRequest) -> str:
        self.branch("main")
        git(self.desk, "merge", "--quiet", "--no-ff", "--no-edit", request.sha)
        sha = self.push("main")
        self.lab.merge(request.iid, sha)
        return sha

    def job(self, name: str, commit: str = "main", **given: str) -> Ran:
        self.jobs += 1
        self.checkout(commit)
        environment = self.environment(
            ("CI_", "GITLAB_"),
            CI_PROJECT_DIR=str(self.runner),
            CI_API_V4_URL=self.lab.url,
            CI_PROJECT_ID="42",
            CI_PROJECT_PATH="remote",
            CI_SERVER_URL=str(self.folder),
            CI_PROJECT_URL="https://gitlab.example/g/p",
            CI_COMMIT_SHA=git(self.runner, "rev-parse", "HEAD"),
            CI_COMMIT_BRANCH="main",
            CI_PIPELINE_ID=str(self.jobs),
            CI_JOB_ID=str(self.jobs),
            GITLAB_USER_LOGIN="kim",
            CSWS_GITLAB_TOKEN=BOT_TOKEN,
            PYTHONPATH=str(ROOT),
        )
        script = "set -e\n" + "\n".join(TEMPLATE[name]["script"])
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.runner, env={**environment, **given}, capture_output=True, text=True
        )
        return Ran(done.returncode, done.stdout, done.stderr, {}, "")

    def plan(self, request: MergeRequest, **given: str) -> Ran:
        return self.job(
            "csws-plan",
            request.sha,
            CI_MERGE_REQUEST_IID=str(request.iid),
            CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
            CI_COMMIT_BRANCH="",
            **given,
        )

    def notes(self, request: MergeRequest, kind: str = "plan") -> list[str]:
        found = [note.body for note in self.lab.notes if note.iid == request.iid]
        return [body for body in found if body.startswith(f"<!-- csws {kind} ")]


@pytest.fixture
def lab():
    with GitLab() as made:
        yield made


@pytest.fixture
def acme(tmp_path, warm, lab, starter, once):
    return once("lab", lambda folder, first: OnGitLab(folder, warm, first, starter), lab, tmp_path / "company")


@pytest.fixture
def at_hub(tmp_path, warm, lab, starter, once):
    at_hubspot(starter)
    return once("lab, hubspot", lambda folder, first: OnGitLab(folder, warm, first, starter), lab, tmp_path / "company")


def test_checked_planned_merged_applied(acme):
    request = acme.request("apac", APAC, "APAC customer success", "APAC CS")
    assert acme.job("csws-validate", request.sha).code == 0
    assert json.loads((acme.runner / "gl-code-quality-report.json").read_text()) == []
    assert acme.plan(request).code == 0
    acme.plan(request)
    (note,) = acme.notes(request)
    assert "would be changed" in note
    assert "approve and merge this merge request" in note
    assert "gitlab.example/g/p/-/commit" in note
    sha = acme.merge(request)
    assert acme.job("csws-plan", sha).code == 0
    applied = acme.job("csws-apply", sha)
    assert applied.code == 0, applied.out + applied.err
    assert acme.document("plan")["accounts"][0]["summary"]["steps"] == 0
    (result,) = acme.notes(request, "result")
    assert "csws: applied" in result
    assert acme.job("csws-apply", sha).code == 0  # pressed twice


def test_a_plan_that_no_longer_fits_is_refused(acme):
    request = acme.request("apac", APAC, "APAC customer success", "APAC CS")
    sha = acme.merge(request)
    acme.job("csws-plan", sha)
    acme.csws("apply", "--auto-approve")
    acme.csws("observe", "--set", "workspace.apac.description=by hand")
    assert acme.job("csws-apply", sha).code == 5
    assert "exit code 5" in acme.notes(request, "result")[0]


def test_a_merge_request_without_a_plan_says_so(acme):
    request = acme.request("apac", APAC, "APAC customer success", "APAC CS")
    acme.plan(request)
    assert acme.plan(request, CSWS_ARGUMENTS="--no-such-option").code == 64
    old, new = acme.notes(request)
    assert "out of date" in old
    assert "no plan could be made" in new


@pytest.mark.parametrize("token", ["", JOB_TOKEN])
def test_without_a_token_that_may_write_the_plan_is_an_artifact(acme, token):
    request = acme.request("apac", APAC, "APAC customer success", "APAC CS")
    done = acme.plan(request, CSWS_GITLAB_TOKEN=token, CI_MERGE_REQUEST_TITLE="Rename <APAC>")
    assert done.code == (1 if token else 0)
    assert ("a job token cannot do this" in done.err) == bool(token)
    (page,) = (acme.runner / ".csws-pipeline").rglob("review.html")
    assert "APAC CS" in page.read_text()
    assert "<h1>Rename &lt;APAC&gt;</h1>" in page.read_text()
    assert re.search(
        r'<a class="button" href="https?://[^"]+/-/merge_requests/\d+">Approve merge request', page.read_text()
    )


def test_a_page_there_is_also_for_an_invalid_configuration(acme):
    request = acme.request("apac", APAC, "[APAC CSM]", "[Nobody]")
    assert acme.plan(request).code == 3
    assert list((acme.runner / ".csws-pipeline").rglob("review.html"))
    assert "CSW303" in acme.notes(request)[0]


def test_a_failure_of_the_api_is_told(acme):
    request = acme.request("apac", APAC, "APAC customer success", "APAC CS")
    acme.lab.faults = [Fault("POST .*/notes", 9, 403, {}, {"message": "403 Forbidden"})]
    done = acme.plan(request)
    assert done.code == 1
    assert "docs/gitlab.md" in done.err
    assert "Traceback" not in done.err


def test_steps_for_people(at_hub):
    request = at_hub.request("apac", APAC, "APAC customer success", "APAC CS")
    sha = at_hub.merge(request)
    at_hub.job("csws-plan", sha)
    begun = at_hub.job("csws-apply", sha, CSWS_APPLY_ARGUMENTS="--new-account")
    assert begun.code == 0, begun.out + begun.err
    (told,) = at_hub.notes(request, "result")
    assert "must be done by a person" in told
    assert "CSWS_DONE" in told
    assert "Runbook for acme" in told
    run = at_hub.waiting_run()
    at_hub.fresh()
    done = at_hub.job("csws-resume", CSWS_RUN=run, CSWS_DONE="1-2")
    assert done.code == 0, done.out + done.err
    at_hub.fresh()
    done = at_hub.job("csws-resume", CSWS_RUN=run, CSWS_DONE="3-4", GITLAB_USER_LOGIN="lee")
    assert done.code == 0, done.out + done.err
    at_hub.checkout("main")
    history = at_hub.csws("history")
    assert "kim" in history
    assert "lee" in history
    assert at_hub.document("plan")["accounts"][0]["summary"]["steps"] == 0
    (told,) = at_hub.notes(request, "result")  # the tip of the branch is a commit of the record by now
    assert "must be done by a person" not in told


def test_the_files_of_a_job_have_the_runbook_and_a_record_that_was_not_pushed(at_hub):
    request = at_hub.request("apac", APAC, "APAC customer success", "APAC CS")
    sha = at_hub.merge(request)
    at_hub.job("csws-plan", sha)
    hook = at_hub.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    refused = at_hub.job("csws-apply", sha, CSWS_APPLY_ARGUMENTS="--new-account")
    assert refused.code == 6
    (kept,) = (at_hub.runner / ".csws-pipeline").glob("csws/*/records/records/acme.jsonl")
    assert '"begun"' in kept.read_text()
    hook.unlink()
    at_hub.fresh()
    at_hub.job("csws-plan", sha)
    assert at_hub.job("csws-apply", sha, CSWS_APPLY_ARGUMENTS="--new-account").code == 0
    (book,) = (at_hub.runner / ".csws-pipeline").glob("csws/*/runbooks/acme.md")
    assert "Runbook for acme" in book.read_text()


def test_a_run_can_be_given_up(at_hub):
    request = at_hub.request("apac", APAC, "APAC customer success", "APAC CS")
    sha = at_hub.merge(request)
    at_hub.job("csws-plan", sha)
    at_hub.job("csws-apply", sha, CSWS_APPLY_ARGUMENTS="--new-account")
    run = at_hub.waiting_run()
    assert at_hub.job("csws-abandon", CSWS_RUN=run).code == 0
    at_hub.fresh()
    at_hub.checkout("main")
    assert at_hub.document("runs")["accounts"][0]["runs"] == []


def test_the_nightly_look(acme):
    acme.checkout("main")
    acme.csws("apply", "--auto-approve")
    assert acme.job("csws-watch").code == 0
    acme.csws("observe", "--set", "workspace.apac.description=by hand")
    done = acme.job("csws-watch")
    assert done.code == 2
    assert "by hand" in done.out
