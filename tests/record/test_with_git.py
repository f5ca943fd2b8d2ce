"""Two machines and one record, with the real git: what one knows the other knows after a pull."""

from __future__ import annotations

import json
import shlex
import sys

import pytest

from tests.cli.console import csws
from tests.record.repository import RECORD, cloned, commit, git, see, started


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    return started(tmp_path)


def names(root):
    """The names of the workspaces that the record has, by id."""
    document = csws(root, "plan", "--format", "json").json["accounts"][0]
    return sorted(item["name"] for item in document["unmanaged"])


def revisions(root):
    (account,) = csws(root, "history", "--format", "json").json["accounts"]
    return [(item["number"], item["kind"]) for item in account["revisions"]]


def test_a_second_machine_with_the_same_commit_knows_the_account_and_its_waiting_run(root):
    assert csws(root, "apply", "--auto-approve").code == 6
    commit(root)
    other = cloned(root, "other")
    assert (names(other), revisions(other)) == (names(root), revisions(root)) == (["Hand"], [(1, "observed")])
    ours, theirs = csws(root, "runs"), csws(other, "runs")
    assert "is waiting" in theirs.out
    run = theirs.out.split("Run ")[1][:12]
    assert f"Run {run}" in ours.out
    assert csws(other, "apply", "--resume", "--run", run, "--done", "1-4", "--by", "Kim").code == 0
    commit(other)
    git(root, "pull", "--quiet", "--no-rebase", str(other), "main")
    assert revisions(root) == revisions(other)
    assert csws(root, "plan", "--detailed-exitcode").code == 0
    assert csws(root, "runs").out.count("Run ") == 0
    shown = csws(root, "record", "show").out
    for text in (
        f"run {run} begun",
        f"step 1 of run {run}: about to be sent",
        f"step 1 of run {run}: done",
        f"run {run} ended",
        "the base of drift",
        "objects.customers = ",
    ):
        assert text in shown


def test_git_joins_what_two_machines_recorded_of_different_things(root):
    other = cloned(root, "other")
    see(root, "workspace.ours.name=Ours")
    see(other, "workspace.theirs.name=Theirs")
    git(root, "pull", "--quiet", "--no-rebase", "--no-edit", str(other), "main")
    assert names(root) == ["Hand", "Ours", "Theirs"]
    assert revisions(root) == [(3, "observed"), (2, "observed"), (1, "observed")]
    assert csws(root, "record", "verify").code == 0
    assert "(was 3)" in csws(root, "record", "show").out
    commit(root)
    git(other, "pull", "--quiet", "--no-rebase", "--no-edit", str(root), "main")
    assert (other / RECORD).read_bytes() == (root / RECORD).read_bytes()


def test_a_run_goes_on_after_a_merge_that_gave_its_base_another_number(root):
    other = cloned(root, "other")
    see(root, "workspace.ours.name=Ours")
    see(other, "workspace.theirs.name=Theirs")
    assert csws(other, "apply", "--auto-approve").code == 6
    commit(other)
    git(root, "pull", "--quiet", "--no-rebase", "--no-edit", str(other), "main")
    run = csws(root, "runs").out.split("Run ")[1][:12]
    assert csws(root, "apply", "--resume", "--run", run, "--done", "1-4", "--by", "Kim").code == 0
    assert csws(root, "plan", "--detailed-exitcode").code == 0
    assert names(root) == ["Hand", "Ours", "Theirs"]


def test_git_stops_where_both_say_something_of_the_same_workspace(root):
    other = cloned(root, "other")
    see(root, "unmanaged.seen-hand.name=Ours")
    see(other, "unmanaged.seen-hand.name=Theirs")
    before = (root / RECORD).read_bytes()
    done = git(root, "pull", "--no-rebase", "--no-edit", str(other), "main", check=False)
    assert done.returncode == 1
    for text in (
        "Both sides touch unmanaged.seen-hand.",
        '"Ours"',
        '"Theirs"',
        "`csws observe`",
        RECORD,
    ):
        assert text in done.stderr, done.stderr
    assert (root / RECORD).read_bytes() == before
    assert csws(root, "record", "verify").code == 0


