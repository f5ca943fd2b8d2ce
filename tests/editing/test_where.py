"""Where the cursor is: in every file of the examples and rules, and in texts that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from csws.editing.where import where_at
from csws.load.lines import index_at
from csws.load.yaml_reader import read_yaml

ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("examples/*/*.yaml"), *ROOT.glob("examples/*/*/*.yaml"), *ROOT.glob("tests/rules/project/*.yaml")]
CASES = yaml.safe_load((Path(__file__).parent / "where.yaml").read_text())


def scalars(node, path=()):
    for step, inner in [*node.mapping.items(), *enumerate(node.items)]:
        yield from scalars(inner, (*path, step))
    if not node.mapping and not node.items:
        yield path, node


def keys(node, path=()):
    for step, inner in [*node.mapping.items(), *enumerate(node.items)]:
        if node.keys:
            yield path, node.keys[step]
        yield from keys(inner, (*path, step))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_value_and_key_is_found_by_its_place(file, end):
    text = file.read_text().replace("\n", end)
    root = read_yaml(text, file.name).root
    for path, node in scalars(root):
        index = index_at(text, node.span.line, node.span.column)
        for at in range(index, index_at(text, node.span.end_line, node.span.end_column)):
            found = where_at(text, at)
            if not isinstance(node.value, (list, dict)):
                assert (found.path, found.is_key, found.start) == (path, False, index), text[:at][-80:]
    for path, span in keys(root):
        index = index_at(text, span.line, span.column)
        for at in range(index, index_at(text, span.end_line, span.end_column)):
            found = where_at(text, at)
            in_list = path and isinstance(path[-1], int) and not found.in_flow
            assert (found.path, found.is_key or in_list, found.start) == (path, True, index), text[:at][-80:]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_text_that_is_being_typed(case):
    before, _ = case["text"].split("|", 1)
    found = where_at(case["text"].replace("|", "", 1), len(before))
    shown = ".".join(map(str, found.path)) or "(top)"
    kind = "text" if found.is_text else "key" if found.is_key else "value"
    assert f"{kind} {shown}" == case["is"]
    assert before[found.start :] == case.get("word", "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_truncated_text_fails(file):
    text = file.read_text()
    for at in range(0, len(text), 7):
        where_at(text[:at] + text[at + 3 :], at)
