"""The entry point of the `csws` command: watches Ctrl-C before it loads anything else. Knows no
command."""

from __future__ import annotations

import atexit
import gc
import os
import sys


def program() -> None:
    """The `csws` program: `main` in a process of its own, which ends when all is done and said. Python would first take
    apart everything that it has loaded, which takes a small run as long as reading its files."""
    codes: list[int] = []
    if not atexit._ncallbacks():  # the first to be registered is called last; that may be a tool which watches csws
        atexit.register(_leave, codes)
    try:
        main()
    except SystemExit as ended:
        codes += [ended.code] if isinstance(ended.code, int) else []
        raise


def _leave(codes: list[int]) -> None:
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not stream.closed:  # None after a write that failed
                stream.flush()
    except (OSError, ValueError):  # Python says so, and exits with 120
        return
    if codes:
        os._exit(codes[0])


def main() -> None:
    """Runs a command and exits with its code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the caller; the next file that is opened would take its number
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8", newline="\n"))  # noqa: SIM115
    code = run(sys.argv[1:], alone=True)
    gc.freeze()  # Python collects garbage several times before it exits, which is useless here
    sys.exit(code)


def run(arguments: list[str], *, alone: bool = False) -> int:
    """A command's exit code. An interruption shows no traceback, even while csws is loading;
    `alone` says that the process only runs this command."""
    try:
        from csws.interrupts import ignore, watch

        if alone:
            watch()
        gc.set_threshold(100_000, 20, 20)  # most values of a run live until its end, so there is little to collect
        from csws.cli.main import run as run_command

        code = run_command(arguments)
        ignore()
        return code
    except KeyboardInterrupt:
        return _interrupted(alone)
    except BaseException:
        from csws.interrupts import came

        if came():  # a library turned it into another exception
            return _interrupted(alone)
        raise


def _interrupted(alone: bool) -> int:
    while not _is_calm(alone):
        pass
    # If Ctrl-C interrupts `exec` (which dataclasses use), Python exits as if it was killed by the
    # signal. The next successful `exec` resets that.
    exec("")
    line = "\r\x1b[K" if sys.stderr.isatty() else ""  # over the progress line
    print(f"{line}Interrupted.", file=sys.stderr)
    return 130


def _is_calm(alone: bool) -> bool:
    """Whether Ctrl-C is ignored from now on. Somebody impatient may press it again just now."""
    try:
        from csws.interrupts import ignore, watch

        if alone:
            watch()  # the first one may have come before that
        ignore()
    except KeyboardInterrupt:
        return False
    return True
