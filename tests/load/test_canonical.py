"""Formatting loses no data and no comments, and formatting again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.errors import ConfigInvalid, CswsError
from csws.load import canonical
from csws.load.canonical import canonical_text
from csws.load.form.form import form_of
from csws.load.yaml_reader import read_yaml
from csws.model.yaml_text import yaml_text

ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("csws/starter/**/*.yaml")]

CASES = {
    "indentation": ("a:\n    b:\n        - 1\n        -   x\n", "a:\n  b:\n    - 1\n    - x\n"),
    "quotes": ("a: 'x'\nb: \"z\"\nc: 'true'\nd: \"1\"\n", "a: x\nb: z\nc: 'true'\nd: '1'\n"),
    "words that YAML 1.1 took for others": ("a: no\nb: on\nc: 1:30\nd: 2020-01-01\n",) * 2,
    "comments": (
        "# head\na:   1   # one\n\n\n\n# before b\nb: {x: 1}\n# end\n",
        "# head\na: 1     # one\n\n# before b\nb: {x: 1}\n# end\n",
    ),
    "nothing is null": ("a:\nb: ~\nc: null\n", "a: null\nb: null\nc: null\n"),
    "CRLF": ("a:   1\r\n\r\n\r\nb: |\r\n  x\r\n# c  \r\nd: 2", "a: 1\r\n\r\nb: |\r\n  x\r\n# c\r\nd: 2\r\n"),
    "CRLF and LF": ("a: 1\r\nb: 2\n", "a: 1\nb: 2\n"),
    "CRLF and CR": ("a: 1\r\nb: 2\r", "a: 1\nb: 2\n"),
    "CR": ("a: 1\rb: 2\r", "a: 1\nb: 2\n"),
    "spaces at the ends": ("a: 1   \n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    "block texts stay": ("a: |\n  x  \n\n\n\n  y\nb: 1\n",) * 2,
    "long lines stay": (f"a: [{', '.join(['word'] * 60)}]\n",) * 2,
    "no last line end": ("a: 1", "a: 1\n"),
    "only a comment": ("# nothing yet\n",) * 2,
    "what others take for numbers": ("a: 08_\nb: 'x'\n", "a: 08_\nb: x\n"),
    "a value that is spelled in another way, with what looks like a comment": (
        'a: "\\x1f #\\U00010000" # one\n',
        'a: "\\x1F #\U00010000"          # one\n',
    ),
    "a comment below a block text": ("a: |\n  x # y\n# c\nb: 1\n",) * 2,
    "anchors": ("a: &x [1]\nb: *x\n",) * 2,
    "an anchor a second time": ("a: &x [1]\nb: &x 2\nc: *x\n",) * 2,
    "tags": (
        "a: !!str 1\nb: ! 2\nc: !!str ~\nd: !!str\ne: !!map\n  f: 1\n",
        "a: !!str 1\nb: ! 2\nc: !!str ~\nd: !!str ''\ne: !!map\n  f: 1\n",
    ),
    "words that YAML 1.1 takes for others keep their quotes": (
        'a: "no"\nb: \'on\'\nc: "12:30:45"\nd: \'2020-01-01\'\n"yes": off\ne: ["y", n]\n',
        "a: 'no'\nb: 'on'\nc: '12:30:45'\nd: '2020-01-01'\n'yes': off\ne: ['y', n]\n",
    ),
    "what cannot be seen is escaped": (
        'a: "\\u202eb"\nc: "d\\u00a0e"\nf: g\u200bh\ni: "\\u3164"\nj: "\\uFE0F"\n',
        'a: "\\u202Eb"\nc: "d\\xA0e"\nf: "g\\u200Bh"\ni: "\\u3164"\nj: "\\uFE0F"\n',
    ),
    "what can be seen is not": ('a: "\\U0001F389"\nb: \u2699\ufe0f ops\n', "a: \U0001f389\nb: \u2699\ufe0f ops\n"),
    "tabs behind values and colons": ("a: []\t\nb:\t c\n", "a: []\nb: c\n"),
    "no date and no number": (f"a: 2025-02-30\nb: 0x_\nc: 0000-01-01\nd: {'7' * 5000}\n",) * 2,
    "keys that look alike to others": ("1: a\ntrue: b\nnull: c\n~: d\n01: e\n",) * 2,
    "a key that must be quoted": ('"<<": 1\n"1": 2\n', "'<<': 1\n'1': 2\n"),
    "a key that is too long for one line": (f"? {'k' * 1100}\n: a\nb: {{? {'k' * 1100} : c}}\n",) * 2,
    "a comment behind a key's anchor": (
        "? &x # y\n a\n: b\ne: {? !!str # z\n c: d}\n",
        "? &x # y\n  a\n: b\ne: {? !!str # z\n    c : d}\n",
    ),
    "keys with a question mark": ("? a # x\n: # y\n  b\n? c\n", "a:  # x\n  # y\n  b\nc: null\n"),
    "values on lines of their own": ("a:\n  b\nc:\n  'd\n   e'\nf: g\n  h\n\n  i\n", 'a: b\nc: d e\nf: "g h\\ni"\n'),
    "a document's first line": (
        "# License: Apache-2.0\n\n\n---   # one\n\n\na: 1\n",
        "# License: Apache-2.0\n\n---   # one\n\na: 1\n",
    ),
    "a document on its first line": ("--- {a: 1} # one\n", "---\n{a: 1}     # one\n"),
    "directives": ("%YAML 1.2\n---\na: 1\n",) * 2,
    "a document's end": ("a: 1\n...\n  # end  \n\n", "a: 1\n...\n# end\n"),
    "blank lines at the beginning": ("\n\na: x\n# c >\n", "a: x\n# c >\n"),
    "blank lines above a block text": ("---\n\n\na:\n  b: >\n    text\n", "---\n\na:\n  b: >\n    text\n"),
    "a list below its key": ("a:\n- x\n- - y\n  - z\n-\n  b: 1\n", "a:\n  - x\n  - - y\n    - z\n  - b: 1\n"),
    "comments in brackets": (
        "x:\n  y: [\n    a,  # one\n    # b,\n    c # two\n    , d\n  ]\nz: {b: c, # why\n    d: e}\n",
        "x:\n  y: [\n    a,  # one\n    # b,\n    c, # two\n    d\n  ]\nz: {b: c, # why\n  d: e}\n",
    ),
    "line breaks in brackets": (
        "a: [b,\n    c]\nd: [\n      e, f,\n      {g: [\n  h]},]\n",
        "a: [b, c]\nd: [\n  e, f,\n  {g: [\n    h\n  ]},\n]\n",
    ),
    "pairs in brackets": ("[a: b, {c}, {d: }, [e, ]]\n", "[{a: b}, {c: null}, {d: null}, [e]]\n"),
    "nothing in brackets": ("a: [\n]\nb: {\n  # c\n}\n", "a: []\nb: {\n  # c\n}\n"),
    "a comment between key and value": (
        "x:\n    # why\n    value\ny: # why\n - 1\n",
        "x:\n  # why\n  value\ny: # why\n  - 1\n",
    ),
    "a comment behind a dash": ("- # a\n  b: 1\n-\n    # c\n    d\n", "- # a\n  b: 1\n-\n  # c\n  d\n"),
    "a comment that goes on in the next line": (
        "a:\n    b: 1   # one\n           # two\n    c: 2\n",
        "a:\n  b: 1     # one\n           # two\n  c: 2\n",
    ),
    "commented-out blocks": (
        "w:\n    e:\n        n: E\n        # t: [x]\n    # a:\n    #     n: A\n    x:\n        n: X\n    # y:\n        # n: Y\n# end\n",
        "w:\n  e:\n    n: E\n    # t: [x]\n  # a:\n  #     n: A\n  x:\n    n: X\n  # y:\n    # n: Y\n# end\n",
    ),
    "a commented-out block of another indentation": (
        "a:\n    b: 1\n    # c:\n      # d: 1\n    e: 1\n",
        "a:\n  b: 1\n  # c:\n    # d: 1\n  e: 1\n",
    ),
    "the only value commented out": ("a:\n        # b: 1\nc: 1\n", "a: null\n  # b: 1\nc: 1\n"),
    "commented-out items": ("a:\n- x\n# - y\nb: 1\n# b is one\n", "a:\n  - x\n  # - y\nb: 1\n# b is one\n"),
    "block texts move with their key": (
        "a:\n    b: |\n        x\n          y\n\n\n    # c\n    d: >2-\n        z\n     # e\n",
        "a:\n  b: |\n    x\n      y\n\n  # c\n  d: >2-\n      z\n   # e\n",
    ),
    "block texts with blank lines first": ("a: |  # why\n\n\n   x\n",) * 1 + ("a: |  # why\n\n\n  x\n",),
    "block texts that hold nothing": ("a: | # b\n\nc: |+\n\n\n", "a: '' # b\n\nc: \"\\n\\n\"\n"),
    "block texts that keep their last lines": ("a: |+\n    x\n\n\nb: >+\n  y\n\n", "a: |+\n  x\n\n\nb: >+\n  y\n\n"),
    "only comments": ("# a  \r\n\r\n\r\n  # b\t\r\n", "# a\r\n\r\n  # b\r\n"),
    "nothing at all": ("  \n\n", ""),
    "only a mark": ("---\n",) * 2,
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_a_form(before, after):
    assert canonical_text(before, "f.yaml") == after
    assert canonical_text(after, "f.yaml") == after


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_our_own_files_are_canonical(file):
    assert canonical_text(file.read_text(), file.name) == file.read_text()


def test_a_block_text_gains_no_line_end():
    before = read_yaml("a: |\n  x", "f").root.plain()
    after = canonical_text("a: |\n  x", "f.yaml")
    assert read_yaml(after, "f").root.plain() == before
    assert after.endswith("x\n")


FORMS = {
    "a: 1\nb: 2 # c\n": ("a: 1\nb: 3 # c\n", "value", 2),
    "a: 1\nb: [2, 3]\n": ("a: 1\nb: [2]\n", "value", 2),
    "a: 1\n\nb: {c: 2}\n": ("a: 1\nb: {d: 2}\n", "value", 3),
    "a: 1\nb: 2 # d\n": ("a: 1 # d\nb: 2\n", "comment", 2),
    "a: 1\n# d\nb: 2\n": ("a: 1\nb: 2\n", "comment", 2),
    "a: 1\n": ("a: [", "value", 1),
}


@pytest.mark.parametrize(("text", "form"), FORMS.items())
def test_a_form_that_is_not_equivalent_is_refused(text, form, monkeypatch):
    wrong, what, line = form
    monkeypatch.setattr(canonical, "form_of", lambda read: form_of(read)._replace(text=wrong))
    with pytest.raises(CswsError, match=f"{what} on line {line}") as error:
        canonical_text(text, "f.yaml")
    assert error.value.code == "not_canonical"


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "a: &x [*x]\n"])
def test_a_text_that_cannot_be_read_is_refused(text):
    with pytest.raises(ConfigInvalid):
        canonical_text(text, "f.yaml")


_texts = st.text(max_size=12) | st.sampled_from(
    [
        "no",
        "No",
        "1e3",
        "0o17",
        "~",
        "# x",
        "a: b",
        "- a",
        "'",
        '"',
        "\u2028",
        " x ",
        "two\nlines\n",
        "word " * 40,
        "k" * 1100,
    ]
)
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.no_cover
@given(st.dictionaries(_texts, _values, min_size=1, max_size=4))
def test_what_csws_writes_is_canonical_and_reads_back(data):
    text = yaml_text(data)
    assert canonical_text(text, "f.yaml") == text
    assert read_yaml(text, "f").root.plain() == data