def test_without_the_driver_git_leaves_a_mess_that_is_named(root):
    other = cloned(root, "other")
    git(root, "config", "--remove-section", "merge.csws-record")
    see(root, "workspace.ours.name=Ours")
    see(other, "workspace.theirs.name=Theirs")
    assert git(root, "pull", "--no-rebase", str(other), "main", check=False).returncode == 1
    for words in (("plan",), ("record", "verify"), ("observe", "--set", "workspace.x.name=X")):
        done = csws(root, *words)
        assert (done.code, "line 3 is a conflict mark" in done.out + done.err) == (1, True)
    doctor = csws(root, "doctor")
    assert (doctor.code, "is a conflict mark" in doctor.out) == (1, True)
    assert "does not use the merge driver" in doctor.out
    shown = csws(root, "record", "show")
    assert (shown.code, '"Ours"' in shown.out, '"Theirs"' in shown.out) == (0, True, True)


@pytest.mark.parametrize("text", ["", "* text=auto\n", "* text=auto"])
def test_the_driver_is_installed_once(root, text):
    file = root / ".gitattributes"
    file.write_text(text)
    for _ in range(2):
        assert csws(root, "record", "merge", "--install").code == 0
        end = "\n" if text and not text.endswith("\n") else ""
        assert file.read_text() == f"{text}{end}records/*.jsonl -text merge=csws-record\n"
    found = git(root, "check-attr", "merge", "text", "--", RECORD).stdout
    assert ("merge: csws-record" in found, "text: unset" in found) == (True, True)


@pytest.mark.parametrize("place", ["state of acme.jsonl", "a[1]/x*.jsonl", 'q"q.jsonl', "acme.jsonl"])
def test_a_record_elsewhere_has_a_line_of_its_own(root, place):
    config = root / "csws.yaml"
    config.write_text(config.read_text().replace(f"store: file:{RECORD}", f"store: {json.dumps('file:' + place)}"))
    assert csws(root, "record", "merge", "--install").code == 0
    assert "merge: csws-record" in git(root, "check-attr", "merge", "--", place).stdout.replace('"', "")
    assert "merge driver" not in csws(root, "doctor").out


def test_doctor_says_where_a_record_does_not_travel(root, tmp_path):
    assert "record file" not in csws(root, "doctor").out
    git(root, "rm", "--quiet", "--cached", RECORD)
    (root / ".gitignore").write_text("records/\n.csws/\n")
    assert "git ignores `records/acme.jsonl`" in csws(root, "doctor").out
    (root / ".git").rename(tmp_path / "git")
    assert "is not in a git repository" in csws(root, "doctor").out


@pytest.fixture
def branch(root):
    git(root, "checkout", "--quiet", "-b", "branch")
    return root


def verify(root, *words):
    done = csws(root, "record", "verify", "--base-ref", "main", "--format", "json", *words)
    (found,) = done.json["records"]
    return done.code, found["added"], [item["message"] for item in found["problems"]]


def test_a_branch_may_add_lines_and_change_none(branch):
    assert verify(branch) == (0, 0, [])
    see(branch, "workspace.more.name=More")
    assert verify(branch) == (0, 1, [])
    assert "Merge this alone" in csws(branch, "record", "verify", "--base-ref", "main").out
    path = branch / RECORD
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1]))
    assert verify(branch) == (1, 0, ["line 2 is missing: the base has it."])
    path.unlink()
    assert verify(branch) == (1, 0, ["line 1 is missing: the base has it."])
    see(branch, "workspace.other.name=Other")
    assert verify(branch) == (1, 0, ["line 2 differs from the base, which has another line there."])


