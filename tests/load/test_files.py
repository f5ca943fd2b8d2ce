"""Which names stay inside the project's folder: the fast answer equals the one from following every
link."""

from __future__ import annotations

from time import process_time

import pytest

from csws.load.bounds import inside, is_inside, matches
from csws.load.files import Folder

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
