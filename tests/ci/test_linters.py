"""Public linters accept every file for pipelines; and each linter is shown to find something."""

from __future__ import annotations

import re
import subprocess
from functools import partial
from pathlib import Path

import pytest
import yaml

from tests.ci import linters
from tests.ci.files import ACTIONS, SCRIPTS, TEMPLATES, WORKFLOWS, gitlab_scripts, runs, shell, shown
from tests.ci.linters import Job

CHECKS = {
    "schema of actions": (partial(linters.schema, "github-actions"), ACTIONS),
    "schema of workflows": (partial(linters.schema, "github-workflows"), WORKFLOWS),
    "schema of templates": (partial(linters.schema, "gitlab-ci"), TEMPLATES),
    "actionlint": (linters.actionlint, WORKFLOWS),
    "action-validator": (linters.action_validator, [*ACTIONS, *WORKFLOWS]),
    "zizmor": (linters.zizmor, [*ACTIONS, *WORKFLOWS]),
}

STEPS = "on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
# A file with a fault, and a word of what the linter says of it.
BAD = {
    "schema of actions": ("action.yml", "name: a\nruns: {using: composite}\n", "description"),
    "schema of workflows": ("a.yml", "on: push\njobs: {a: {steps: []}}\n", "runs-on"),
    "schema of templates": ("a.yml", "a:\n  script: [date]\n  when: sometimes\n", "sometimes"),
    "actionlint": ("a.yml", STEPS + "      - run: echo ${{ github.nothing }}\n", "nothing"),
    "action-validator": ("action.yml", "name: a\ndescription: a\nruns: {using: composite}\n", "steps"),
    "zizmor": ("a.yml", STEPS + "      - run: echo ${{ github.event.issue.title }}\n", "template-injection"),
}


def test_there_is_something_to_check():
    assert all(paths for _, paths in CHECKS.values())
    assert SCRIPTS
    names = [part.name for part in shell()]
    assert len(names) == len(set(names))
    for path in (*ACTIONS, *TEMPLATES):
        assert any(name.startswith(f"{shown(path)}: ") for name in names)


@pytest.mark.parametrize("name", CHECKS)
def test_a_linter_finds_nothing(tmp_path, name):
    check, paths = CHECKS[name]
    assert (found := check(paths, tmp_path)) == "", found


@pytest.mark.parametrize("name", CHECKS)
def test_the_linter_finds_a_planted_fault(tmp_path, name):
    file, text, said = BAD[name]
    folder = tmp_path / "workflows"
    folder.mkdir()
    (folder / file).write_text(text)
    assert said in CHECKS[name][0]([folder / file], tmp_path)


@pytest.mark.parametrize("path", [*ACTIONS, *WORKFLOWS], ids=shown)
def test_every_exception_from_zizmor_has_a_reason(path):
    assert linters.reasonless_exceptions(path.read_text()) == []


@pytest.mark.parametrize(
    ("comment", "accepted"),
    [
        ("# zizmor: ignore[unpinned-uses] Users pin the version they want.", True),
        ("# zizmor: ignore[unpinned-uses]", False),
        ("# zizmor: ignore[unpinned-uses] why not", False),
        ("# zizmor: ignore", False),
    ],
)
def test_a_reason_is_told_from_none(comment, accepted):
    assert (linters.reasonless_exceptions(f"- uses: a/b@v1  {comment}") == []) == accepted


# Shell


def test_shellcheck_finds_nothing(tmp_path):
    scripts = []
    for part in shell():
        scripts.append(tmp_path / re.sub(r"\W+", "-", part.name))
        scripts[-1].write_text(part.text)
        subprocess.run(["bash", "-n", scripts[-1]], check=True)
    assert (found := linters.shellcheck(scripts, tmp_path)) == "", found


def test_shellcheck_finds_a_planted_fault(tmp_path):
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\nrm $1\n")
    assert "SC2086" in linters.shellcheck([script], tmp_path)


def test_shell_is_taken_from_steps_and_scripts():
    steps = STEPS + "      - {name: x, run: 'echo ${{ a.b }}'}\n      - {run: print(1), shell: python}\n"
    (step,) = runs("w", steps)
    assert (step.name, step.text) == ("w: x", "#!/usr/bin/env bash\nset -eo pipefail\necho __________\n")
    template = (
        "spec: {inputs: {stage: {default: test}}}\n---\n"
        ".a: &a\n  script: [date]\n"
        "b:\n  extends: .a\n  before_script: [[date, !reference [.a, script]], 'echo $[[ inputs.stage ]]']\n  after_script: date\n"
    )
    found = {part.name: part.text.splitlines()[2:] for part in gitlab_scripts("t", template)}
    assert found == {
        "t: .a.script": ["date"],
        "t: b.before_script": ["date", "echo ___________________"],
        "t: b.after_script": ["date"],
    }


# GitLab's jobs

PIPELINES = {
    "merge request": {
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_COMMIT_BRANCH": None,
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_PROJECT_ID": "42",
    },
    "default branch": {"CI_PIPELINE_SOURCE": "push"},
}


@pytest.mark.parametrize("pipeline", PIPELINES)
@pytest.mark.parametrize("template", TEMPLATES, ids=shown)
def test_gitlab_ci_local_lists_the_jobs(tmp_path, template, pipeline):
    """All jobs are listed, and some of them run."""
    jobs = linters.gitlab_jobs(tmp_path, template, **PIPELINES[pipeline])
    assert set(jobs) == _visible(template)
    assert {job.when for job in jobs.values()} - {"never"}


@pytest.mark.parametrize("template", TEMPLATES, ids=shown)
def test_gitlab_ci_local_expands_the_template(tmp_path, template):
    preview = linters.gitlab_preview(tmp_path, template)
    for name in _visible(template):
        assert preview[name]["script"], name
        assert "extends" not in preview[name]


def test_gitlab_ci_local_tells_when_jobs_run_and_may_fail(tmp_path):
    template = tmp_path / "template.yml"
    template.write_text(
        "a: {script: [date], allow_failure: true}\n"
        "c: {script: [date], rules: [{if: $CI_COMMIT_BRANCH == $X, when: manual}]}\n"
        "d: {script: [date], allow_failure: {exit_codes: 2}}\n"
        "e: {script: [date], rules: [{if: $CI_COMMIT_BRANCH == $Y, when: manual}]}\n"
        "f: {script: [date], rules: [{if: $CI_COMMIT_BRANCH == $Z, when: manual}]}\n"
    )
    jobs = linters.gitlab_jobs(tmp_path, template, X="main", Y="other", Z=None)
    assert (jobs.pop("e").when, jobs.pop("f").when) == ("never", "never")
    assert jobs == {
        "a": Job("on_success", True),
        "c": Job("manual", False),
        "d": Job("on_success", True),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [("a: {script: [date], needs: [b]}\n", "needs"), ("a: {script: [date], stage: nowhere}\n", "nowhere")],
)
def test_gitlab_ci_local_refuses_a_planted_fault(tmp_path, text, said):
    template = tmp_path / "template.yml"
    template.write_text(text)
    with pytest.raises(AssertionError, match=said):
        linters.gitlab_ci_local(tmp_path, template, "--list")


def _visible(template: Path) -> set[str]:
    body = list(yaml.compose_all(template.read_text()))[-1]
    jobs = {key.value for key, value in body.value if isinstance(value, yaml.MappingNode)}
    keywords = {"default", "variables", "workflow", "image", "cache", "include", "stages"}
    return {name for name in jobs if not name.startswith(".")} - keywords
