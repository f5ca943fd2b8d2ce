"""Runs csws as strictly as Windows would, on any system: `python -X warn_default_encoding -m
tests.platforms.strict ARGUMENTS`, or with `in-turn FOLDER` many commands (tests/platforms/in_turn.py).

A file that this process has open cannot be replaced or deleted, no file gets a name that Windows
does not allow, and no text is opened in the encoding of the system. Breaking one of these ends the
process with 99. Sees what is open in /proc, so it needs Linux.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import warnings
from pathlib import Path
from typing import Any, NoReturn

BROKEN = 99
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("os.remove", "os.rename"):
        for path in arguments[: 1 if event == "os.remove" else 2]:
            if os.path.realpath(path) in _opened():
                _end(f"{event} of a file that is open: {path!r}")
    elif event == "open" and isinstance(arguments[0], (str, bytes)) and _writes(arguments[2]):
        name = os.path.basename(os.fsdecode(arguments[0]))
        if _RESERVED.match(name) or _NOT_IN_NAMES.search(name):
            _end(f"a name that Windows does not allow: {name!r}")


def _writes(flags: int) -> bool:
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _opened() -> set[str]:
    found = set()
    for handle in os.listdir("/proc/self/fd"):
        try:
            found.add(os.readlink(f"/proc/self/fd/{handle}"))
        except OSError:  # the one of listdir
            continue
    return found


def _end(what: str) -> NoReturn:
    os.write(2, f"NOT ON WINDOWS: {what}\n".encode())
    os._exit(BROKEN)


def main() -> None:
    warnings.filterwarnings("error", category=EncodingWarning, module=r"csws(\.|$)")
    multiprocessing.set_start_method("spawn")  # as Windows and macOS start processes
    if sys.argv[1:2] == ["in-turn"]:
        from tests.platforms.in_turn import main as in_turn

        in_turn(Path(sys.argv[2]), before=lambda: sys.addaudithook(watch))
    else:
        sys.addaudithook(watch)
        from csws.cli.entry import main as csws

        csws()


if __name__ == "__main__":
    main()
