"""The files that people copy: what they may do, what they name, and the hooks."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.cli.console import csws

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / "ci/github/workflows").glob("*.yml"))


def jobs() -> list[tuple[str, dict]]:
    found = [(path, yaml.safe_load(path.read_text())) for path in WORKFLOWS]
    return [(f"{path.stem}.{name}", job) for path, workflow in found for name, job in workflow["jobs"].items()]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_gives_nothing_by_itself(path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    on = workflow.get("on") or workflow[True]
    assert "pull_request_target" not in on
    assert not any("paths" in (event or {}) for event in on.values())  # an include may be any file


# Which jobs may write what.
WRITES = {
    "csws.validate": set(),
    "csws.plan": {"pull-requests", "checks", "security-events"},
    "csws.apply": {"contents", "pull-requests", "issues"},
    "csws-people.resume": {"contents", "pull-requests", "issues"},
    "csws-people.plan": set(),
    "csws-people.approve": set(),
    "csws-people.apply": {"contents", "pull-requests", "issues"},
    "csws-people.abandon": {"contents", "pull-requests", "issues"},
    "csws-nightly.watch": {"issues"},
}


def test_each_job_may_write_only_what_it_must():
    found = {name: {area for area, level in job["permissions"].items() if level == "write"} for name, job in jobs()}
    assert found == WRITES


def test_jobs_for_everybody_have_no_secrets_and_writers_only_serve_main():
    for name, job in jobs():
        secrets = "secrets." in str(job)
        assert secrets == (name not in ("csws.validate", "csws-people.approve")), name
        assert ("environment" in job) == (name != "csws.validate"), name
    people = {name: job["environment"] for name, job in jobs() if "environment" in job}
    assert people["csws.plan"] == people["csws-people.plan"] == people["csws-nightly.watch"] == "customer-success-plan"
    assert people["csws-people.approve"] == "customer-success-approval"


def test_what_changes_an_account_is_never_cancelled():
    for name, job in jobs():
        if name not in ("csws.validate", "csws.plan"):
            assert job["concurrency"]["cancel-in-progress"] is False, name


def test_what_changes_an_account_comes_to_its_turn_one_by_one():
    """Two jobs that report steps of one run at once would each push a record that lacks the other's."""
    writers = {name: job["concurrency"] for name, job in jobs() if job.get("environment") == "customer-success"}
    assert set(writers) == {"csws.apply", "csws-people.resume", "csws-people.apply", "csws-people.abandon"}
    for name, concurrency in writers.items():
        assert (concurrency["group"], concurrency["queue"]) == ("csws-account", "max"), name


def test_a_report_plans_main_as_it_is_by_then():
    resume = dict(jobs())["csws-people.resume"]
    assert resume["steps"][0]["with"]["ref"] == "${{ github.event.repository.default_branch }}"


def test_one_account_without_a_plan_does_not_keep_the_button_from_the_others():
    found = dict(jobs())
    assert "always()" in found["csws-people.apply"]["if"]
    assert "needs.approve.result == 'success'" in found["csws-people.apply"]["if"]


def test_every_action_is_pinned_to_a_commit_and_ours_has_no_owner():
    """An underscore cannot be in the name of an account, so nobody can take ours."""
    used = [step["uses"] for _, job in jobs() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", use) for use in used)
    ours = {use for use in used if "csws" in use}
    assert ours == {"_your-organization_/csws@" + "0" * 40}


def test_nothing_that_people_copy_names_a_package_that_anybody_could_take():
    template = (ROOT / "ci/gitlab/csws.gitlab-ci.yml").read_text()
    assert "CSWS_PACKAGE" not in yaml.safe_load(template)["variables"]
    pages = [
        *(ROOT / "docs").glob("*.md"),
        ROOT / "README.md",
        *(ROOT / "ci").rglob("*.yml"),
        *(ROOT / "csws").rglob("*.py"),
    ]
    assert not [page for page in pages if re.search(r"pip install [^#\n]*'csws\b", page.read_text())]


def test_the_action_installs_every_dependency_with_hashes():
    lines = (ROOT / "ci/requirements.txt").read_text()
    entries = [entry for entry in re.split(r"\n(?=\S)", lines) if not entry.startswith("#")]
    assert all("--hash=sha256:" in entry for entry in entries)
    pinned = {entry.split("==")[0].lower() for entry in entries}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["postgres"]]
    needed += project["build-system"]["requires"]
    assert {re.split(r"[\[>=<~! ]", item)[0].lower() for item in needed} <= pinned


def test_gitlabs_manual_jobs_do_not_block_a_pipeline():
    template = yaml.safe_load((ROOT / "ci/gitlab/csws.gitlab-ci.yml").read_text())
    manual = [rule for job in template.values() for rule in job.get("rules", []) if rule.get("when") == "manual"]
    assert manual
    assert all(rule["allow_failure"] for rule in manual)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Where pre-commit keeps what it has installed: once for all projects."""
    return tmp_path_factory.mktemp("hooks") / "cache"


@pytest.mark.parametrize("folder", ["", "settings/acme"])
def test_pre_commit_from_another_repository(tmp_path, cache, folder):
    """Both hooks, installed by pre-commit from the last commit of this repository, work for a
    project in any folder."""
    repository = tmp_path / "repository"
    project = repository / folder
    project.mkdir(parents=True)
    assert csws(project, "init").code == 0

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=repository, capture_output=True, text=True, env=_environment(cache))

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


def _environment(cache: Path) -> dict[str, str]:
    import os

    return {**os.environ, "PRE_COMMIT_HOME": str(cache), "PRE_COMMIT_COLOR": "never"}