def test_a_branch_that_left_the_record_alone_may_be_behind(branch):
    git(branch, "checkout", "--quiet", "main")
    see(branch, "workspace.more.name=More")
    git(branch, "checkout", "--quiet", "branch")
    commit(branch, "something else")
    assert verify(branch) == (0, 0, [])
    see(branch, "workspace.other.name=Other")
    assert verify(branch) == (1, 0, ["line 3 differs from the base, which has another line there."])


def test_line_ends_are_no_difference(branch):
    path = branch / RECORD
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert verify(branch) == (0, 0, [])


def test_a_base_that_git_does_not_know_is_a_usage_error(root):
    assert csws(root, "record", "verify", "--base-ref", "nowhere").code == 64


def test_two_records_that_were_begun_apart_are_joined(tmp_path, monkeypatch):
    """Neither machine had one: git has no common base of the file."""
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    root = started(tmp_path)
    git(root, "rm", "--quiet", "--cached", RECORD)
    (root / RECORD).unlink()
    commit(root, "no record yet")
    other = cloned(root, "other")
    assert csws(root, "observe", "--set", "workspace.ours.name=Ours").code == 0
    assert csws(other, "observe", "--set", "workspace.theirs.name=Theirs").code == 0
    commit(root)
    commit(other)
    git(root, "pull", "--quiet", "--no-rebase", "--no-edit", str(other), "main")
    assert names(root) == ["Ours", "Theirs"]


def test_a_rebase_joins_records_too(root):
    other = cloned(root, "other")
    see(root, "workspace.ours.name=Ours")
    see(other, "workspace.theirs.name=Theirs")
    git(root, "pull", "--quiet", "--rebase", str(other), "main")
    assert names(root) == ["Hand", "Ours", "Theirs"]
    assert verify_all(root) == 0


def verify_all(root):
    return csws(root, "record", "verify").code


def test_a_path_is_compared_with_the_base_however_it_is_written(branch, tmp_path):
    see(branch, "workspace.more.name=More")
    for path in (f"./{RECORD}", str(branch / RECORD), f"records/../{RECORD}"):
        assert verify(branch, path) == (0, 1, [])
    (branch / RECORD).write_bytes((branch / RECORD).read_bytes().splitlines(keepends=True)[0])
    for path in (f"./{RECORD}", str(branch / RECORD), f"records/../{RECORD}"):
        assert verify(branch, path)[0] == 1
    (tmp_path / "outside.jsonl").write_bytes(b"")
    assert csws(branch, "record", "verify", "--base-ref", "main", "../outside.jsonl").code == 64


def test_two_sides_that_adopt_a_workspace_of_one_name_are_not_merged(root):
    other = cloned(root, "other")
    see(root, "workspace.latam.name=LATAM")
    see(other, "workspace.latin.name=latam")
    done = git(other, "pull", "--quiet", "--no-rebase", "--no-edit", check=False)
    assert done.returncode == 1
    assert "called “latam”" in done.stdout + done.stderr


def test_a_branch_that_is_rebased_adds_its_lines_after_those_of_the_base(root):
    """As docs/record.md says for a pull request whose base got new lines meanwhile."""
    git(root, "checkout", "--quiet", "-b", "adoption")
    see(root, "workspace.one.name=One")
    git(root, "checkout", "--quiet", "main")
    see(root, "workspace.two.name=Two")
    git(root, "checkout", "--quiet", "adoption")
    driver = f"{shlex.quote(sys.executable)} -m csws record merge %A %B --path %P"
    git(root, "config", "merge.csws-record.driver", driver)
    git(root, "rebase", "--quiet", "main")
    done = csws(root, "record", "verify", "--base-ref", "main")
    assert (done.code, "1 new" in done.out) == (0, True), done.out + done.err


@pytest.mark.parametrize("words", [["record", "verify", "--base-ref", ""], ["plan", "--base-ref", ""]])
def test_an_empty_base_is_refused(root, words):
    assert csws(root, *words).code == 64
