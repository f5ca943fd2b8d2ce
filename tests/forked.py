"""csws commands in processes that are forked from one that has loaded csws: loading it is most of what a command costs."""

from __future__ import annotations

import gc
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

import csws
from csws.cli.entry import run
from csws.schema import is_valid
from tests.spared import spare_jsonschema


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
