"""A value changes in its own text: the data is as intended, comments stay at their values, other
lines do not change."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import assume, event, given
from hypothesis import strategies as st

from csws.errors import CswsError
from csws.load.edit.comments import comments_of
from csws.load.edit.edits import Insert, Remove, Rename, SetValue, at, meant
from csws.load.splice import spliced
from csws.load.yaml_reader import read_yaml
from tests.effort import crossed
from tests.load.generated import DATA, KEYS, texts

CASES = yaml.safe_load((Path(__file__).parent / "splice.yaml").read_text(encoding="utf-8"))
KINDS = {"set": SetValue, "remove": Remove, "rename": Rename}


def edit_of(data):
    (kind,) = KINDS.keys() & data.keys()
    words = {"path": tuple(data[kind])}
    words |= {"value": data["to"]} if kind == "set" else {"key": data["to"]} if kind == "rename" else {}
    return KINDS[kind](**words)


@pytest.mark.parametrize("case", [case for case in CASES if "after" in case], ids=lambda case: case["law"])
def test_a_case(case):
    assert spliced(case["before"], "f.yaml", [edit_of(case)]) == case["after"]


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["law"])
def test_an_impossible_edit_names_the_line(case):
    with pytest.raises(CswsError) as refused:
        spliced(case["before"], "f.yaml", [edit_of(case)])
    assert refused.value.code == "cannot_splice"
    assert case["refused"] in refused.value.message


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: {b: c}\n", Insert(path=("a", "b"), value=1)),
        ("a: [b, c]\n", Rename(path=("a", 0), key="d")),
        ("# c\n", SetValue(path=(), value=1)),
    ],
)
def test_an_edit_that_does_not_suit_the_value_is_refused(text, edit):
    with pytest.raises(CswsError) as refused:
        spliced(text, "f.yaml", [edit])
    assert refused.value.code == "cannot_splice"


COMMENTED = [["# c", "a:", "  b: c"], ["# c", "", "a:", "  b: c"], ["a:", "  b: c", "# c", ""]]


@pytest.mark.parametrize(("lines", "end"), crossed(COMMENTED, ["\n", "\r", "\r\n"]))
def test_many_comments_take_time_that_grows_with_the_text(lines, end):
    text = end.join(end.join([line] * 20_000) if line == "# c" else line for line in lines)
    began = process_time()
    spliced(text, "f", [SetValue(path=("a", "d"), value="e"), Remove(path=("a", "b"))])
    assert process_time() - began < 10


def words_of(data):
    """Data for comparison, where `1` differs from `true`; a new value does not determine the order
    of keys."""
    return json.dumps(data, sort_keys=True)


def paths_of(data, path=()):
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, member in members:
        yield (*path, step)
        yield from paths_of(member, (*path, step))


@st.composite
def edits(draw, data):
    path = draw(st.sampled_from(list(paths_of(data))))
    kind = draw(st.sampled_from(["set", "set", "add", "remove", "rename"]))
    if kind == "remove":
        return Remove(path=path)
    if kind == "rename":
        assume(isinstance(path[-1], str))
        return Rename(path=path, key=draw(KEYS))
    if kind == "add":
        path = (*path, "new", *draw(st.sampled_from([(), ("deep",)])))
    return SetValue(path=path, value=draw(DATA))


@given(st.data())
def test_an_edit_does_what_it_means_or_nothing(drawn):
    text, data = drawn.draw(texts())
    assert read_yaml(text, "f").root.plain() == data
    edit = drawn.draw(edits(data))
    try:
        after = spliced(text, "f", [edit])
    except CswsError as error:
        event(f"refused: {type(edit).__name__}")
        assert error.code == "cannot_splice"  # noqa: PT017 - most edits are not refused
        return
    assert words_of(read_yaml(after, "f").root.plain()) == words_of(meant(data, edit)), after
    words = [item.text for item in comments_of(text)]
    left = [item.text for item in comments_of(after)]
    assert [word for word in words if word in left] == left
    if not isinstance(edit, Remove) and not isinstance(at(data, edit.path), (dict, list)):
        assert left == words
    assert after.endswith("\n") is text.endswith("\n")
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in text


@given(st.data())
def test_a_change_that_changes_nothing_changes_no_byte(drawn):
    text, data = drawn.draw(texts())
    path = drawn.draw(st.sampled_from(list(paths_of(data))))
    assert spliced(text, "f", [SetValue(path=path, value=at(data, path))]) == text
    assert spliced(text, "f", [SetValue(path=(key,), value=value) for key, value in data.items()]) == text


@given(texts())
def test_a_new_member_only_adds_lines_to_a_block(drawn):
    text, _ = drawn
    after = spliced(text, "f", [SetValue(path=("zz", "ops"), value={"name": "O"})])
    lines, more = text.splitlines(), after.splitlines()
    changes = [item for item in SequenceMatcher(None, lines, more, autojunk=False).get_opcodes() if item[0] != "equal"]
    assert [item[0] for item in changes] == ["insert"]
    assert len(more) - len(lines) == 3 or (len(more) - len(lines) == 4 and "" in more[changes[0][3] : changes[0][4]])


@given(texts())
def test_comments_are_found_whatever_the_layout(drawn):
    text, _ = drawn
    found = comments_of(text)
    assert [item.text.split(":")[0] for item in found] == [f"# c{n + 1}" for n in range(len(found))]
    assert len(found) == text.count('"no" value')
