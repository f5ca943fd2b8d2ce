"""Ctrl-C at any moment, once or twice: nothing hangs, nothing is left over, and there is no
traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from csws.cli import entry
from csws.interrupts import interrupts_deferred
from tests.cli.console import csws
from tests.effort import part
from tests.fleet.projects import fleet

START = "from csws.cli.entry import program; print('begun', flush=True); program()"
MOMENTS = [0.03 * number for number in range(12)]
BETWEEN = 0.03
RUNS = [("plan", 1), ("plan", 2), ("drift", 1), ("drift", 2)]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = fleet(tmp_path_factory.mktemp("fleet") / "fleet", 60)
    assert csws(folder, "apply", "--auto-approve").code == 0
    return folder


def interrupted(process: subprocess.Popen[str], after: float, times: int) -> None:
    """Interrupts all processes of the run, as a terminal does."""
    time.sleep(after)
    for _ in range(times):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        time.sleep(BETWEEN)


@pytest.mark.parametrize(("command", "times"), RUNS)
def test_at_any_moment(project, command, times):
    """Python itself handles the signal until csws begins, which it says, so the first moment is after that."""
    codes = set()
    for after in part(MOMENTS, RUNS.index((command, times))):
        words = [sys.executable, "-c", START, command, "--jobs", "2"]
        process = subprocess.Popen(
            words,
            cwd=project,
            text=True,
            start_new_session=True,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        interrupted(process, after, times)
        _, said = process.communicate(timeout=30)
        assert "Traceback" not in said, (after, said)
        assert process.returncode in (0, 130), (after, process.returncode, said)
        codes.add(process.returncode)
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    assert 130 in codes


def test_whoever_presses_again_at_the_very_end_sees_no_traceback(monkeypatch, capsys):
    presses = [KeyboardInterrupt(), KeyboardInterrupt()]

    def pressed(*_):
        if presses:
            raise presses.pop()

    monkeypatch.setattr("csws.interrupts.ignore", pressed)
    monkeypatch.setattr("csws.cli.main.run", pressed)
    assert (entry.run([]), presses) == (130, [])
    assert capsys.readouterr().err == "Interrupted.\n"


def test_a_deferred_interrupt_is_raised_at_the_end():
    reached = []
    with pytest.raises(KeyboardInterrupt), interrupts_deferred():
        signal.raise_signal(signal.SIGINT)
        reached.append("the end")
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_ignored_interrupt_stays_ignored():
    """As in a background job of a shell."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupts_deferred():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("command", ["validate", "plan", "drift", "history", "export"])
def test_an_unknown_executor_is_reported_first(project, command):
    done = csws(project, command, "--executor", "cloud")
    assert (done.code, "Unknown executor `cloud`" in done.err) == (64, True)
