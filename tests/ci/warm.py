"""csws and its jobs of pipelines, for tests that start them hundreds of times: a process that has everything imported, and
forks for each call. Each call has its own process, folder, environment and streams, as an installed csws has.

`python -m tests.ci.warm SOCKET` serves; `script(file, socket)` writes the `csws` that asks it, and `python(file, socket)`
a Python that asks it for `-m csws.pipeline`, and does everything else itself.
"""

from __future__ import annotations

import array
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path

from csws.pipeline.__main__ import main
from csws.render import html_page
from tests.forked import become, command, load_csws

_PYTHON = """if sys.argv[1:3] != ["-m", "csws.pipeline"]:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""
_CLIENT = """#!{python} -SE
import array, json, os, socket, sys
{first}line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
call = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
streams = array.array("i", [0, 1, 2])
line.sendmsg([b"%12d" % len(call)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
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
    load_csws()
    templates = html_page._templates()
    for name in templates.list_templates(["j2"]):
        templates.get_template(name)  # compiles it
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(16)
        while True:
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _answer(line)
            line.close()


def _answer(line: socket.socket) -> None:
    """Runs the call in a child of its own, and says its exit code."""
    head, found, _, _ = line.recvmsg(12, socket.CMSG_LEN(12))
    streams = array.array("i", found[0][2])
    words, folder, environment = json.loads(_whole(line, int(head)))
    child = os.fork()
    if child == 0:
        is_job = words[:2] == ["-m", "csws.pipeline"]
        become(words[2:] if is_job else words, folder, environment, streams, job if is_job else command)
    _, status = os.waitpid(child, 0)
    line.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def job(words: list[str]) -> int:
    return main(*words)


def _whole(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        found += line.recv(size - len(found))
    return found


if __name__ == "__main__":
    serve(sys.argv[1])
