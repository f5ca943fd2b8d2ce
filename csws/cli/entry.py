"""Where the `csws` command begins: Ctrl-C is watched before anything else is loaded. Knows no command."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Runs a command and exits with its code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever called; what is opened first takes its place
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    code = run(sys.argv[1:], alone=True)
    gc.freeze()  # at its end Python looks for garbage several times; in a process that ends, none is worth finding
    sys.exit(code)


def run(arguments: list[str], *, alone: bool = False) -> int:
    """A command's exit code. Whoever interrupts it, even while it is being loaded, sees no traceback; `alone` says that the
    process is for this command."""
    try:
        from csws.interrupts import ignore, watch

        if alone:
            watch()
        gc.set_threshold(50_000, 20, 20)  # a run makes many values that live as long as it does: little can be freed
        from csws.cli.main import run as run_command

        code = run_command(arguments)
        ignore()
        return code
    except KeyboardInterrupt:
        return _interrupted()
    except BaseException:
        from csws.interrupts import came

        if came():  # a library has made something else of it
            return _interrupted()
        raise


def _interrupted() -> int:
    from csws.interrupts import ignore

    ignore()
    # Where Ctrl-C broke into text that was run as code (dataclasses make such), Python would end as if it was killed by it.
    # The next text that ends well makes it forget that.
    exec("")
    line = "\r\x1b[K" if sys.stderr.isatty() else ""  # where the progress was
    print(f"{line}Interrupted.", file=sys.stderr)
    return 130
