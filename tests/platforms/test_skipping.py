"""Every test that needs what only some systems have is skipped elsewhere, and no other test is."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from tests.platforms import portable
from tests.platforms.skipping import DATA, install, reason_for

ROOT = Path(__file__).parents[2]


@cache
def uses() -> list[tuple[str, str]]:
    """What the tests use that only some systems have: file, and name or path."""
    found = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if "node_modules" not in path.parts and not name.startswith("tests/platforms/"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [(name, what) for _, what, _ in set(portable._not_everywhere(tree))]
    return found


def test_each_use_leads_to_a_skip():
    skipped = {name.rpartition(".")[2] for name in (*DATA["calls"], *DATA["values"])} | {"resource", "pty"}
    listed = tuple(name for item in DATA["tests"] for name in item["uses"]) + tuple(DATA["names_only"])
    alone = [
        (file, what) for file, what in uses() if what.rpartition(".")[2] not in skipped and not file.startswith(listed)
    ]
    assert [use for use in alone if use[1] != "os.path.relpath"] == []


def test_each_listed_test_exists():
    for item in DATA["tests"]:
        for name in item["tests"]:
            file, _, test = name.partition("::")
            assert (ROOT / file).exists(), name
            assert not test or f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), name


def test_each_entry_is_used():
    names = {what.rpartition(".")[2] for _, what in uses()} | {"openpty", "setrlimit"}
    left = [name for name in (*DATA["calls"], *DATA["values"]) if name.rpartition(".")[2] not in names]
    assert left == []
    files = {file for file, _ in uses()} | {"tests/platforms/"}
    prefixes = [*DATA["names_only"], *(name for item in DATA["tests"] for name in item["uses"])]
    assert [prefix for prefix in prefixes if not any(file.startswith(prefix) for file in files)] == []


def test_programs_of_a_shell_are_listed():
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*/*.py"))
    started = set(re.findall(r"(?:run|Popen)\(\s*\[\"([a-z]+)\"", text)) - {"git", "node", "npm"}
    assert started <= set(DATA["programs"])


@pytest.mark.parametrize(
    ("test", "system", "is_skipped"),
    [
        ("tests/crash/test_crash.py::test_x[1]", "win32", True),
        ("tests/crash/test_crash.py::test_x[1]", "darwin", False),
        ("tests/cli/test_interrupted.py::test_at_any_moment[plan-1]", "darwin", True),
        ("tests/cli/test_interrupted.py::test_at_any_moment[plan-1]", "linux", False),
        ("tests/cli/test_main_job.py::test_the_main_job", "win32", False),
    ],
)
def test_the_systems_of_a_test(test, system, is_skipped):
    assert (reason_for(test, system) is not None) is is_skipped


def test_on_linux_no_test_is_skipped():
    assert all("linux" in item["systems"] for item in DATA["tests"])


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda folder: os.fork(), "cannot fork"),
        (lambda folder: os.kill(os.getpid(), signal.SIGKILL), "cannot kill"),
        (lambda folder: (folder / "a").symlink_to(folder), "special right"),
        (lambda folder: subprocess.run(["bash", "-c", "true"], check=True), "cannot start"),
        (lambda folder: subprocess.run([sys.executable, "-V"], start_new_session=True, check=True), "cannot start"),
    ],
)
def test_what_windows_lacks_skips_the_test(tmp_path, monkeypatch, act, reason):
    with monkeypatch.context() as windows:
        install(windows)
        with pytest.raises(pytest.skip.Exception) as skipped:
            act(tmp_path)
    assert reason in str(skipped.value)


def test_what_windows_has_goes_on(monkeypatch):
    waitpid = os.waitpid
    with monkeypatch.context() as windows:
        install(windows)
        windows.setattr(os, "waitpid", waitpid)  # which the library of other systems uses itself
        done = subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, check=True)
    assert done.stdout.strip() == b"1"


def test_the_lists_agree():
    """What tests may call only with a skip, csws may not call at all."""
    for name in DATA["calls"]:
        last = name.rpartition(".")[2]
        known = (
            any(fnmatchcase(name, pattern) for pattern in portable.DATA["names"]) or last in portable.DATA["methods"]
        )
        assert known or name.partition(".")[0] in portable.DATA["modules"], name
