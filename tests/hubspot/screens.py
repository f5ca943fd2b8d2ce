"""The screens of a page of the docs: runs its commands in order, and puts what they really print
under each. With CSWS_GOLDEN the page is updated."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

from csws import __version__
from tests.warm import program

_BLOCK = re.compile(r"```(console|yaml)\n(.*?)```", re.S)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CODE = re.compile(r"# exits (\d+)$")


def check_screens(page: Path, folder: Path) -> None:
    """Fails if a screen of the page is not what its command prints, or exits otherwise than the
    comment behind the command says."""
    text = page.read_text(encoding="utf-8")
    found = _BLOCK.sub(lambda block: _replayed(block, folder), text)
    if os.environ.get("CSWS_GOLDEN"):
        page.write_text(found, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == found


def _replayed(block: re.Match[str], folder: Path) -> str:
    """A piece of YAML whose first line is the comment with a path is a file that the reader
    writes."""
    kind, text = block.groups()
    if kind == "console":
        commands = [line for line in text.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(_screen(line, folder) for line in commands) + "```"
    name = text.partition("\n")[0].removeprefix("# ")
    if "/" in name:
        (folder / name).write_text(text, encoding="utf-8")
    return block[0]


def _screen(line: str, folder: Path) -> str:
    words = shlex.split(line.removeprefix("$ "), comments=True)
    if words[0] == "csws":
        words = [*program(), *words[1:]]
    done = subprocess.run(
        words,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    code = _CODE.search(line)
    assert done.returncode == int(code[1] if code else 0), (line, done.stdout)
    shown = _TIME.sub("2026-11-26T09:00:00Z", done.stdout).replace(f"csws {__version__}", "csws")
    return f"{line}\n{shown}"
