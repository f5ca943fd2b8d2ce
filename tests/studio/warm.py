"""Studios that are forked from a process that has everything imported. To import csws takes longer than most tests of the
studio; each studio still is a process of its own, with its folder, environment and streams, and ends as one that is started.

`python -m tests.studio.warm` reads from the socket that is its stdin. Each message brings three files: a line to speak on,
a stdout and a stderr. On the line it reads a call, and tells the number of the process, and its exit code when it ends.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from csws.render import LANGUAGES
from csws.studio.app import application
from csws.studio.desk import Desk
from tests.forked import become, load_csws
from tests.studio.application import answered

_ROOT = Path(__file__).parents[2]
_PAGES = {
    "enterprise": [
        "/",
        *(
            f"/accounts/meridian/{page}"
            for page in ("objects", "workspaces", "workspaces/emea", "review", "adopt", "compare")
        ),
        "/accounts/meridian/runbook",
    ],
    "lab": ["/accounts/lumendata/scores", "/accounts/lumendata/scores/account_health"],
}
_IMPORTED_LATE = ("uvicorn.lifespan.off", "uvicorn.loops.asyncio", "uvicorn.protocols.http.h11_impl")


class Forked:
    """What the tests use of a `subprocess.Popen`."""

    def __init__(self, words: list[str], root: Path, env: Mapping[str, str]) -> None:
        reads, writes = os.pipe()
        self.stdout, self._stderr = open(reads, encoding="utf-8"), tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        call = {"arguments": words, "folder": str(root), "environment": dict(env)}
        ours, theirs = socket.socketpair()
        with ours, theirs, open(writes, "w") as out:
            socket.send_fds(_nursery(), [b"."], [theirs.fileno(), out.fileno(), self._stderr.fileno()])
            ours.sendall(f"{json.dumps(call)}\n".encode())
            self._line = ours.makefile(encoding="utf-8")
        self.pid = int(self._line.readline())
        self.returncode: int | None = None
        self._said = ("", "")

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._code(0)

    def wait(self, timeout: float | None = None) -> int:
        code = self._code(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("csws studio", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it said on stdout and stderr, once it has ended."""
        self.wait(timeout)
        if not self.stdout.closed:
            with self.stdout as out, self._stderr as err, self._line:
                err.seek(0)
                self._said = (out.read(), err.read())
        return self._said

    def _code(self, patience: float | None) -> int | None:
        if self.returncode is None and select.select([self._line], [], [], patience)[0]:
            self.returncode = int(self._line.readline())
        return self.returncode


@cache
def _nursery() -> socket.socket:
    """It ends when this process ends, which closes its input. Ctrl-C is for the tests, which end their studios."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.studio.warm"]
        server = subprocess.Popen(command, stdin=theirs, cwd=_ROOT, start_new_session=True)
    atexit.register(lambda: (ours.close(), server.wait()))
    return ours


def main() -> None:
    load_csws()
    _load_the_rest()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a keeper ended
    with socket.socket(fileno=0) as door:
        while files := socket.recv_fds(door, 1, 3)[1]:
            if os.fork() == 0:
                door.close()
                _keep(*files)
            for file in files:
                os.close(file)


def _load_the_rest() -> None:
    """What a studio imports as it starts, and what it reads with its first page of a kind: words and templates."""
    for name in _IMPORTED_LATE:
        import_module(name)
    for example, pages in _PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            root = shutil.copytree(
                _ROOT / "examples" / example, Path(folder) / "p", ignore=shutil.ignore_patterns(".csws")
            )
            for language in set(LANGUAGES.values()):
                app = application(Desk(root=root, language=language), lambda: None)
                for page in pages:
                    assert answered(app, page)[0] == 200, page
    gc.freeze()


def _keep(line: int, out: int, err: int) -> NoReturn:
    """Starts one studio, and waits for its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with socket.socket(fileno=line) as speaking, speaking.makefile("rw", encoding="utf-8") as told:
        call: dict[str, Any] = json.loads(told.readline())
        child = os.fork()
        if child == 0:
            with open(os.devnull) as nothing:
                become(**call, streams=(nothing.fileno(), out, err))
        os.close(out)
        os.close(err)
        print(child, file=told, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=told, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
