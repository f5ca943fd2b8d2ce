"""A command on a terminal, with a person who answers: each expected prompt gets the next answer."""

from __future__ import annotations

import os
import pty
import select
import time
from pathlib import Path

from tests.warm import Started

_PATIENCE = 30.0


def session(folder: Path, arguments: list[str], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """The exit code, and everything that appeared on the screen. `answers` are (expected text,
    typed text)."""
    master, slave = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    process = Started(["-C", str(folder), *arguments], (slave, slave, slave), {**environment, "TERM": "dumb"})
    os.close(slave)
    screen, start = "", 0
    for wanted, typed in answers:
        screen = _until(master, screen, lambda text, wanted=wanted, start=start: wanted in text[start:])
        start = screen.index(wanted, start) + len(wanted)
        os.write(master, f"{typed}\n".encode())
    screen = _until(master, screen, lambda text: False)
    os.close(master)
    return process.wait(), screen


def _until(master: int, screen: str, ready) -> str:
    """Reads until `ready`, or until the command ends."""
    end = time.monotonic() + _PATIENCE
    while not ready(screen):
        found, _, _ = select.select([master], [], [], max(0.0, end - time.monotonic()))
        if not found:
            raise AssertionError(f"nothing came:\n{screen}")
        try:
            data = os.read(master, 65536)
        except OSError:
            return screen
        if not data:
            return screen
        screen += data.decode()
    return screen
