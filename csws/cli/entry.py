"""Where the `csws` command begins: an answer that still holds is given at once; for everything else the command line is
loaded."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # nothing is imported before somebody hears of Ctrl-C
if TYPE_CHECKING:
    from csws.memory.recall import Question

REMEMBERED = {"validate", "plan"}  # the commands whose answers are kept


def main() -> None:
    """Runs a command and exits with its code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever called; what is opened first takes its place
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    sys.exit(run(sys.argv[1:], alone=True))


def run(arguments: list[str], *, alone: bool = False) -> int:
    """A command's exit code. Whoever interrupts it, even while it is being loaded, sees no traceback; `alone` says that the
    process is for this command."""
    try:
        from csws.interrupts import ignore, watch

        if alone:
            watch()
        code = _answered(arguments)
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


def _answered(arguments: list[str]) -> int:
    question = None
    if REMEMBERED.intersection(arguments):
        question, code = _recalled(arguments)
        if code is not None:
            return code
    gc.set_threshold(50_000, 20, 20)  # a run makes many values that live as long as it does: there is little to collect
    from csws.cli.main import run as run_command

    return run_command(arguments, question)


def _recalled(arguments: list[str]) -> tuple[Question | None, int | None]:
    """The question, where its answer may be kept; and the exit code, where it was answered."""
    from csws.memory.recall import asked, recalled

    question = asked(arguments)
    answer = recalled(question) if question else None
    if answer is None:
        return question, None
    return question, _said(answer.text, answer.code, arguments)


def _said(text: str, code: int, arguments: list[str]) -> int:
    """Writes a whole answer to stdout; the exit code."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        from csws.cli.pipe import nobody_reads

        return nobody_reads()
    except OSError as error:
        from csws.cli.failure import report_failure

        return report_failure(error, arguments)
    return code
