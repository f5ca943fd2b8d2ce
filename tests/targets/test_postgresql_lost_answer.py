"""The connection breaks while a transaction is committed: what was recorded is reported as recorded, and nothing else."""

from __future__ import annotations

import uuid

import pytest

from csws.schema import is_valid
from csws.targets.ledger import lease
from tests.cli.console import csws
from tests.targets.postgres import new_database
from tests.targets.proxy import proxy_of


@pytest.fixture(scope="session")
def proxy():
    with new_database() as url, proxy_of(url) as proxy:
        yield proxy


@pytest.fixture
def project(tmp_path, proxy):
    """The starter project, on the server behind the proxy."""
    assert csws(tmp_path, "init", "acme").code == 0
    catalog, file = tmp_path / "acme/catalogs/acme.json", tmp_path / "acme/csws.yaml"
    catalog.write_text(catalog.read_text().replace("1234567", uuid.uuid4().hex, 1))
    file.write_text(file.read_text().replace("sqlite:.csws/acme.db", proxy.url))
    assert csws(tmp_path / "acme", "apply", "--auto-approve").code == 0
    return tmp_path / "acme"


@pytest.fixture(autouse=True)
def short_leases(monkeypatch):
    """A lease that was taken and never heard of ends by itself; nobody has to wait ten seconds for it here."""
    monkeypatch.setattr(lease, "TERM", 1.0)


def revisions(project):
    return [item["number"] for item in csws(project, "history", "--format", "json").json["accounts"][0]["revisions"]]


def cut(proxy, at, project, *arguments, heard, refuses=False):
    """One command whose COMMIT number `at` is cut."""
    proxy.set(at, heard=heard, refuses=refuses)
    done = csws(project, *arguments)
    assert proxy.commits >= at, "there were not so many commits"
    proxy.set(0)
    return done


def change(project):
    """Something for the next apply to do."""
    file = project / "workspaces/apac.yaml"
    file.write_text(file.read_text().replace("name: ", "name: New "))


def commits_of_an_apply(proxy, project):
    change(project)
    proxy.set(0)
    assert csws(project, *APPLY).code == 0
    return proxy.commits


APPLY = ("apply", "--auto-approve", "--format", "json")


@pytest.mark.parametrize("heard", [True, False])
def test_whatever_commit_of_an_apply_is_cut_the_report_says_what_the_record_has(proxy, project, heard):
    commits = commits_of_an_apply(proxy, project)
    recorded = []
    for at in range(1, commits + 1):
        before = revisions(project)
        change(project)
        done = cut(proxy, at, project, *APPLY, heard=heard)
        report = done.json["accounts"][0]
        recorded.append(revisions(project) != before)
        assert (bool(report["done"]), done.code) == (recorded[-1], 0 if recorded[-1] else 1), done.out
        assert report["revision"]["after"] in (None, len(revisions(project)))
        assert csws(project, "apply", "--resume").code == 0
        assert csws(project, "apply", "--auto-approve").code == 0
        assert csws(project, "plan", "--detailed-exitcode").code == 0
    assert recorded == [False] * (commits - 1) + [heard]


@pytest.mark.parametrize("heard", [True, False])
def test_where_nobody_can_look_again_it_says_that_it_is_not_known_and_where_to_look(proxy, project, heard):
    commits = commits_of_an_apply(proxy, project)
    change(project)
    done = cut(proxy, commits, project, *APPLY, heard=heard, refuses=True)
    report = done.json["accounts"][0]
    assert (done.code, report["done"], report["never_tried"], report["revision"]["after"]) == (6, [], [], None)
    assert "It is not known whether" in report["error"]["message"]
    assert "csws history" in report["error"]["hint"]
    assert is_valid("report", done.json) is None
    assert {step["status"] for step in report["steps"]} == {"failed"}
    assert revisions(project) == ([3, 2, 1] if heard else [2, 1])
    assert csws(project, "apply", "--resume", "--lock-timeout", "20").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0
    assert revisions(project) == [3, 2, 1]


def observe(text):
    return ("observe", "--set", f"workspace.emea.description={text}")


def recording_commit(proxy, project):
    """The number of the COMMIT that records an observation; the last one gives the lease back."""
    proxy.set(0)
    assert csws(project, *observe("first")).code == 0
    return proxy.commits - 1


@pytest.mark.parametrize("heard", [True, False])
def test_an_observation_whose_answer_is_lost(proxy, project, heard):
    done = cut(proxy, recording_commit(proxy, project), project, *observe("x"), heard=heard)
    assert (done.code, len(revisions(project))) == ((0, 3) if heard else (1, 2)), done.out + done.err


@pytest.mark.parametrize("heard", [True, False])
def test_an_observation_of_which_nothing_is_known_says_so(proxy, project, heard):
    at = recording_commit(proxy, project)
    done = cut(proxy, at, project, *observe("x"), heard=heard, refuses=True)
    assert (done.code, "It is not known whether" in done.err, "csws history" in done.err) == (1, True, True)
    assert len(revisions(project)) == (3 if heard else 2)
