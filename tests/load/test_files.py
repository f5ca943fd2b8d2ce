"""Which names stay inside the project's folder: the fast answer equals the one from following every
link."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from csws.load.bounds import inside, is_inside, matches, would_match
from csws.load.files import Buffers, Folder

INSIDE = ["f", "a/g", "none/x", "a/../f", "./f", "a//g", "a/./g", "b/g", "a/ok"]
OUTSIDE = ["out", "out/passwd", "out/../f", "a/p", "b/p", "../x", "a/../../x", "/etc/passwd", "loop", "loop/x"]


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE, "", ".", "..", "a/..", "x\0y", "z" * 300, "x/" * 3000])
def test_the_fast_answer_equals_the_slow_one(tmp_path, name):
    root = tmp_path / "project"
    (root / "a").mkdir(parents=True)
    for file in ("f", "a/g"):
        (root / file).touch()
    links = {"out": "/etc", "a/p": "/etc/passwd", "a/ok": root / "f", "b": root / "a", "loop": root / "loop"}
    for link, to in links.items():
        (root / link).symlink_to(to)
    folder = Folder(root)
    slow = inside(root, name) is not None
    assert (folder.holds(name), folder.holds(name)) == (slow, slow)
    assert folder.place(name) == inside(root, name)
    assert is_inside(root, name) == slow


@pytest.mark.parametrize(
    "pattern", [".", "", "..", "a/..", "**", "[", "a//b", "./a.yaml", "\0", "/etc/*", "~", "a" * 5000]
)
def test_an_include_of_any_form_finds_files_or_nothing(tmp_path, pattern):
    (tmp_path / "a.yaml").write_text("")
    assert matches(tmp_path, pattern) in ([], ["a.yaml"], None)


@pytest.mark.parametrize(
    "pattern", ["**/" * 300 + "*.yaml", "**/**/*/" * 20 + "*.yaml", "../" * 300_000 + "*", "*/" * 300_000]
)
def test_a_hostile_include_costs_no_more_than_a_plain_one(tmp_path, pattern):
    for name in range(200):
        (tmp_path / f"a{name % 20}/b{name}").mkdir(parents=True)
    began = process_time()
    matches(tmp_path, pattern)
    would_match("a1/b1/c/d.yaml", pattern)
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("*/a.yaml", ["x/a.yaml"]), ("[xy]/*", ["x/a.yaml"]), ("**/a.yaml", ["x/a.yaml"]), ("y/*.yaml", ["y/a.yaml"])],
)
def test_no_pattern_matches_a_link_to_a_folder(tmp_path, pattern, found):
    (tmp_path / "x").mkdir()
    (tmp_path / "x/a.yaml").touch()
    (tmp_path / "y").symlink_to("x")
    assert matches(tmp_path, pattern) == found


WORDS = st.lists(st.sampled_from(("a", "b", ".c", "a.yaml", "b.yaml", ".d.yaml")), min_size=1, max_size=4)
PARTS = st.lists(st.sampled_from(("a", "b", "*", "**", "?", "[ab]", "*.yaml", ".*", "a.yaml")), min_size=1, max_size=4)


@profile(max_examples=300)
@given(words=WORDS, parts=PARTS)
def test_an_include_would_match_what_it_matches_once_it_is_there(words, parts):
    name, pattern = "/".join(words), "/".join(parts)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
        assert would_match(name, pattern) is (matches(root, pattern) == [name])


def test_a_text_that_is_not_saved_is_read_in_place_of_its_file_however_it_is_called(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.yaml").write_text("old")
    (tmp_path / "b.yaml").write_text("saved")
    (tmp_path / "link.yaml").symlink_to("real/a.yaml")
    files = Buffers(tmp_path, {"link.yaml": "new", "made/c.yaml": "not there yet"})
    assert [files.text(name)[0] for name in ("real/a.yaml", "link.yaml", "b.yaml", "made/c.yaml")] == [
        "new",
        "new",
        "saved",
        "not there yet",
    ]
    assert files.matches("made/*.yaml") == ["made/c.yaml"]
    assert files.matches("*.yaml") == ["b.yaml", "link.yaml"]
    assert (files.matches("../*"), files.holds("made/c.yaml"), files.holds("../x")) == (None, True, False)
    assert files.text("none.yaml")[1].code == "CSW001"
