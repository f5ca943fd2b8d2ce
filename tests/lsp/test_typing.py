"""Somebody types at random: the server lives, publishes for no older version than it has, and ends at the truth."""

from __future__ import annotations

import random
import shutil

import pytest

from tests.editing.projects import FOLDERS, with_scores
from tests.effort import IS_LONG
from tests.lsp.editor import Editor
from tests.lsp.test_equal import expected, told

STEPS = 10_000 if IS_LONG else 150
PIECES = [
    "\n",
    "  ",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "*a",
    "&a ",
    "|",
    "emea",
    "name: x",
    "\t",
    "👩‍🚀",
    "\r\n",
    "null",
    "é",
    "\u2028",
]


class Typist:
    """Types into the files of a project; what it did is decided by its seed."""

    def __init__(self, editor, seed):
        self.editor, self.random = editor, random.Random(seed)
        self.undone = {file: [text] for file, text in editor.texts.items()}

    def step(self):
        action = self.random.choices(
            [self.insert, self.delete, self.paste, self.undo, self.save, self.reopen, self.move, self.ask],
            weights=[10, 6, 3, 5, 1, 1, 1, 3],
        )[0]
        action(self.random.choice(sorted(self.editor.texts)))

    def write(self, file, text):
        self.undone[file].append(self.editor.texts[file])
        self.editor.types(file, text)

    def insert(self, file):
        text = self.editor.texts[file]
        at = self.random.randint(0, len(text))
        self.write(file, text[:at] + self.random.choice(PIECES) + text[at:])

    def delete(self, file):
        text = self.editor.texts[file]
        at = self.random.randint(0, len(text))
        self.write(file, text[:at] + text[at + self.random.randint(1, 9) :])

    def paste(self, file):
        other = self.editor.texts[self.random.choice(sorted(self.editor.texts))].splitlines(keepends=True)
        lines = self.editor.texts[file].splitlines(keepends=True)
        at, begin = self.random.randint(0, len(lines)), self.random.randint(0, len(other))
        self.write(file, "".join([*lines[:at], *other[begin : begin + 4], *lines[at:]]))

    def undo(self, file):
        self.editor.types(file, self.undone[file].pop() if len(self.undone[file]) > 1 else self.undone[file][0])

    def save(self, file):
        self.editor.saves(file)

    def reopen(self, file):
        if (self.editor.root / file).exists():
            self.editor.closes(file)
            self.editor.opens(file)

    def move(self, file):
        """A file is renamed on the disk, and back by the next one."""
        here, there = self.editor.root / "aside.yaml", self.editor.root / "more.yaml"
        if here.exists() or there.exists():
            shutil.move(*((here, there) if here.exists() else (there, here)))
        changes = [{"uri": there.as_uri(), "type": 2}]
        self.editor.server.tell("workspace/didChangeWatchedFiles", {"changes": changes})

    def ask(self, file):
        lines = self.editor.texts[file].split("\n")
        line = self.random.randrange(len(lines))
        position = {"line": line, "character": self.random.randint(0, len(lines[line]) + 2)}
        method = self.random.choice(
            ["completion", "hover", "definition", "documentSymbol", "codeLens", "prepareRename"]
        )
        self.editor.asks(method, file, **({} if method in ("documentSymbol", "codeLens") else {"position": position}))


@pytest.mark.parametrize("project", ["rules", "agency"])
def test_typing_at_random(tmp_path, project):
    root = tmp_path / "project"
    shutil.copytree(FOLDERS[project], root)
    files = (
        ["csws.yaml", "more.yaml"]
        if project == "rules"
        else ["csws.yaml", "overlays/cobalt.yaml", "overlays/alder.yaml"]
    )
    if project == "rules":
        (root / "csws.yaml").write_text(with_scores("")["csws.yaml"])
        (root / "scores.yaml").write_text("health_scores:\n  health: {name: Health, object: companies}\n")
        files.append("scores.yaml")
    editor = Editor(root, "utf-32")
    try:
        for file in files:
            editor.opens(file)
        typist = Typist(editor, project)
        for _ in range(STEPS):
            typist.step()
        for file in files:
            editor.saves(file)
        settle(editor, files[0])
        assert told(editor, root) == expected(root)
        assert versions_only_rise(editor.published())
    finally:
        editor.close()


def settle(editor, file):
    place = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    editor.asks("codeAction", file, range=place, context={"diagnostics": []})


def versions_only_rise(published):
    newest = {}
    for params in published:
        version = params.get("version")
        if version is not None and version < newest.get(params["uri"], 0):
            return False
        newest[params["uri"]] = version or newest.get(params["uri"], 0)
    return True
