"""A text that is not YAML is reported at the place to correct, with what is there and what to
do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.load.lines import line_and_column
from csws.load.yaml_reader import read_yaml

# text → line and column, words of the message, words of the hint
CASES = [
    ("a: [x\nb: c\n", "1:4", "`[` opened here is not closed", "`]`"),
    ("a:\n  b: {x: 1\nc: d\n", "2:6", "`{` opened here", "`}`"),
    ("key: [a, {b: c]\nd: e\n", "1:10", "`{` opened here", "`}`"),
    ('a: "x\nb: c\n', "1:4", "quote opened here is not closed", 'with "'),
    ("a: 'x\nb: c\n", "1:4", "quote opened here is not closed", "with '"),
    ('a: {name: "P}\nb: {name: "E"}\n', "1:11", "closed in the middle of line 2", "where the value ends"),
    ("a: 'it's'\n", "1:8", "follows the closing quote", "''"),
    ('a: "b" c\n', "1:8", "follows the closing quote", '\\"'),
    ("a:\tx\n\tb: c\n", "2:1", "a tab", "spaces"),
    ("\ta: b\n", "1:1", "a tab", "spaces"),
    ("-\tx\n", "1:2", "a tab", "spaces"),
    ("a: >\n\t b\n", "2:1", "a tab", "spaces"),
    ("a: @x\n", "1:4", "cannot begin with `@`", "quotes"),
    ("a: %x\n", "1:4", "cannot begin with `%`", "quotes"),
    ("a: `x\n", "1:4", "cannot begin with ```", "quotes"),
    ("name: APAC: x\n", "1:11", "second `: `", "quotes"),
    ("x: 100% sure: yes\n", "1:13", "second `: `", "quotes"),
    ("a: b\n c: d\n", "2:3", "has a value already", "Align"),
    ("a: - b\n", "1:4", "cannot begin on the line of its key", "[A, B]"),
    ("- a\nb: c\n", "2:1", "list item is expected", "`- `"),
    ("a: [x y: z w: q]\n", "1:13", "comma or `]`", "commas"),
    ("a: {b: c d: e}\n", "1:11", "comma or `}`", "commas"),
    ("a: ]\n", "1:4", "no opening bracket", "Remove"),
    ("a: [b]]\n", "1:7", "`]` here has no opening bracket", "Remove"),
    ("a:\n  b: {c: [d]}}\n", "2:14", "`}` here has no opening bracket", "Remove"),
    ("- [b]]\n", "1:6", "`]` here has no opening bracket", "Remove"),
    ("{a: b}}\n", "1:7", "`}` here has no opening bracket", "Remove"),
    ("a: [b}]\n", "1:4", "`[` opened here is not closed", "`]`"),
    ("a:\n  b: c\n d: e\n", "3:2", "key is expected here, in column 1", "indentation"),
    ("a: # x\n b\nc\n", "3:1", "no colon", "`key: value`"),
    ('a: "\\q"\n', "1:5", "`\\q` is not an escape", "single quotes"),
    ('a: "x\\ud83c\\udf89"\n', "1:6", "surrogate", "\\U0001f389"),
    ("a: *\n", "1:4", "must follow `*`", "quotes"),
    ("a: !foo!b\n", "1:4", "Tags", "Remove the tag"),
    ("%YAML 3.0\n---\na: b\n", "1:1", "YAML 1.1 and 1.2", "%YAML"),
    ("a: | x\n  b\n", "1:6", "follows `|`", "next line"),
    ("a: b # \u2028x: y\n", "1:8", "U+2028 (LINE SEPARATOR)", "\\u2028"),
    ("a: b\n# \u2029\n", "2:3", "U+2029 (PARAGRAPH SEPARATOR)", "\\u2029"),
    ('a: "\x85"\n', "1:5", "U+0085 (NEXT LINE)", "\\x85"),
    ("a: b\rc: d\r\n\re: [\r", "4:4", "`[` opened here", "`]`"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), CASES, ids=[repr(case[0]) for case in CASES])
def test_a_fault_has_its_place_and_its_fix(text, place, message, hint):
    (found,) = read_yaml(text, "f").findings
    assert f"{found.span.line}:{found.span.column}" == place
    assert message in found.message
    assert hint in found.hint


@given(st.text(st.sampled_from("ab \n\r"), max_size=30))
def test_lines_end_with_lf_cr_and_crlf(text):
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    assert line_and_column(text, len(text)) == (whole.count("\n") + 1, len(whole.rpartition("\n")[2]) + 1)


BREAKS = ["\u2028", "\u2029", "\x85"]
PLACES = [
    "# {}removed: [emea]",
    "a: x # {}b: y",
    "a: x{}y",
    "'a{}': x",
    'a: "x{}y"',
    "a: |\n  x{}y",
    "a: [x, {}y]",
    "{}a: x",
]


@pytest.mark.parametrize("text", PLACES)
@given(break_=st.sampled_from(BREAKS), before=st.sampled_from(["", "# c\n", "x: 1\r\n", "y: 1\r"]))
def test_a_disputed_line_break_is_refused_everywhere(text, break_, before):
    (found,) = read_yaml(before + text.format(break_), "f").findings
    at = (before + text).index("{}")
    assert found.code == "CSW002"
    assert (found.span.line, found.span.column) == line_and_column(before + text, at)


@given(st.sampled_from(BREAKS), st.text(st.sampled_from("ab"), max_size=3))
def test_it_is_text_as_an_escape(break_, more):
    assert read_yaml(f'a: "{more}\\u{ord(break_):04x}"', "f").root.plain() == {"a": more + break_}


@given(st.lists(st.sampled_from(["# c", "", "a: b"]), max_size=6), st.sampled_from(["\n", "\r", "\r\n"]))
def test_a_finding_is_on_the_line_that_an_editor_shows(lines, end):
    text = end.join(["x:", *(f"  k{n}{line}" if line == "a: b" else line for n, line in enumerate(lines)), "x: 2"])
    (found,) = read_yaml(text, "f").findings
    assert found.span.line == len(lines) + 2


ALIASES = """\
a: {name: A, teams: &t [EMEA CSM, &x APAC CSM]}
b: {name: B, teams: *t}
c: &c {teams: *t, more: {k: *x}}
d: *c
"""


def test_a_repeated_value_has_the_place_of_its_alias():
    root = read_yaml(ALIASES, "f").root
    assert [item.span.line for item in root.at(("b", "teams")).items] == [2, 2]
    assert root.at(("b", "teams", 0)).span.anchored.line == 1
    assert root.at(("d", "teams", 1)).span.line == 4
    assert root.at(("d", "teams", 1)).span.anchored == root.at(("a", "teams", 1)).span
    assert root.at(("d", "more")).keys["k"].line == 4
    assert root.at(("a", "teams", 0)).span.anchored is None
