"""`csws fmt` formats all files of the project, even if one of them is broken, and no other file."""

from __future__ import annotations

import json
import os
import re

import pytest

from csws.load import atomic_write
from csws.load.canonical import canonical_text
from csws.workflow import fmt
from tests.cli.console import csws

UNTIDY = "a:   1\n"
FOREIGN = {
    "docker-compose.yaml": 'services: {a: {restart:   "no"}}\n',
    ".git/x/z.yaml": UNTIDY,
    "node_modules/y/z.yaml": UNTIDY,
    "tests/node_modules/z.yaml": UNTIDY,
    "tests/.cache/z.yaml": UNTIDY,
    "notes/z.yml": UNTIDY,
}


@pytest.fixture
def project(tmp_path):
    """Its files: csws.yaml, objects.yaml, overlays/acme.yaml, workspaces/*.yaml and
    tests/one.yaml."""
    assert csws(tmp_path, "init", "acme").code == 0
    root = tmp_path / "acme"
    config = root / "csws.yaml"
    config.write_text(
        config.read_text()
        .replace("include: [", "include: [objects.yaml, ")
        .replace("    subscription:", "    overlay: overlays/acme.yaml\n    subscription:")
    )
    for name in ("objects.yaml", "overlays/acme.yaml", "tests/one.yaml"):
        write(root / name, "removed: []\n")
    assert csws(root, "fmt", "--check").code == 0
    return root


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def named(result, what, project):
    """The files for which the output has this word."""
    assert all(line.startswith(what) for line in result.out.splitlines())
    return [os.path.relpath(project / line.removeprefix(what), project) for line in result.out.splitlines()]


@pytest.mark.parametrize(
    "name", ["csws.yaml", "objects.yaml", "overlays/acme.yaml", "workspaces/apac.yaml", "tests/one.yaml"]
)
@pytest.mark.parametrize("paths", [(), (".",), ("csws.yaml", "NAME"), ("NAME",)], ids=str)
def test_every_file_of_the_project(project, name, paths):
    file = project / name
    tidy = file.read_bytes()
    write(file, "\n" + tidy.decode().replace("\n", " \r\n"))
    paths = [path.replace("NAME", name) for path in paths]
    checked = csws(project, "fmt", "--check", *paths)
    assert (checked.code, named(checked, "would change ", project)) == (1, [name])
    done = csws(project, "fmt", *paths)
    assert (done.code, named(done, "changed ", project), done.err) == (0, [name], "")
    assert file.read_bytes() == tidy


@pytest.mark.parametrize("paths", [(), (".",), ("docker-compose.yaml", ".git", "notes", "csws.yaml", "tests")], ids=str)
def test_foreign_files_are_not_touched(project, paths):
    for name, text in FOREIGN.items():
        write(project / name, text)
    assert csws(project, "fmt", *paths).code == 0
    assert {name: (project / name).read_text() for name in FOREIGN} == FOREIGN


@pytest.mark.parametrize("path", ["docker-compose.yaml", ".git", "notes", "catalogs/acme.json", "catalogs", ".."])
def test_a_path_without_a_file_of_the_project(project, path):
    for name, text in FOREIGN.items():
        write(project / name, text)
    before = (project / "catalogs/acme.json").read_bytes()
    alone = csws(project, "fmt", path)
    assert alone.code == (0 if path == ".." else 1)
    assert ("of this project; it was left unchanged." in alone.err) is (path != "..")
    assert csws(project, "fmt", path, "csws.yaml").code == 0
    assert (project / "catalogs/acme.json").read_bytes() == before


def test_an_included_json_file_stays_json(project):
    write(project / "more.json", '{"removed": ["x"]}\n')
    config = project / "csws.yaml"
    config.write_text(config.read_text().replace("include: [", "include: [more.json, "))
    assert csws(project, "fmt", ".").code == 0
    assert (project / "more.json").read_text() == '{"removed": ["x"]}\n'


def test_a_path_that_does_not_exist(project):
    done = csws(project, "fmt", "nowhere.yaml", "csws.yaml")
    assert done.code == 1
    assert done.err.startswith("`nowhere.yaml` does not exist.")


