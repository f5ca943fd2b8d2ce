"""Every wrong file gives a code and a place, never a traceback, and csws writes nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.cli.test_main_job import snapshot


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert csws(tmp_path, "init", "acme").code == 0
    return tmp_path / "acme"


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 10)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 7])


def utf16(path: Path) -> None:
    path.write_text(path.read_text(), encoding="utf-16")


def deep(path: Path) -> None:
    path.write_text("[" * 10_000 + "]" * 10_000)


def huge(path: Path) -> None:
    path.write_bytes(b"#" * (16 * 1024 * 1024 + 1))


def leading_out(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def missing(path: Path) -> None:
    path.unlink()


def pipe(path: Path) -> None:
    """A pipe without a writer: opening it would wait forever."""
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "spoil",
    [
        binary,
        truncated,
        utf16,
        pytest.param(deep, marks=pytest.mark.no_cover),
        huge,
        leading_out,
        folder,
        missing,
        pipe,
    ],
)
@pytest.mark.parametrize("name", ["csws.yaml", "objects.yaml", "catalogs/acme.json", "overlay.yaml"])
def test_a_damaged_file_is_reported_and_nothing_is_planned(project, spoil, name):
    (project / "overlay.yaml").write_text("workspaces:\n  apac:\n    description: 'x\n      y'\n")
    (project / "objects.yaml").write_text("removed:\n  - old\naccept:\n  - {code: CSW301, reason: 'a\n      b'}\n")
    config = (project / "csws.yaml").read_text().replace("[workspaces/*.yaml]", "[objects.yaml, workspaces/*.yaml]")
    (project / "csws.yaml").write_text(
        config.replace("    subscription:", "    overlay: overlay.yaml\n    subscription:")
    )
    assert csws(project, "validate").code == 0
    spoil(project / name)
    before = snapshot(project)
    found = csws(project, "validate", "--format", "json")
    assert (found.code, found.json["valid"]) == (3, False)
    assert all(item["file"] and item["line"] and item["hint"] for item in found.json["diagnostics"])
    for arguments in (["plan"], ["plan", "--format", "json"], ["apply", "--auto-approve"]):
        done = csws(project, *arguments)
        assert done.code == 3
        assert "Traceback" not in done.out + done.err
    assert snapshot(project) == before


def test_an_unreadable_file_makes_nothing_else_count_as_missing(project):
    config = (project / "csws.yaml").read_text()
    (project / "rest.yaml").write_text(config[config.index("# The HubSpot objects for") :])
    (project / "csws.yaml").write_text(
        config[: config.index("# The HubSpot objects for")].replace("[workspaces", "[rest.yaml, workspaces")
    )
    assert csws(project, "validate").code == 0
    (project / "rest.yaml").write_text("objects: [")
    assert [item["code"] for item in csws(project, "validate", "--format", "json").json["diagnostics"]] == ["CSW002"]


HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "a\x07b",
    "‮right to left",
    "a\u2028b",
    "x" * 10_000,
    "😀 é ñ",
    '"><script>',
    "a\nb",
    "\x9b31m",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_text_from_files_is_never_interpreted_by_the_terminal(project, name):
    text = (
        (project / "workspaces/apac.yaml")
        .read_text()
        .replace("APAC customer success", json.dumps(name, ensure_ascii="😀" not in name))
    )
    (project / "workspaces/apac.yaml").write_text(text, encoding="utf-8")
    for arguments in (["plan"], ["apply", "--auto-approve"], ["plan"], ["validate"]):
        done = csws(project, *arguments)
        assert done.code == 0, done.out
        assert not set(done.out) & set("\x1b\x07\x9b\u202e\u2028")
    exported = csws(project, "export").out
    (project / "workspaces/apac.yaml").unlink()
    (project / "workspaces/emea.yaml").unlink()
    config = (project / "csws.yaml").read_text()
    (project / "csws.yaml").write_text(config[: config.index("# The HubSpot objects for")])
    (project / "workspaces/all.yaml").write_text(exported, encoding="utf-8", newline="")
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def test_a_plan_that_cannot_be_saved_leaves_the_old_one(project, monkeypatch):
    file = project / "p.plan"
    assert csws(project, "plan", "--out", str(file)).code == 0
    before = file.read_bytes()

    def no_room(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    assert csws(project, "plan", "--out", str(file)).code == 1
    assert file.read_bytes() == before
    assert [path.name for path in project.glob(".p.plan*")] == []


def test_a_device_is_written_to_and_not_replaced(project):
    assert csws(project, "plan", "--out", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
    assert csws(project, "plan", "--out", "/dev/full").code == 1


def test_secrets_are_never_repeated(project):
    config = (project / "csws.yaml").read_text()
    (project / "csws.yaml").write_text(config.replace("sqlite:.csws/acme.db", "postgresql://me:hunter2@db/x"))
    for arguments in (
        ["validate"],
        ["validate", "--format", "json"],
        ["plan"],
        ["plan", "--format", "json"],
        ["doctor"],
        ["export"],
    ):
        done = csws(project, *arguments)
        assert done.code != 0
        assert "hunter2" not in done.out + done.err


def test_an_unknown_account_among_many_is_one_readable_line(tmp_path):
    names = "".join(
        f"  a{at}: {{target: 'sqlite:.csws/a.db', catalog: c.json, subscription: enterprise}}\n" for at in range(200)
    )
    (tmp_path / "csws.yaml").write_text(f"version: 1\naccounts:\n{names}")
    done = csws(tmp_path, "--account", "zz", "plan")
    assert (done.code, "and 188 more" in done.err, "a150" in done.err) == (64, True, False)


@pytest.mark.parametrize("command", ["apply", "show"])
def test_a_folder_is_no_plan_as_a_missing_file_is_none(project, command):
    for name in ("workspaces", "nowhere.plan"):
        done = csws(project, command, str(project / name))
        assert (done.code, "cannot be read" in done.err) == (1, True), done.err


@pytest.mark.parametrize("how", ["deleted", "another account's"])
def test_a_plan_for_a_store_that_has_nothing_of_its_account_says_so(project, how):
    assert csws(project, "apply", "--auto-approve").code == 0
    file = str(project / "p.plan")
    assert csws(project, "plan", "--out", file).code == 0
    store = project / ".csws/acme.db"
    if how == "deleted":
        store.unlink()
    else:
        with closing(sqlite3.connect(store)) as sql, sql:
            sql.execute("UPDATE revision SET account_id = 'other'")
            sql.execute("UPDATE account SET id = 'other', name = 'other'")
    assert "is reachable, with no record of this account yet" in csws(project, "doctor").out
    done = csws(project, "apply", file)
    assert (done.code, "its store has no record of it" in done.out, "`target:`" in done.out) == (5, True, True)
