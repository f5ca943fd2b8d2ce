"""Formatting loses nothing: neither data nor comments, and a second time it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.errors import ConfigInvalid
from csws.load.canonical import canonical_text
from csws.load.yaml_reader import read_yaml
from csws.render.yaml_text import yaml_text

ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("csws/starter/**/*.yaml")]

CASES = {
    "indentation": ("a:\n    b:\n        - 1\n        -   x\n", "a:\n  b:\n    - 1\n    - x\n"),
    "quotes": ("a: 'x'\nb: \"y\"\nc: 'true'\nd: \"1\"\n", "a: x\nb: y\nc: 'true'\nd: '1'\n"),
    "words that YAML 1.1 took for others": ("a: no\nb: on\nc: 1:30\nd: 2020-01-01\n",) * 2,
    "comments": (
        "# head\na:   1   # one\n\n\n\n# before b\nb: {x: 1}\n# end\n",
        "# head\na: 1     # one\n\n# before b\nb: {x: 1}\n# end\n",
    ),
    "nothing is null": ("a:\nb: ~\nc: null\n", "a: null\nb: null\nc: null\n"),
    "line ends": ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
    "spaces at the ends": ("a: 1   \n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    "block texts stay": ("a: |\n  x  \n\n\n\n  y\nb: 1\n",) * 2,
    "long lines stay": (f"a: [{', '.join(['word'] * 60)}]\n",) * 2,
    "no last line end": ("a: 1", "a: 1\n"),
    "only a comment": ("# nothing yet\n",) * 2,
    "what others take for numbers": ("a: 08_\nb: 'x'\n",) * 2,
    "a value that is spelled in another way, with what looks like a comment": (
        'a: "\\x1f #\\U00010000" # one\n',
        'a: "\\x1F #\U00010000"          # one\n',
    ),
    "a comment below a block text": ("a: |\n  x # y\n# c\nb: 1\n",) * 2,
    "anchors": ("a: &x [1]\nb: *x\n",) * 2,
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_a_form(before, after):
    assert canonical_text(before, "f.yaml") == after
    assert canonical_text(after, "f.yaml") == after


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_our_own_files_are_canonical(file):
    assert canonical_text(file.read_text(), file.name) == file.read_text()


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "a: &x [*x]\n"])
def test_what_cannot_be_read_is_not_touched(text):
    with pytest.raises(ConfigInvalid):
        canonical_text(text, "f.yaml")


_texts = st.text(max_size=12) | st.sampled_from(
    ["no", "1e3", "0o17", "~", "# x", "a: b", "- a", "'", '"', "\u2028", " x "]
)
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.no_cover
@given(st.dictionaries(_texts, _values, min_size=1, max_size=4))
def test_data_stay_the_same_and_twice_is_once(data):
    text = yaml_text(data)
    if read_yaml(text, "f").findings:
        return
    once = canonical_text(text, "f.yaml")
    assert canonical_text(once, "f.yaml") == once
    root, again = read_yaml(text, "f").root, read_yaml(once, "f").root
    assert root is not None
    assert again is not None
    assert again.plain() == root.plain()
