"""More than one machine: a real Dask cluster of several processes, with the accounts in a real
PostgreSQL server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

import csws as csws_package
from tests.cli.console import csws
from tests.fleet.cluster import cluster
from tests.fleet.projects import fleet
from tests.targets.postgres import new_database

ACCOUNTS = 48


@pytest.fixture(scope="module")
def url():
    with new_database() as address:
        yield address


def revisions(url: str) -> dict[str, int]:
    """Account id → number of revisions."""
    with psycopg.connect(url, autocommit=True) as sql:
        return revisions_in(sql)


def revisions_in(sql: psycopg.Connection) -> dict[str, int]:
    try:
        return dict(sql.execute("SELECT account_id, count(*) FROM csws.revision GROUP BY account_id").fetchall())
    except psycopg.errors.UndefinedTable:
        return {}


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(url, tmp_path):
    project = fleet(tmp_path / "fleet", ACCOUNTS, url)
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", 3) as dask:
        executor = ("--executor", dask.address)
        assert csws(project, "validate", *executor).code == 0
        words = ("apply", "--auto-approve", *executor, "--jobs", "4", "--format", "json")
        run = subprocess.Popen(
            [sys.executable, "-m", "csws", "-C", str(project), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        end = time.monotonic() + 120
        with psycopg.connect(url, autocommit=True) as sql:
            while len(revisions_in(sql)) < 10:
                assert time.monotonic() < end
                assert run.poll() is None, run.communicate()
                time.sleep(0.02)
        dask.workers[0].kill()
        done = len(revisions(url))
        out, err = run.communicate(timeout=300)
        assert (run.returncode, err) == (0, b""), [
            item["error"] for item in json.loads(out)["accounts"] if item["error"]
        ]
        assert 10 <= done < ACCOUNTS
        assert list(revisions(url).values()) == [1] * ACCOUNTS
        # The rest of the cluster sees the finished work, and so does this process alone.
        there = csws(project, "plan", "--detailed-exitcode", *executor, "--format", "json")
        assert (there.code, there.out) == (0, csws(project, "plan", "--format", "json").out)


def test_another_version_of_csws_is_refused_before_anything_is_done(url, tmp_path):
    project = fleet(tmp_path / "fleet", 2, url)
    shutil.copytree(Path(csws_package.__file__).parent, tmp_path / "older/csws")
    init = tmp_path / "older/csws/__init__.py"
    init.write_text(init.read_text().replace(csws_package.__version__, "0.0.1"))
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", 1, tmp_path / "older") as dask:
        done = csws(project, "validate", "--executor", dask.address)
    assert (done.code, "has csws 0.0.1, and this is csws" in done.err) == (1, True)


def test_one_account_of_this_machine_is_refused_before_anything_is_done(url, tmp_path):
    project = fleet(tmp_path / "fleet", 3, url)
    file = project / "csws.yaml"
    head, _, tail = file.read_text().rpartition(url)
    file.write_text(f"{head}sqlite:.csws/last.db{tail}")
    before = revisions(url)
    done = csws(project, "apply", "--auto-approve", "--executor", "dask:tcp://127.0.0.1:9")
    assert (done.code, "account-00002" in done.err, revisions(url)) == (64, True, before)


def test_a_cluster_without_workers_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr("csws.executors.dask.WORKERS", 0.5)
    project = fleet(tmp_path / "fleet", 2, "postgresql://csws@127.0.0.1:9/csws")
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", 0) as dask:
        done = csws(project, "validate", "--executor", dask.address)
    assert (done.code, "has no worker" in done.err) == (1, True)
