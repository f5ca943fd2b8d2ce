"""The entries below `accounts:` as csws stores them until it needs them."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

from csws.load.entries import Entries
from csws.load.project import open_project
from csws.load.yaml_reader import read_yaml
from csws.workflow.account.check import open_checked

ENTRY = '  "account-{0:05}": {{target: "sqlite:.csws/{0}.db", catalog: c/{0}.json, overlay: o/{0}.yaml, subscription: enterprise}}\n'
MOST = 1_000  # bytes of an account: its tree takes three times as much


def opened_bytes(folder: Path, accounts: int) -> int:
    """The memory of a project after it is read and checked."""
    lines = "".join(ENTRY.format(number) for number in range(accounts))
    folder.mkdir()
    (folder / "csws.yaml").write_text(f"version: 1\naccounts:\n{lines}")
    tracemalloc.start()
    try:
        opened = open_checked(folder, None, datetime.now(UTC))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(opened.names) == accounts
    return held


def test_an_account_that_waits_for_its_turn_takes_little_memory(tmp_path):
    opened_bytes(tmp_path / "first", 1)  # imports, schemas
    few, many = opened_bytes(tmp_path / "few", 100), opened_bytes(tmp_path / "many", 1_100)
    assert (many - few) / 1_000 < MOST


def test_an_entry_comes_out_as_it_was_in_the_file():
    root = read_yaml("accounts:\n  b: {target: t}\n  a: &same {target: [1, x]}\n  c: *same\n", "csws.yaml").root
    accounts = root.at(("accounts",))
    entries = Entries.of(accounts)
    assert list(entries) == ["b", "a", "c"]
    assert dict(entries) == accounts.mapping
    assert entries.tree("a").keys == {"a": accounts.keys["a"]}
    assert dict(entries.some(["c"])) == {"c": accounts.mapping["c"]}
    assert entries.span == accounts.span
    assert "d" not in entries
    assert entries.get("d") is None


def test_a_project_without_its_files_still_has_its_accounts(tmp_path):
    (tmp_path / "csws.yaml").write_text("version: 1\naccounts: {acme: {target: t}}\n")
    project = open_project(tmp_path)
    assert project.files
    assert not project.without_files().files
    assert project.without_files().names == project.names == ("acme",)
