"""A report tells what was recorded as recorded, whatever fails beside it or after it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import uuid

import pytest

from csws.targets.ledger import lease
from tests.cli.console import csws, reported, unfinished
from tests.cli.test_main_job import edit
from tests.places import fill, read_only, small_disk
from tests.targets.postgres import new_database
from tests.targets.proxy import proxy_of


@pytest.fixture(scope="module")
def proxy():
    with new_database() as url, proxy_of(url) as proxy:
        yield proxy


@pytest.fixture
def project(tmp_path, proxy, monkeypatch):
    """The starter project; nothing is recorded of its account yet. Its database is no part of it."""
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    monkeypatch.setattr(lease, "TERM", 1.0)
    proxy.set(0)
    assert csws(tmp_path, "init", "acme").code == 0
    edit(tmp_path / "acme", "catalogs/acme.json", "1234567", uuid.uuid4().hex)
    return tmp_path / "acme"


@pytest.fixture
def in_a_database(project, proxy):
    edit(project, "csws.yaml", "sqlite:.csws/acme.db", proxy.url)
    return project


@pytest.fixture
def by_hand(project, proxy):
    """A HubSpot account whose record is in the database. Its id is that of its portal."""
    portal = str(uuid.uuid4().int)[:12]
    catalog = project / "catalogs/acme.json"
    data = json.loads(catalog.read_text())
    data["account"]["id"] = portal
    catalog.write_text(json.dumps(data))
    edit(project, "csws.yaml", "sqlite:.csws/acme.db", f"hubspot:{portal}\n    store: {proxy.url}")
    return project


def report(done):
    return done.json["accounts"][0]


def revisions(project):
    return len(csws(project, "history", "--format", "json").json["accounts"][0]["revisions"])


def apply(project, *words):
    return csws(project, "apply", *words, "--new-account", "--format", "json")


def by_kim(project, steps):
    return reported(project, steps, "Kim", "--format", "json")


def test_a_project_that_can_only_be_read_is_applied_all_the_same(in_a_database, tmp_path):
    file = str(tmp_path / "p.plan")
    assert csws(in_a_database, "plan", "--out", file).code == 0
    (in_a_database / ".csws").mkdir()
    with read_only(in_a_database):
        for words in ([file], ["--auto-approve"], ["--resume"]):
            assert apply(in_a_database, *words).code == 0
        assert csws(in_a_database, "rollback", "1", "--auto-approve").code == 0
    assert revisions(in_a_database) == 1


def test_a_store_that_can_only_be_read_is_named_as_the_reason(project):
    assert csws(project, "apply", "--auto-approve").code == 0
    edit(project, "workspaces/apac.yaml", "APAC customer success", "Asia")
    with read_only(project):
        done = apply(project, "--auto-approve")
    assert (done.code, report(done)["done"], report(done)["revision"]) == (1, [], {"before": 1, "after": 1})
    assert "`sqlite:.csws/acme.db` cannot be opened for writing" in report(done)["error"]["message"]


def test_what_is_recorded_is_reported_where_the_runbook_cannot_be_written(by_hand):
    begun = apply(by_hand, "--auto-approve")
    steps = len(report(begun)["steps"])
    assert (begun.code, steps) == (6, 4)
    with read_only(by_hand / ".csws/runbooks"):
        done = by_kim(by_hand, "1-2")
        assert (done.code, report(done)["done"], report(done)["waiting"]) == (6, [1, 2], [3, 4])
        assert report(done)["revision"] == {"before": 0, "after": 2}
        assert "The runbook cannot be written" in report(done)["error"]["message"]
        assert report(done)["runbook"] is None
        last = by_kim(by_hand, "3-4")
        assert (last.code, report(last)["done"]) == (6, [3, 4])
        assert "old runbook" in report(last)["error"]["message"]
    assert revisions(by_hand) == 4


def test_a_runbook_that_was_never_written_has_not_to_be_removed(by_hand):
    (by_hand / ".csws").mkdir()
    with read_only(by_hand):
        begun = apply(by_hand, "--auto-approve")
        assert (begun.code, report(begun)["waiting"]) == (6, [1, 2, 3, 4])
        assert "The runbook cannot be written" in report(begun)["error"]["message"]
        done = by_kim(by_hand, "1-4")
        assert (done.code, report(done)["done"]) == (0, [1, 2, 3, 4])


def test_what_is_recorded_is_reported_where_the_disk_is_full(by_hand):
    """No file of this process may grow beyond a kilobyte, so no runbook fits."""
    begun = apply(by_hand, "--auto-approve")
    assert begun.code == 6
    words = ["apply", "--resume", "--run", report(begun)["run"], "--done", "1-2", "--by", "Kim", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-B", "-m", "csws", "-C", str(by_hand), *words],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)),
    )
    (account,) = json.loads(done.stdout)["accounts"]
    assert (done.returncode, account["done"], account["waiting"]) == (6, [1, 2], [3, 4])
    assert "The runbook cannot be written" in account["error"]["message"]


@pytest.mark.parametrize("heard", [True, False])
def test_whatever_commit_of_a_run_by_hand_is_cut_its_steps_are_reported_as_the_record_has_them(by_hand, proxy, heard):
    assert apply(by_hand, "--auto-approve").code == 6
    at, waiting, run = 0, [1, 2, 3, 4], unfinished(by_hand)["id"]
    while waiting:
        at += 1
        before = revisions(by_hand)
        proxy.set(at, heard=heard)
        ids = ",".join(map(str, waiting))
        done = apply(by_hand, "--resume", "--run", run, "--done", ids, "--by", "Kim")
        was_cut = proxy.commits >= at
        proxy.set(0)
        reported_done = [step for account in done.json["accounts"] for step in account["done"]]
        assert len(reported_done) == revisions(by_hand) - before, done.out
        assert done.code in ((0, 1, 6) if was_cut else (0,)), done.out
        waiting = [step for step in waiting if step not in reported_done]
    assert at > 4
    assert csws(by_hand, "apply", "--resume").code == 0
    assert csws(by_hand, "plan", "--detailed-exitcode").code == 0
    assert revisions(by_hand) == 4


@pytest.mark.parametrize("by", ["sqlite:.csws/acme.db", "hubspot:1234567"])
def test_a_disk_that_is_full_is_named_and_what_it_holds_is_reported(tmp_path, monkeypatch, by):
    """Record and project are on one small disk, which is full, and then is not."""
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    monkeypatch.setattr(lease, "TERM", 1.0)
    (tmp_path / "disk").mkdir()
    with small_disk(tmp_path / "disk", 400):
        assert csws(tmp_path / "disk", "init", "acme").code == 0
        project = tmp_path / "disk/acme"
        edit(project, "csws.yaml", "sqlite:.csws/acme.db", by)
        assert apply(project, "--auto-approve").code in (0, 6)
        edit(project, "workspaces/apac.yaml", "APAC customer success", "Asia")
        before = revisions(project)
        filler = fill(tmp_path / "disk")
        done = apply(project, "--auto-approve") if before else by_kim(project, "1-4")
        assert (done.code, report(done)["done"], revisions(project)) == (1, [], before), done.out
        assert "disk is full" in report(done)["error"]["message"]
        filler.unlink()
        done = apply(project, "--auto-approve", "--lock-timeout", "5") if before else by_kim(project, "1-4")
        assert (done.code, len(report(done)["done"])) == (0, revisions(project) - before), done.out


def test_a_run_is_given_up_also_where_its_runbook_cannot_be_removed(by_hand):
    run = report(apply(by_hand, "--auto-approve"))["run"]
    with read_only(by_hand / ".csws/runbooks"):
        done = csws(by_hand, "abandon", run, "--auto-approve")
    assert (done.code, f"run {run} was given up" in done.out, "old runbook" in done.err) == (1, True, True)
