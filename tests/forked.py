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
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import IO, Any, NoReturn

import csws
from csws.cli.entry import run
from csws.schema import is_valid
from tests.spared import spare_jsonschema


def main() -> None:
    load_csws()
    for line in sys.stdin:
        print(json.dumps(_ran(**json.loads(line))), flush=True)


def load_csws() -> None:
    """Imports every module and what csws itself imports late, so that what is forked has them all."""
    spare_jsonschema()
    for module in pkgutil.walk_packages(csws.__path__, "csws."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    import_module("deepdiff")
    for name in ("config", "part", "overlay", "catalog", "plan"):
        is_valid(name, {})
    gc.freeze()


def _ran(arguments: list[str], folder: str, environment: dict[str, str]) -> tuple[int, str, str]:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if child == 0:
            with open(os.devnull) as nothing:
                become(arguments, folder, environment, (nothing.fileno(), out.fileno(), err.fileno()))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return code, _text(out), _text(err)


def command(arguments: list[str]) -> int:
    return run(arguments, alone=True)


def become(
    arguments: list[str],
    folder: str,
    environment: dict[str, str],
    streams: Sequence[int],
    main: Callable[[list[str]], int] = command,
) -> NoReturn:
    """Turns a forked process into the command, with these files as stdin, stdout and stderr."""
    code: Any = 70
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        _renew()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        code = main(arguments)
        sys.stdout.flush()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _renew() -> None:
    """Streams without a memory: those of the server may be of another kind than the caller's."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115


def _text(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read()


if __name__ == "__main__":
    main()
