"""csws and its jobs of pipelines, for tests that start them hundreds of times: a process that has everything imported, and
forks for each call. Each call has its own process, folder, environment and streams, as an installed csws has.

`python -m tests.warm SOCKET` serves, and `address()` is the one of these tests. `started(...)` asks it; `script(file,
socket)` writes a `csws` that does, and `python(file, socket)` a Python that asks it for `-m csws.pipeline`, and does
everything else itself.
"""

from __future__ import annotations

import array
import atexit
import gc
import marshal
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NoReturn

from csws.pipeline.__main__ import main
from csws.render.html_page import environment
from tests.forked import become, command, load_csws

_PYTHON = """if sys.argv[1:3] != ["-m", "csws.pipeline"]:
    posix.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""
# The modules of which these are the inside take longer to import than a call to answer.
_CLIENT = """#!{python} -SE
import _socket, marshal, posix, sys
{first}line = _socket.socket(_socket.AF_UNIX)
line.connect({address!r})
call = marshal.dumps([sys.argv[1:], posix.getcwd(), dict(posix.environ)])
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
line.sendmsg([b"%12d" % len(call)], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
line.sendall(call)
line.recv(12)
sys.exit(int(line.recv(16) or b"70"))
"""
ROOT = Path(__file__).parents[1]


@cache
def address(place: Path = ROOT) -> Path:
    """Where the csws of a folder serves; it ends when this process ends, which closes its input."""
    found = Path(mkdtemp(prefix="csws-warm-"), "s")
    path = os.pathsep.join((str(place), str(ROOT), os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, "-m", "tests.warm", found]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=place, env={**os.environ, "PYTHONPATH": path})
    atexit.register(_end, server, found)
    while not found.exists():
        assert server.poll() is None
        time.sleep(0.02)
    return found


def _end(server: subprocess.Popen[bytes], found: Path) -> None:
    server.communicate()
    shutil.rmtree(found.parent)


class Started:
    """A command that runs in a folder, with the csws of a place. The caller may close its own streams."""

    def __init__(
        self,
        words: list[str],
        streams: tuple[int, int, int],
        environment: Mapping[str, str],
        *,
        folder: Path = Path("."),
        place: Path = ROOT,
    ) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(str(address(place)))
        call = marshal.dumps(
            [words, os.path.abspath(folder), {os.fsencode(k): os.fsencode(v) for k, v in environment.items()}]
        )
        socket.send_fds(self._line, [b"%12d" % len(call)], list(streams))
        self._line.sendall(call)
        self.pid = int(self._line.recv(12))
        self.code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, or minus the signal that killed it."""
        if self.code is None:
            self._line.settimeout(timeout)
            with self._line:
                self.code = int(self._line.recv(16))
        return self.code

    def kill(self) -> None:
        if self.code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Piped(Started):
    """A command with a pipe before it and one behind it. What it says on stderr is thrown away."""

    def __init__(self, *words: str) -> None:
        (before, into), (out_of, behind) = os.pipe(), os.pipe()
        with open(os.devnull, "w") as nothing, open(before) as stdin, open(behind, "w") as stdout:
            super().__init__(list(words), (stdin.fileno(), stdout.fileno(), nothing.fileno()), os.environ)
        self.stdin, self.stdout = os.fdopen(into, "wb"), os.fdopen(out_of, "rb")


def script(file: Path, address: Path, first: str = "") -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(_CLIENT.format(python=sys.executable, address=str(address), first=first))
    file.chmod(0o755)


@cache
def program() -> list[str]:
    """How to start csws as a process of its own: by the server, or where nothing can be forked, anew."""
    if os.name == "nt":
        return [sys.executable, "-m", "csws"]
    file = address().with_name("csws")
    script(file, address())
    return [str(file)]


def python(file: Path, address: Path) -> None:
    script(file, address, _PYTHON.format(python=sys.executable))


def serve(address: str) -> None:
    """Answers each call in a child of this process, with its exit code when it ends."""
    load_csws()
    templates = environment("csws.render", ".")  # of the pages that a pipeline makes
    for name in templates.list_templates(["j2"]):
        templates.get_template(name)  # compiles it
    gc.freeze()
    running: dict[int, socket.socket] = {}
    signal.signal(signal.SIGCHLD, lambda *_: _ended(running))
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(16)
        while True:
            if 0 in select.select([door, 0], [], [])[0]:
                return
            line, _ = door.accept()
            streams, call = _read(line)
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
                for other in (door, line, *running.values()):
                    other.close()
                _become(streams, *call)
            running[child] = line
            with suppress(ConnectionError):
                line.sendall(b"%12d" % child)
            for stream in streams:
                os.close(stream)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def _read(line: socket.socket) -> tuple[list[int], Any]:
    head, found, _, _ = line.recvmsg(12, socket.CMSG_LEN(12))
    streams = array.array("i", found[0][2])
    return streams.tolist(), marshal.loads(_whole(line, int(head)))


def _become(streams: list[int], words: list[str], folder: str, given: dict[bytes, bytes]) -> NoReturn:
    known = {os.fsdecode(name): os.fsdecode(value) for name, value in given.items()}
    is_job = words[:2] == ["-m", "csws.pipeline"]
    become(words[2:] if is_job else words, folder, known, streams, job if is_job else command)


def _ended(running: dict[int, socket.socket]) -> None:
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child == 0:
            return
        with running.pop(child) as line, suppress(ConnectionError):
            line.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def job(words: list[str]) -> int:
    return main(*words)


def _whole(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        found += line.recv(size - len(found))
    return found


if __name__ == "__main__":
    serve(sys.argv[1])
