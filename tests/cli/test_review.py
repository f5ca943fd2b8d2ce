"""What reviewers get: formats, the comparison with a base, events, one format for every file,
schemas of an account."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from csws.schema import is_valid
from tests.cli.console import csws


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    return tmp_path / "acme"


def git(folder, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def branch(project):
    """The project, applied, in a repository whose main branch has one pending change."""
    assert csws(project, "apply", "--auto-approve").code == 0
    git(project.parent, "init", "--quiet", "--initial-branch=main")
    edit(project / "workspaces/emea.yaml", "Accounts in Europe,", "All of Europe,")
    git(project.parent, "add", "--all")
    git(project.parent, "commit", "--quiet", "--message=x")
    return project


def edit(file, old, new):
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def changes(project, *arguments):
    (account,) = csws(project, "plan", "--format", "json", *arguments).json["accounts"]
    return {change["address"]: change for change in account["changes"]}


def test_each_change_says_where_it_comes_from(branch):
    edit(branch / "workspaces/emea.yaml", "default_layout: board", "default_layout: table")
    edit(branch / "workspaces/apac.yaml", "Asia and the Pacific", "Asia")
    assert csws(branch, "observe", "--set", "workspace.primary.description=x").code == 0
    found = changes(branch, "--base-ref", "main")
    assert {address: change["introduced_by"] for address, change in found.items()} == {
        "workspace.apac": "branch",
        "workspace.emea": "branch",
        "workspace.primary": "drift",
    }
    fields = {item["path"]: item["introduced_by"] for item in found["workspace.emea"]["fields"]}
    assert fields == {"description": "base", "services.default_layout": "branch"}
    assert "introduced_by" not in changes(branch)["workspace.emea"]


def test_a_change_that_was_already_pending_belongs_to_the_base(branch):
    assert changes(branch, "--base-ref", "main")["workspace.emea"]["introduced_by"] == "base"
    assert "(already pending on the base branch)" in csws(branch, "plan", "--base-ref", "main").told


def test_the_base_changes_nothing_of_the_plan(branch):
    digests = {csws(branch, "plan", "--format", "json", *more).json["digest"] for more in ((), ("--base-ref", "main"))}
    assert len(digests) == 1
    git(branch.parent, "diff", "--quiet")
    assert not list(branch.parent.glob(".git/worktrees"))


def test_a_base_without_a_valid_project_counts_everything_as_the_branchs(branch):
    git(branch.parent, "commit", "--quiet", "--allow-empty", "--message=y")
    git(branch.parent, "rm", "-r", "--quiet", "--cached", "acme")
    git(branch.parent, "commit", "--quiet", "--message=z")
    done = csws(branch, "plan", "--base-ref", "HEAD", "--format", "json")
    assert done.json["accounts"][0]["changes"][0]["introduced_by"] == "branch"
    assert "`HEAD` has no valid plan for this account" in done.err


@pytest.mark.parametrize("ref", ["nowhere", "--help", "-x", "HEAD:acme", "HEAD^{tree}"])
def test_a_base_that_git_does_not_know_is_a_usage_error(branch, ref):
    assert csws(branch, "plan", f"--base-ref={ref}").code == 64


def test_a_base_needs_a_repository(project):
    assert csws(project, "plan", "--base-ref", "main").code == 64


def test_places_are_relative_to_the_root_of_the_repository(branch):
    edit(branch / "workspaces/apac.yaml", "[APAC CSM]", "[Nobody]")
    assert "file=acme/workspaces/apac.yaml," in csws(branch, "validate", "--format", "github").out
    sarif = csws(branch, "validate", "--format", "sarif").json["runs"][0]["results"][0]
    assert sarif["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "acme/workspaces/apac.yaml"
    assert csws(branch, "validate", "--format", "json").json["diagnostics"][0]["file"] == "workspaces/apac.yaml"


@pytest.mark.parametrize("form", ["github", "sarif", "junit", "gitlab"])
def test_a_format_never_changes_the_exit_code(project, form):
    assert csws(project, "validate", "--format", form).code == 0
    edit(project / "workspaces/apac.yaml", "[APAC CSM]", "[Nobody]")
    assert csws(project, "validate", "--format", form).code == 3


def test_ids_of_findings_survive_other_edits(project):
    edit(project / "workspaces/apac.yaml", "[APAC CSM]", "[Nobody]")
    before = csws(project, "validate", "--format", "gitlab").json
    edit(project / "workspaces/apac.yaml", "workspaces:", "# a line above\nworkspaces:")
    after = csws(project, "validate", "--format", "gitlab").json
    assert [item["fingerprint"] for item in before] == [item["fingerprint"] for item in after]
    assert before[0]["location"] != after[0]["location"]


def test_a_gitlab_report_has_the_members_that_gitlab_documents(project):
    edit(project / "workspaces/apac.yaml", "[APAC CSM]", "[Nobody, Nobody else]")
    report = csws(project, "validate", "--format", "gitlab").json
    assert len({item["fingerprint"] for item in report}) == len(report) == 2
    for item in report:
        assert set(item) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert item["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert item["location"]["path"] == "workspaces/apac.yaml"
        assert item["location"]["lines"]["begin"] == 5


def test_events_are_written_as_they_happen(project, tmp_path):
    file = tmp_path / "events.jsonl"
    assert csws(project, "apply", "--auto-approve", "--events", str(file)).code == 0
    events = [json.loads(line) for line in file.read_text().splitlines()]
    assert [is_valid("event", event) for event in events] == [None] * len(events)
    kinds = [event["event"] for event in events]
    assert kinds[:2] == ["version", "plan"]
    assert kinds.count("step_start") == kinds.count("step_done") == events[1]["steps"]
    assert kinds[-2:] == ["summary", "summary"]


def test_events_of_a_refused_run(project, tmp_path):
    file = tmp_path / "events.jsonl"
    edit(project / "workspaces/apac.yaml", "[APAC CSM]", "[Nobody]")
    assert csws(project, "apply", "--auto-approve", "--events", str(file)).code == 3
    events = [json.loads(line) for line in file.read_text().splitlines()]
    assert [is_valid("event", event) for event in events] == [None] * len(events)
    assert events[-1] == {**events[-1], "event": "summary", "exit_code": 3}


def test_events_that_cannot_be_written_stop_the_run_before_it_begins(project):
    assert csws(project, "apply", "--auto-approve", "--events", "/nowhere/e").code == 1
    assert csws(project, "history", "--format", "json").json["accounts"][0]["revisions"] == []


def test_fmt(project):
    assert csws(project, "fmt", "--check").code == 0
    edit(project / "workspaces/apac.yaml", "    name:", "    name:   ")
    before = (project / "workspaces/apac.yaml").read_text()
    checked = csws(project, "fmt", "--check")
    assert (checked.code, checked.out.split()[:2]) == (1, ["would", "change"])
    assert (project / "workspaces/apac.yaml").read_text() == before
    assert csws(project, "fmt", "workspaces").code == 0
    assert csws(project, "fmt", "--check").code == 0
    (project / "workspaces/apac.yaml").write_text("a: [")
    assert csws(project, "fmt").code == 3
    assert csws(project, "fmt", "nowhere.yaml").code == 1


def test_a_schema_of_an_account(project):
    schema = csws(project, "schema", "part", "--account", "acme").json
    teams = schema["$defs"]["workspace"]["properties"]["teams"]["items"]["anyOf"]
    assert "APAC CSM" in teams[0]["enum"]
    assert schema["$defs"]["objects"]["properties"]["customers"]["anyOf"][0]["enum"][0] == "companies"
    assert csws(project, "schema", "plan", "--account", "acme").code == 64
    assert csws(project, "schema", "config", "--account", "nobody").code == 64


@pytest.mark.parametrize("words", [["rollback", "1", "--format", "html"], ["plan", "--max-length", "1"]])
def test_an_unknown_format_is_a_usage_error(project, words):
    assert csws(project, "apply", "--auto-approve").code == 0
    assert csws(project, *words).code == 64


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("csws pl", "plan"),
        ("csws --account a", "acme"),
        ("csws explain CSW60", "CSW601"),
        ("csws schema ca", "catalog"),
    ],
)
def test_a_shell_completes(project, words, offered):
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1), "_CSWS_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['csws']; from csws.cli.entry import main; main()"],
        cwd=project,
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
    )
    assert f"plain,{offered}" in done.stdout.splitlines()


def test_a_full_disk_for_events_does_not_hurt_the_run(project):
    done = csws(project, "apply", "--auto-approve", "--events", "/dev/full")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["catalog"], "Choose one of: diff, pull, show."),
        (["worksheet", "/nowhere/x.yaml"], "The worksheet cannot be written to `/nowhere/x.yaml`"),
    ],
)
def test_the_message_for_a_mistake(project, words, says):
    assert says in csws(project, *words).err
