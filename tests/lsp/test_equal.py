"""The server's findings are those of `csws validate`, for every case of a rule and every example."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime

import pytest

from csws.workflow.run.fleet import Fleet
from csws.workflow.validate import validate_project
from tests.editing.projects import FOLDERS, ROOT
from tests.lsp.editor import Editor
from tests.rules.test_cases import BAD, GOOD, make_case

CASES = [*BAD, *GOOD]
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/csws.yaml"))


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    started = Editor(tmp_path_factory.mktemp("empty"), "utf-32")
    yield started
    started.close()


def check(editor, root):
    """Opens a file of the project, and compares what is published of all of its files."""
    editor.root = root
    readable = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.yaml")) if _is_text(path)]
    file = "csws.yaml" if "csws.yaml" in readable else readable[0]
    editor.texts, editor.versions = {}, {}
    editor.opens(file)
    place = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    editor.asks("codeAction", file, range=place, context={"diagnostics": []})
    assert told(editor, root) == expected(root)


def _is_text(path):
    try:
        return bool(path.read_bytes().decode()) or True
    except (UnicodeDecodeError, OSError):
        return False


def told(editor, root):
    newest = {params["uri"]: params["diagnostics"] for params in editor.published()}
    prefix = f"{root.as_uri()}/"
    return sorted(
        (
            uri.removeprefix(prefix),
            item["code"],
            item["range"]["start"]["line"],
            item["range"]["start"]["character"],
            _without_accounts(item["message"].split("\n")[0]),
        )
        for uri, items in newest.items()
        if uri.startswith(prefix)
        for item in items
    )


def _without_accounts(message):
    """The server names the accounts of a finding that not all have."""
    return re.sub(r" \((alder|bluefin|cobalt)(, (alder|bluefin|cobalt))*\)$", "", message)


def expected(root):
    found = validate_project(root, None, datetime.now(UTC), Fleet(jobs=1)).diagnostics
    return sorted(
        (
            item.span.file if item.span else "csws.yaml",
            item.code,
            item.span.line - 1 if item.span else 0,
            item.span.column - 1 if item.span else 0,
            item.message,
        )
        for item in found
    )


@pytest.mark.parametrize(("code", "case"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_of_a_case(editor, tmp_path, code, case):
    check(editor, make_case(tmp_path, case["edits"]))


@pytest.mark.parametrize("name", EXAMPLES)
def test_of_an_example(editor, tmp_path, name):
    shutil.copytree(ROOT / "examples" / name, tmp_path / name)
    check(editor, tmp_path / name)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("csws.yaml", "teams: [Partners]", "teams: [Nobody]"),
        ("csws.yaml", "    name: Onboarding", "    nam: ["),
        ("overlays/cobalt.yaml", "partners: null", "partner: null"),
    ],
)
def test_of_several_accounts(editor, tmp_path, file, old, new):
    root = tmp_path / "agency"
    shutil.copytree(FOLDERS["agency"], root)
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))
    check(editor, root)
