"""In every layout, the canonical form has the same data, and every comment is where it belongs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.errors import ConfigInvalid
from csws.load.canonical import canonical_text
from csws.load.yaml_reader import read_yaml
from tests.load.layouts import Layouts, stray_comments

ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("csws/starter/**/*.yaml")]
LINE_END = re.compile("\r\n|\r|\n")
COMMENT = re.compile(r"# (?:above|at|below|inside|top|end)[^\r\n]*")


@pytest.mark.no_cover
@given(st.randoms(use_true_random=False))
def test_every_layout(random):
    layouts = Layouts(random)
    once = canonical_text(layouts.text, "f.yaml")
    assert read_yaml(once, "f").root.plain() == layouts.data
    assert COMMENT.findall(once) == COMMENT.findall(layouts.text)
    assert list(stray_comments(once)) == []
    assert canonical_text(once, "f.yaml") == once
    assert set(LINE_END.findall(once)) <= {"\r\n" if "\r\n" in layouts.text else "\n"}


_line = st.integers(min_value=0, max_value=10_000)
_inserted = st.sampled_from(
    ["", "\t", " \t ", "# c", "        # - c", "# c |", "x:", "- x", "...", "---", "? x", "&a", "x: |", "]", "'"]
) | st.text(max_size=8)
_appended = st.sampled_from(
    ["\t", "  # c", "\t# c", " |", " >-", ",", ":", " &a", " !!str", "\r", "\u00a0", "\u200b", " '"]
)
_changes = st.lists(
    st.one_of(
        st.tuples(st.just("delete"), _line, st.none()),
        st.tuples(st.just("double"), _line, _line),
        st.tuples(st.just("insert"), _line, _inserted),
        st.tuples(st.just("append"), _line, _appended),
        st.tuples(st.just("indent"), _line, st.integers(1, 4)),
    ),
    min_size=1,
    max_size=4,
)


def changed(text, changes):
    lines = text.split("\n")
    for what, number, more in changes:
        at = number % len(lines)
        if what == "delete" and len(lines) > 1:
            del lines[at]
        elif what == "double":
            lines.insert(more % len(lines), lines[at])
        elif what == "insert":
            lines.insert(at, more)
        elif what == "append":
            lines[at] += more
        elif what == "indent":
            lines[at] = " " * more + lines[at]
    return "\n".join(lines)


@pytest.mark.no_cover
@given(st.sampled_from(FILES), _changes, st.booleans())
def test_our_own_files_after_a_slip(file, changes, crlf):
    text = changed(file.read_text(encoding="utf-8"), changes)
    text = text.replace("\n", "\r\n") if crlf else text
    before = read_yaml(text, "f")
    if before.findings:
        with pytest.raises(ConfigInvalid):
            canonical_text(text, "f.yaml")
        return
    once = canonical_text(text, "f.yaml")
    assert canonical_text(once, "f.yaml") == once
    assert read_yaml(once, "f").root.plain() == before.root.plain()
