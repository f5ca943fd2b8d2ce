"""csws commands in processes that are forked from one that has loaded csws: loading it is most of what a command costs."""

from __future__ import annotations

import gc
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import csws as package
from csws.cli.entry import run
from csws.schema import is_valid
from tests.cli.console import csws
from tests.spared import spare_jsonschema

# What is made at its first use is made in these, and not in each process.
_ONCE = (
    "init",
    "validate --format sarif",
    "plan --format html",
    "plan --out {0}/a.plan",
    "show {0}/a.plan --format markdown",
    "apply --auto-approve --format json",
    "drift",
    "history --format json",
    "export",
)


def load_csws() -> None:
    """Imports every module, and does the main job once, so that what is forked has what csws imports late, too."""
    spare_jsonschema()
    for module in pkgutil.walk_packages(package.__path__, "csws."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in ("config", "part", "overlay", "catalog", "plan"):
        is_valid(name, {})
    with TemporaryDirectory(prefix="csws-") as folder:
        for words in _ONCE:
            assert csws(Path(folder), *words.format(folder).split()).code == 0, words
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
