"""Profiles of the tests, by how much they try: `--hypothesis-profile=full` and `long` try more than
an ordinary run (tests/effort.py)."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.memory import write_there
from tests.planted import SECRET, parts
from tests.platforms.shown import refuse
from tests.platforms.skipping import install, reason_for
from tests.spared import spare_jsonschema, spare_processes

if os.name == "nt":
    install(pytest.MonkeyPatch())

write_there()
spare_jsonschema()
_TRACED = 10  # cases of one test
_LONG = (
    *("tests/histories/test_histories.py", "tests/crash", "tests/properties", "tests/fleet/test_cluster.py"),
    "tests/kinds/health_scores/test_whole_way.py::test_nothing_is_lost_or_doubled",
    "tests/hubspot/test_catalog.py::test_a_large_account_within_the_limit",
    "tests/targets/test_sqlite.py::test_a_writer_killed_before_or_inside_its_commit",
)
_ASIDE = {"empty", "cache", "dist", "node_modules", ".git"}

_CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile("ordinary", max_examples=100, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("full", max_examples=300, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("long", max_examples=20_000, deadline=None, suppress_health_check=_CHECKS)
settings.load_profile("ordinary")


def pytest_collection_finish() -> None:
    """What is imported by now lives until the end, so the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # as csws itself does


def _untraced(items: list[pytest.Item]) -> None:
    """Coverage doubles the time of a test, so it is measured in a part of them: not where made-up cases take the same lines
    hundreds of times, and in the first cases of a test that has many. What is reported is a lower bound."""
    cases: Counter[str] = Counter()
    for item in items:
        test = item.nodeid.partition("[")[0]
        cases[test] += 1
        if item.get_closest_marker("hypothesis") or item.nodeid.startswith(_LONG) or cases[test] > _TRACED:
            item.add_marker("no_cover")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that this system cannot run are skipped. The long tests are spread evenly, and begin early: each process gets a part of the list, and none of them should wait
    for another one at the end."""
    for item in items:
        if reason := reason_for(item.nodeid, sys.platform):
            item.add_marker(pytest.mark.skip(reason=reason))
    _untraced(items)
    long = [item for item in items if item.nodeid.startswith(_LONG)]
    rest = [item for item in items if not item.nodeid.startswith(_LONG)]
    gap = len(rest) // max(len(long), 1)
    items[:] = [one for at, item in enumerate(long) for one in (item, *rest[at * gap : (at + 1) * gap])]
    items += rest[len(long) * gap :]


@pytest.fixture(scope="session", autouse=True)
def paths_are_shown_alike():
    with pytest.MonkeyPatch.context() as patch:
        refuse(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def processes_are_spared(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", spare_processes(tmp_path_factory.mktemp("spared")))
        yield


@pytest.fixture
def asked_once(monkeypatch):
    """HubSpot does not answer here, and is asked again without a wait."""
    monkeypatch.setattr("csws.hubspot.transport.backoff", lambda attempt: 0.0)


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """A folder that is called acme, so `csws init` in it makes a project with the account acme."""
    folder = tmp_path / "acme"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session", autouse=True)
def planted_token(tmp_path_factory):
    """Every test runs with the token. Afterwards no file that the tests created may contain it, in any spelling."""
    os.environ["CSWS_HUBSPOT_TOKEN"] = SECRET
    os.environ["CSWS_HUBSPOT_API"] = "http://127.0.0.1:9"
    yield
    parted = [part.encode() for part in parts()]
    texts = ((path, path.read_bytes()) for path in _files(tmp_path_factory.getbasetemp()))
    assert [path for path, text in texts if any(part in text for part in parted)] == []


def _files(folder: Path):
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name not in _ASIDE:
            yield from _files(path)
        elif path.is_file() and path.stat().st_size < 5_000_000:
            yield path
