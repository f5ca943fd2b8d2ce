"""csws and its jobs of pipelines, for tests that start them hundreds of times: a process that has everything imported, and
forks for each call. Each call has its own process, folder, environment and streams, as an installed csws has.

`python -m tests.ci.warm SOCKET` serves; `script(file, socket)` writes the `csws` that asks it, and `python(file, socket)`
a Python that asks it for `-m csws.pipeline`, and does everything else itself.
"""

from __future__ import annotations

import array
import gc
import marshal
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
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
sys.exit(int(line.recv(16) or b"70"))
"""


def script(file: Path, address: Path, first: str = "") -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(_CLIENT.format(python=sys.executable, address=str(address), first=first))
    file.chmod(0o755)


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
