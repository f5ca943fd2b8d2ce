"""The commands that csws names in its hints: each must be one that can be run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tempfile
from pathlib import Path

from tests.cli.console import Result, csws

_IN_BACKTICKS = re.compile(r"`csws( [^`\n]+)`")
_ALONE = re.compile(r"(?:: |→ )csws( [^\n]+)$", re.MULTILINE)
_ID = re.compile(r"[0-9a-f]{12,}(-\d+)?")


def commands(text: str) -> list[str]:
    return [*_IN_BACKTICKS.findall(text), *_ALONE.findall(text)]


class Hints:
    """Runs each kind of command a few times in a history, on a copy of the project, so that nothing comes of it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._ran: dict[str, int] = {}

    def run(self, result: Result) -> None:
        for command in commands(_text(result.out)) + commands(result.err):
            shape = _ID.sub("ID", command)
            self._ran[shape] = self._ran.get(shape, 0) + 1
            if self._ran[shape] == 1:
                self._run(command)

    def _run(self, command: str) -> None:
        words = shlex.split(command.replace("KEY=", "zz="))
        if len(words) == 1:  # it names a command, and not how to call it
            words.append("--help")
        with tempfile.TemporaryDirectory(dir=self._root.parent) as folder:
            copy = shutil.copytree(self._root, Path(folder) / "p")
            done = csws(copy, *words)
        assert done.code not in (64, 70), f"the hint `csws{command}` cannot be run: {done}"


def _text(out: str) -> str:
    """The sentences of a document, each on a line of its own; a text as it is."""
    if not out.startswith("{"):
        return out
    lines: list[str] = []
    json.loads(out, object_hook=lambda value: lines.extend(map(str, (value.get("message"), value.get("hint")))))
    return "\n".join(lines)
