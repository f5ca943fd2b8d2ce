"""Runs csws commands one after another, each in a process of its own that is forked from this one: importing csws once, and
not for each command, is most of what a command costs.

`python -m tests.forked` reads a line of JSON for each command: its arguments, its folder, its environment. It answers with
a line: the exit code, stdout, stderr. The csws is the one that PYTHONPATH names first.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import sys
import tempfile
from importlib import import_module
from typing import IO, Any

import csws
from csws.cli.entry import run


def main() -> None:
    for module in pkgutil.walk_packages(csws.__path__, "csws."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_ran(**json.loads(line))), flush=True)


def _ran(arguments: list[str], folder: str, environment: dict[str, str]) -> tuple[int, str, str]:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if child == 0:
            _become(arguments, folder, environment, out, err)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return code, _text(out), _text(err)


def _become(arguments: list[str], folder: str, environment: dict[str, str], out: IO[str], err: IO[str]) -> None:
    code: Any = 70
    try:
        for stream, number in ((out, 1), (err, 2)):
            os.dup2(stream.fileno(), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        code = run(arguments, alone=True)
        sys.stdout.flush()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _text(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read()


if __name__ == "__main__":
    main()
