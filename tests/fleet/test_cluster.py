"""Past one machine: a real Dask cluster of several processes, with the accounts in a real PostgreSQL server."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import psycopg
import pytest

from tests.cli.console import csws
from tests.fleet.cluster import cluster
from tests.fleet.projects import fleet
from tests.targets.postgres import server

ACCOUNTS = 120


@pytest.fixture(scope="module")
def url():
    with server() as address:
        yield address


def revisions(url: str) -> dict[str, int]:
    """Account id → how many revisions it has."""
    with psycopg.connect(url) as sql:
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
        while len(revisions(url)) < 10:
            assert time.monotonic() < end
            assert run.poll() is None, run.communicate()
            time.sleep(0.01)
        dask.workers[0].kill()
        done = len(revisions(url))
        out, err = run.communicate(timeout=300)
        assert (run.returncode, err) == (0, b""), [
            item["error"] for item in json.loads(out)["accounts"] if item["error"]
        ]
        assert 10 <= done < ACCOUNTS
        assert list(revisions(url).values()) == [1] * ACCOUNTS
        # The rest of the cluster sees what was done, and so does this process by itself.
        there = csws(project, "plan", "--detailed-exitcode", *executor, "--format", "json")
        assert (there.code, there.out) == (0, csws(project, "plan", "--format", "json").out)


def test_a_cluster_without_workers_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("csws.executors.dask.WORKERS", 0.5)
    project = fleet(tmp_path / "fleet", 2, "postgresql://csws@127.0.0.1:9/csws")
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", 0) as dask:
        done = csws(project, "validate", "--executor", dask.address)
    assert (done.code, "has no worker" in done.err) == (1, True)
