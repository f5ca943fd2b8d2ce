"""`csws init`: the account is named after its folder, nothing is overwritten, and a start that was
killed can be repeated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csws.load.project import FILE_NAME
from csws.load.yaml_reader import read_yaml
from csws.workflow.init import start_project
from csws.workflow.new_project import account_name
from tests.cli.console import csws

NAMES = [
    ("demo", "demo"),
    ("acme-corp", "acme-corp"),
    ("Northwind", "northwind"),
    ("North_Wind 2", "north_wind-2"),
    ("a.b", "a-b"),
    ("Bjørn & Co", "bj-rn---co"),
    ("cafe\u0301", "caf-"),
    ("2026", "account"),
    ("-x", "account"),
    ("_x", "account"),
    ("Ångström", "account"),
    ("客户", "account"),
    ("true", "true"),
    ("null", "null"),
    ("no", "no"),
]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("folder", "account"), NAMES)
def test_the_account_is_named_after_the_folder(tmp_path, folder, account):
    assert csws(tmp_path, "init", f"./{folder}").code == 0
    project = tmp_path / folder
    (entry,) = read_yaml((project / FILE_NAME).read_text(), FILE_NAME).root.plain()["accounts"].items()
    assert (entry[0], entry[1]["target"]) == (account, f"sqlite:.csws/{account}.db")
    catalog = json.loads((project / f"catalogs/{account}.json").read_text())
    assert catalog["account"]["name"] == account
    assert "ops@acme.example" in {person.get("email") for person in catalog["people"]}
    assert csws(project, "validate", "--strict").code == 0
    assert csws(project, "fmt", "--check").code == 0
    assert csws(project, "apply", "--auto-approve").code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0


@settings(max_examples=200)
@given(st.text(min_size=1).filter(lambda text: "/" not in text and text not in (".", "..")))
def test_any_folder_gives_a_key(folder):
    key = account_name(Path("/home") / folder)
    assert key == "account" or (key[0].isascii() and key[0].isalpha())
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")
    assert account_name(Path("/home") / key) == key


@pytest.mark.parametrize("how", ["", ".", "../Here", "sub/.."])
def test_a_dot_is_the_folder_s_own_name(tmp_path, monkeypatch, how):
    here = tmp_path / "Here"
    (here / "sub").mkdir(parents=True)
    assert csws(here, "init", *([how] if how else [])).code == 0
    assert (here / "catalogs/here.json").exists()


def test_the_root_has_no_name():
    assert account_name(Path("/")) == "account"


def test_the_next_command_can_be_pasted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "Next: run csws -C 'My account' validate" in csws(Path(), "init", "My account").err


def test_init_never_overwrites(tmp_path):
    assert csws(tmp_path, "init").code == 0
    before = files_of(tmp_path)
    for words in ([], ["."]):
        done = csws(tmp_path, "init", *words)
        assert (done.code, "csws.yaml` already exists, so nothing was written" in done.err) == (1, True)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("name", ["workspaces/emea.yaml", "catalogs/acme.json"])
@pytest.mark.parametrize("how", ["file", "folder", "link"])
def test_a_file_of_somebody_else_stays(tmp_path, name, how):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    if how == "file":
        path.write_text("mine\n")
    elif how == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    before = sorted(tmp_path.rglob("*"))
    done = csws(tmp_path, "init")
    assert (done.code, f"{name}` already exists, so nothing was written" in done.err) == (1, True)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("text", "lacks"), [("*.pyc\n", True), ("", True), (".csws/\n", False), ("*.pyc\r\n.csws/\r\n", False)]
)
def test_a_gitignore_stays_and_init_says_what_it_lacks(tmp_path, text, lacks):
    (tmp_path / ".gitignore").write_bytes(text.encode())
    done = csws(tmp_path, "init")
    assert (done.code, "left unchanged. Add these lines to it:\n  .csws/\n" in done.err) == (0, lacks)
    assert (tmp_path / ".gitignore").read_bytes() == text.encode()
    assert csws(tmp_path, "validate", "--strict").code == 0


def test_a_folder_that_is_a_file_is_a_clear_failure(tmp_path):
    (tmp_path / "workspaces").write_text("")
    done = csws(tmp_path, "init")
    assert (done.code, "cannot be written" in done.err) == (1, True)


@pytest.mark.parametrize("written", range(6))
def test_a_start_that_was_killed_can_be_repeated(tmp_path, monkeypatch, written):
    """After any number of files there is no project yet, and the same command finishes it."""
    left = [written]

    def dies(path: Path, text: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        path.write_text(text)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("csws.workflow.new_project.replace_file", dies)
        start_project(tmp_path)
        raise KeyboardInterrupt
    assert (tmp_path / FILE_NAME).exists() == (written > 4)
    assert csws(tmp_path, "init").code == (0 if written < 5 else 1)
    assert csws(tmp_path, "validate", "--strict").code == 0
