"""What a run over many accounts promises: a failure affects only its own account, results come in
order, nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from csws.errors import CswsError, UsageFault
from csws.executors import KINDS, executor_for
from csws.load.account import carried
from csws.load.project import open_project
from csws.workflow.run.fleet import Fleet, each
from tests.cli.console import csws
from tests.fleet.projects import change, fleet, rename_everywhere
from tests.fleet.slow import lost, work

ROOT = Path(__file__).parents[2]
FATES = {1: "late", 3: "refused", 5: "dies", 7: "bug", 8: "dies once"}
LOST = ("--max-lost", "100")
ENDS = {"refused": "failure", "dies": "worker_lost", "bug": "bug"}


@pytest.fixture
def project(tmp_path):
    return fleet(tmp_path / "fleet", 12)


def answers(project: Path, marks: Path, how: Fleet, fates: dict[int, str]) -> list[tuple[str, str]]:
    opened = open_project(project)
    items = [(name, fates.get(number)) for number, name in enumerate(opened.names)]
    marks.mkdir()
    return list(each(partial(carried, opened), items, len(items), partial(work, str(marks)), how, lost))


@pytest.mark.parametrize("jobs", [2, 3])
def test_a_worker_that_dies_affects_no_other_account(project, tmp_path, jobs):
    seen = []
    how = Fleet(jobs=jobs, tell=lambda done, whole, name: seen.append((done, whole)))
    found = answers(project, tmp_path / "marks", how, FATES)
    assert found == [(f"account-{number:05}", ENDS.get(FATES.get(number, ""), "done")) for number in range(12)]
    assert seen == [(number, 12) for number in range(1, 13)]


def test_one_process_prints_the_same(project, tmp_path):
    fates = {number: fate for number, fate in FATES.items() if not fate.startswith("dies")}
    here = answers(project, tmp_path / "here", Fleet(jobs=1), fates)
    assert here == answers(project, tmp_path / "there", Fleet(jobs=2), fates)


def test_an_unknown_executor_is_reported():
    with pytest.raises(UsageFault) as refused, executor_for("cloud", 2):
        pass
    assert all(kind in (refused.value.hint or "") for kind in KINDS)


@pytest.mark.parametrize("command", [("validate",), ("plan",), ("apply", "--auto-approve")])
def test_the_number_of_jobs_changes_no_byte(tmp_path, command):
    said = []
    for jobs in ("1", "2", "3"):
        folder = fleet(tmp_path / jobs, 20)
        catalog = folder / "catalogs/account-00007.json"
        catalog.write_text(catalog.read_text().replace('"contract_end"', '"contract_ends"'))
        done = csws(folder, *command, "--jobs", jobs, "--format", "json")
        said.append((done.code, done.out))
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize("command", [("drift", "--format", "json"), ("history", "--format", "json"), ("export",)])
def test_for_reading_commands_the_number_of_jobs_changes_no_byte(project, command):
    assert csws(project, "apply", "--auto-approve").code == 0
    seen = ("observe", "--set", "workspace.emea.name=Seen")
    assert csws(project, "--account", "account-00002", *seen).code == 0
    (project / "catalogs/account-00003.json").write_text("{")
    said = [csws(project, *command, "--jobs", jobs) for jobs in ("1", "2", "3")]
    assert said[0] == said[1] == said[2]
    assert (said[0].code, "Seen" in said[0].out or command[0] == "history") == (3, True)
    assert said[0].err.count("account-00003: ") == 1


def test_one_bad_account_stops_no_other(project):
    (project / "catalogs/account-00003.json").write_text("{")
    (project / "overlays/account-00005.yaml").write_text("workspaces: {emea: {name: [")
    done = csws(project, "apply", "--auto-approve", "--jobs", "2", "--format", "json")
    codes = {item["account"]: item["exit_code"] for item in done.json["accounts"]}
    assert done.code == 3
    assert {name for name, code in codes.items() if code} == {"account-00003", "account-00005"}
    again = csws(project, "plan", "--jobs", "2", "--format", "json").json
    assert sum(item["base"] is not None and not item["changes"] for item in again["accounts"]) == 10


def test_an_unreadable_overlay_hides_nothing_of_other_accounts(project):
    (project / "overlays/account-00005.yaml").write_text("workspaces: {emea: {name: [")
    rename = project / "overlays/account-00006.yaml"
    rename.write_text(rename.read_text().replace("emea team 6", "nobody"))
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    assert {(item["code"], item["accounts"][0]) for item in found} == {
        ("CSW002", "account-00005"),
        ("CSW303", "account-00006"),
    }


def test_a_missing_file_is_reported_where_each_account_names_it(tmp_path):
    project = fleet(tmp_path / "fleet", 32)  # enough accounts that several are sent together
    config = json.loads((project / "csws.yaml").read_text())
    for name in ("account-00001", "account-00002"):
        config["accounts"][name] |= {"overlay": "overlays/gone.yaml", "catalog": "catalogs/gone.json"}
    (project / "csws.yaml").write_text(json.dumps(config, indent=1))
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    lines = (project / "csws.yaml").read_text().splitlines()
    assert [
        (item["accounts"], lines[item["line"] - 1].split('"')[1]) for item in found if item["code"] == "CSW001"
    ] == [([name], key) for name in ("account-00001", "account-00002") for key in ("catalog", "overlay")]


def test_globs_narrow_a_run(project):
    done = csws(project, "--account", "account-0000[0-3]", "--account", "*-00011", "plan", "--format", "json").json
    assert [item["account"][-2:] for item in done["accounts"]] == ["00", "01", "02", "03", "11"]


def test_the_same_changes_are_shown_once(project):
    assert csws(project, "apply", "--auto-approve", "--jobs", "2").code == 0
    rename_everywhere(project)
    change(project, 4)
    plan = csws(project, "plan", "--jobs", "2")
    assert "The same in 11 accounts: account-00000, " in plan.told
    assert "are shown as in account-00000" in plan.told
    assert plan.out.count("  Default page layout  ") == 10
    groups = csws(project, "plan", "--format", "json").json["groups"]
    assert [len(group["accounts"]) for group in groups] == [11, 1]


def test_a_summary_begins_with_what_went_wrong(project):
    (project / "catalogs/account-00003.json").write_text("{")
    done = csws(project, "apply", "--auto-approve", "--jobs", "2")
    summary = done.out[done.out.index("12 accounts: ") :]
    assert summary.startswith("12 accounts: 1 not applied, 11 applied.\nNot applied: account-00003.\n")
    assert "run the same command again" in summary


def test_resume_continues_with_the_remaining_accounts(project):
    """The approval is valid for the approved plans, and for no others."""
    holder = project / "catalogs/account-00003.json"
    text = holder.read_text()
    approved = csws(project, "plan", "--out", str(project / "p.plan"), "--format", "json").json["digest"]
    holder.write_text("{")
    assert csws(project, "apply", str(project / "p.plan"), "--expect", approved, "--jobs", "2").code == 3
    assert list(json.loads((project / ".csws/run.json").read_text())["accounts"]) == ["account-00003"]
    assert csws(project, "apply", "--resume").code == 3
    holder.write_text(text)
    change(project, 3)
    stale = csws(project, "apply", "--resume", "--format", "json")
    assert (stale.code, stale.json["accounts"][0]["error"]["code"]) == (5, "stale")
    (project / "overlays/account-00003.yaml").write_text(
        (project / "overlays/account-00003.yaml").read_text().replace(", changed", "")
    )
    done = csws(project, "apply", "--resume", "--format", "json")
    assert (done.code, [item["account"] for item in done.json["accounts"]]) == (0, ["account-00003"])
    assert not (project / ".csws/run.json").exists()
    assert "Nothing to resume" in csws(project, "apply", "--resume").err


def test_a_damaged_run_file_is_reported(project):
    (project / ".csws").mkdir()
    (project / ".csws/run.json").write_text("[]")
    done = csws(project, "apply", "--resume")
    assert (done.code, "run.json" in done.err) == (1, True)


def test_a_damaged_run_file_does_not_stop_an_apply(project):
    (project / ".csws").mkdir()
    (project / ".csws/run.json").write_text("[]")
    assert csws(project, "--account", "account-00000", "apply", "--auto-approve").code == 0


def test_a_rollback_of_several_accounts_leaves_nothing_to_resume(project):
    assert csws(project, "apply", "--auto-approve").code == 0
    assert csws(project, "rollback", "0", "--auto-approve", *LOST).code == 3  # an empty account is unlawful
    assert "Nothing to resume" in csws(project, "apply", "--resume").err


def _csws(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "csws", "-C", str(folder), *arguments]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _applied(folder: Path) -> int:
    return sum(map(_revisions, (folder / ".csws").glob("*.db")))


def _revisions(file: Path) -> int:
    try:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as sql:
            return int(sql.execute("SELECT count(*) FROM revision").fetchone()[0])
    except sqlite3.Error:
        return 0


def _wait_for(folder: Path, applied: int) -> None:
    end = time.monotonic() + 60
    while _applied(folder) < applied:
        assert time.monotonic() < end
        time.sleep(0.002)


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(tmp_path):
    folder = fleet(tmp_path / "fleet", 80)
    run = _csws(folder, "apply", "--auto-approve", "--jobs", "2")
    _wait_for(folder, 5)
    os.kill(_children(run.pid)[0], signal.SIGKILL)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 0, said.decode()
    assert _applied(folder) == 80
    assert csws(folder, "plan", "--detailed-exitcode").code == 0


def test_a_killed_run_can_be_continued(tmp_path):
    folder = fleet(tmp_path / "fleet", 80)
    run = _csws(folder, "apply", "--auto-approve", "--jobs", "2")
    _wait_for(folder, 5)
    workers = _children(run.pid)
    run.kill()
    run.communicate(timeout=120)
    end = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < end, "a worker outlived the run"
        time.sleep(0.02)
    assert _applied(folder) < 80
    done = csws(folder, "apply", "--resume", "--jobs", "2", "--format", "json")
    assert done.code == 0
    assert _applied(folder) == 80
    assert csws(folder, "plan", "--detailed-exitcode").code == 0


def test_events_of_a_run_by_several_processes(project):
    file = project / "events.jsonl"
    assert csws(project, "apply", "--auto-approve", "--jobs", "2", "--events", str(file)).code == 0
    events = [json.loads(line) for line in file.read_text().splitlines()]
    assert [item["event"] for item in events[:2]] == ["version", "plan"]
    assert sum(item["event"] == "summary" for item in events) == 13
    assert [item.get("account") for item in events if item["event"] == "plan"] == [f"account-{n:05}" for n in range(12)]


def test_a_cluster_cannot_reach_a_file_of_this_machine(project):
    done = csws(project, "plan", "--executor", "dask:tcp://127.0.0.1:9")
    assert (done.code, "PostgreSQL" in done.err) == (64, True)


def test_a_failure_of_the_executor_ends_the_run(project, monkeypatch):
    monkeypatch.setattr("csws.executors.dask.CONNECT", 0.5)
    with pytest.raises(CswsError, match="No Dask scheduler answers"), executor_for("dask:tcp://127.0.0.1:9", 1):
        pass


AFTER_FORK = """
import multiprocessing.process, sys
from csws.cli.entry import run
began = multiprocessing.process.BaseProcess.run

def shown(process):
    before = set(sys.modules)
    began(process)
    print("loaded", sorted(set(sys.modules) - before), file=sys.stderr)

multiprocessing.process.BaseProcess.run = shown
run("plan --jobs 2".split())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes do not fork")
def test_everything_is_loaded_before_processes_fork(project):
    """What each of them has to load takes its time once for each. Where nothing changes, no planner is needed."""
    assert csws(project, "apply", "--auto-approve").code == 0
    words = [sys.executable, "-c", AFTER_FORK]
    done = subprocess.run(
        words, cwd=project, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.fspath(ROOT)}
    )
    assert "loaded []" in done.stderr
    assert "loaded ['" not in done.stderr, done.stderr