def test_one_bad_file_does_not_stop_the_others(project):
    for name in ("objects.yaml", "workspaces/apac.yaml", "tests/one.yaml"):
        write(project / name, "removed:   []\n")
    write(project / "workspaces/apac.yaml", "removed: [\n")
    done = csws(project, "fmt")
    assert done.code == 3
    assert named(done, "changed ", project) == ["objects.yaml", "tests/one.yaml"]
    assert done.err.count("workspaces/apac.yaml") == 1
    assert "workspaces/apac.yaml:1:10: The `[` opened here is not closed." in done.err
    assert (project / "objects.yaml").read_text() == "removed: []\n"


def test_a_failure_that_nobody_foresaw_is_one_of_its_file(project, monkeypatch):
    def fails_once(text, name):
        if name.endswith("objects.yaml"):
            raise ValueError("day is out of range")
        return canonical_text(text, name)

    monkeypatch.setattr(fmt, "canonical_text", fails_once)
    write(project / "tests/one.yaml", "removed:   []\n")
    done = csws(project, "fmt")
    assert done.code == 70
    assert "This is a bug in csws (ValueError: day is out of range); `objects.yaml` was left unchanged." in done.err
    assert done.out.endswith("one.yaml\n")


def test_a_file_that_cannot_be_written(project, monkeypatch):
    def full(path, text):
        raise OSError(28, "No space left on device")

    write(project / "objects.yaml", "removed:   []\n")
    monkeypatch.setattr(atomic_write, "replace_file", full)
    done = csws(project, "fmt")
    assert (done.code, done.out) == (1, "")
    assert "objects.yaml` cannot be written: No space left on device." in done.err


def test_a_configuration_that_cannot_be_read(project):
    write(project / "csws.yaml", "a: [\n")
    for paths in ([], ["objects.yaml"]):
        done = csws(project, "fmt", *paths)
        assert (done.code, "csws.yaml:" in done.err) == (3, True)


def test_no_project(tmp_path):
    write(tmp_path / "a.yaml", UNTIDY)
    done = csws(tmp_path, "fmt", "a.yaml")
    assert (done.code, "csws init" in done.err) == (3, True)
    assert (tmp_path / "a.yaml").read_text() == UNTIDY


@pytest.mark.parametrize("paths", [(), ("objects.yaml",), ("shared",), (".",)], ids=str)
def test_a_link_stays_a_link(project, paths):
    write(project / "shared/o.yaml", "removed:   []\n")
    (project / "objects.yaml").unlink()
    os.symlink("shared/o.yaml", project / "objects.yaml")
    assert csws(project, "fmt", *paths).code == 0
    assert (project / "objects.yaml").is_symlink()
    assert (project / "shared/o.yaml").read_text() == "removed: []\n"


@pytest.mark.parametrize("paths", [(), ("objects.yaml",)], ids=str)
def test_a_link_out_of_the_project_is_left_alone(project, paths):
    outside = project.parent / "o.yaml"
    write(outside, "removed:   []\n")
    (project / "objects.yaml").unlink()
    os.symlink(outside, project / "objects.yaml")
    done = csws(project, "fmt", *paths)
    assert (done.code, done.out) == (1 if paths else 0, "")
    assert "objects.yaml" in done.err
    assert outside.read_text() == "removed:   []\n"
    assert (project / "objects.yaml").is_symlink()


@pytest.mark.parametrize(
    "name", ["No", "two\nlines\n", "word " * 40, "EMEA\u00a0CSM", "a: b # c", "12:30", "\u2028", "é 日本"]
)
def test_what_export_writes_is_canonical(project, name):
    file = project / "workspaces/emea.yaml"
    file.write_text(re.sub("description: .*", lambda _: "description: " + json.dumps(name), file.read_text()))
    assert csws(project, "apply", "--auto-approve").code == 0
    exported = csws(project, "export")
    assert exported.code == 0
    assert canonical_text(exported.out, "e.yaml") == exported.out
