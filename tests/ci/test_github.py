"""Runs the GitHub action like a workflow, as far as possible without the hosted service."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.ci.api import BOT, Api
from tests.cli.console import csws

ROOT = Path(__file__).parents[2]
HEAD = "a" * 40


@dataclass
class Run:
    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str


class Workflow:
    """A runner: its folders, its environment, and the repository with the project."""

    def __init__(self, folder: Path, api: Api):
        self.folder, self.api, self.repository = folder, api, folder / "acme"
        assert csws(folder, "init", "acme").code == 0
        self.project = self.repository
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit()
        self.git("update-ref", "refs/remotes/origin/main", "HEAD")
        scripts = folder / "bin"
        scripts.mkdir()
        (scripts / "csws").write_text(f'#!/bin/sh\nexec {sys.executable} -m csws "$@"\n')
        (scripts / "csws").chmod(0o755)
        (folder / "event.json").write_text(json.dumps({"pull_request": {"number": 7, "head": {"sha": HEAD}}}))

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *who, *arguments], cwd=self.repository, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x")

    def run(self, command: str, **given: str) -> Run:
        temp = self.folder / "temp"
        temp.mkdir(exist_ok=True)
        files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CSWS_"))},
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(temp),
            "CI": "true",
            "CSWS_COMMAND": command,
            "CSWS_DIRECTORY": ".",
            "GITHUB_API_URL": self.api.url,
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_TOKEN": "the-token",
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_SHA": "b" * 40,
            **{name: str(file) for name, file in files.items()},
            **given,
        }
        done = subprocess.run(
            [ROOT / "ci/github/run"],
            cwd=self.repository,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return Run(done.returncode, done.stdout, done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text())


@pytest.fixture
def workflow(tmp_path):
    api = Api()
    yield Workflow(tmp_path, api)
    api.close()


def edit(workflow: Workflow, old: str, new: str, name: str = "workspaces/apac.yaml") -> None:
    file = workflow.project / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_an_invalid_configuration_is_annotated_and_fails_with_3(workflow):
    edit(workflow, "[APAC CSM]", "[Nobody]")
    for command in ("validate", "plan"):
        done = workflow.run(command)
        assert done.code == 3
        assert done.outputs["exit-code"] == "3"
        assert "::error file=workspaces/apac.yaml,line=5" in done.out
        assert json.loads(Path(done.outputs["sarif"]).read_text())["version"] == "2.1.0"


def test_a_plan_is_summed_up_and_commented_once(workflow):
    first = workflow.run("plan", GITHUB_BASE_REF="main")
    assert (first.code, first.outputs["exit-code"]) == (0, "2")
    assert "to add" in first.summary
    assert Path(first.outputs["page"]).read_text().count("<!doctype html>") == 1
    edit(workflow, "Asia and the Pacific", "Asia")
    second = workflow.run("plan", GITHUB_BASE_REF="main")
    (comment,) = workflow.api.mine
    assert comment["body"].startswith(
        f"<!-- csws-plan-of . -->\n<!-- csws-digest {second.outputs['digest']} {HEAD} -->"
    )
    assert first.outputs["digest"] != second.outputs["digest"]
    assert len(comment["body"]) <= 65_536


def test_a_fork_cannot_comment_and_the_job_still_succeeds(workflow):
    workflow.api.forbidden = True
    done = workflow.run("plan")
    assert (done.code, done.outputs["exit-code"]) == (0, "2")
    assert "::warning title=csws::The plan's comment cannot be written (403)" in done.err


def test_the_approved_plan_is_applied_on_merge(workflow):
    workflow.run("plan")
    workflow.api.pulls = [{"number": 7, "merged_at": "2026-11-23T10:00:00Z", "head": {"sha": HEAD}}]
    done = workflow.run("apply")
    assert (done.code, done.outputs["exit-code"]) == (0, "0"), (done.out, done.err)
    assert csws(workflow.project, "plan", "--detailed-exitcode").code == 0
    assert workflow.run("apply").outputs["exit-code"] == "0"  # nothing left to do


@pytest.mark.parametrize("wrong", ["another commit", "not merged", "another plan", "no comment of the bot"])
def test_any_other_plan_is_refused_with_5(workflow, wrong):
    workflow.run("plan")
    merged = {"number": 7, "merged_at": "2026-11-23T10:00:00Z", "head": {"sha": HEAD}}
    if wrong == "another commit":
        merged["head"] = {"sha": "c" * 40}
    elif wrong == "not merged":
        merged["merged_at"] = None
    elif wrong == "another plan":
        edit(workflow, "Asia and the Pacific", "Asia")
    else:
        workflow.api.comments = [item for item in workflow.api.comments if item["user"] != BOT]
    workflow.api.pulls = [merged]
    done = workflow.run("apply")
    assert (done.code, done.outputs["exit-code"]) == (5, "5")
    assert csws(workflow.project, "history", "--format", "json").json["accounts"][0]["revisions"] == []


def test_a_digest_can_be_given(workflow):
    digest = workflow.run("plan", CSWS_COMMENT="false").outputs["digest"]
    assert workflow.api.mine == []
    assert workflow.run("apply", CSWS_EXPECT=digest).code == 0


def test_what_comes_from_outside_is_never_run(workflow):
    evil = "$(touch gone); `touch gone`"
    assert workflow.run("plan", CSWS_ARGUMENTS=f"--max-lost=10\n\n{evil}").outputs["exit-code"] == "64"
    assert workflow.run(evil).code == 64
    assert not (workflow.repository / "gone").exists()
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    assert not any("${{" in step["run"] for step in steps)


def test_guards_pass_their_code_through(workflow):
    assert csws(workflow.project, "apply", "--auto-approve").code == 0
    (workflow.project / "workspaces/apac.yaml").unlink()
    digest = workflow.run("plan", GITHUB_BASE_REF="main").outputs["digest"]
    done = workflow.run("apply", CSWS_EXPECT=digest)
    assert (done.code, done.outputs["exit-code"]) == (4, "4")
    assert workflow.run("apply", CSWS_EXPECT=digest, CSWS_ARGUMENTS="--allow-delete=apac").code == 0


def test_the_place_of_a_deleted_block(workflow):
    assert csws(workflow.project, "apply", "--auto-approve").code == 0
    (workflow.project / "workspaces/apac.yaml").unlink()
    out = workflow.run("plan", GITHUB_BASE_REF="main").out
    assert re.search(r"::error file=workspaces/apac.yaml,line=2,.*title=CSW601", out)
