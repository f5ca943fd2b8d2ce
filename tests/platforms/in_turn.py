"""Runs csws commands one after another, each in a fork of this process: each is started as this process was, with its
options and environment, and csws is loaded once.

`python -m tests.platforms.in_turn FOLDER` reads the commands as JSON, and puts what the first says into `FOLDER/0.out` and
`FOLDER/0.err`. Prints their exit codes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from tests.forked import command, load_csws


def main(folder: Path, before: Callable[[], object] = lambda: None) -> None:
    load_csws()
    commands = json.load(sys.stdin)
    codes = [_code(words, folder / str(at), before) for at, words in enumerate(commands)]
    print(json.dumps(codes))


def _code(words: list[str], said: Path, before: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        for stream, suffix in ((1, ".out"), (2, ".err")):
            with said.with_suffix(suffix).open("wb") as file:
                os.dup2(file.fileno(), stream)
        before()
        code = command(words)
        sys.stdout.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
