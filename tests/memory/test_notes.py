"""Notes of what an answer is made from: nothing that was found in two ways, and no file read over and over."""

from __future__ import annotations

import pytest

from csws.memory import looking
from csws.model.sources import MOST, Sources
from csws.workflow import made_from
from tests.cli.console import csws
from tests.fleet.projects import fleet

ACCOUNTS = 12
NOTES = {
    "note_file": (b"a", b"b"),
    "note_inside": (True, False),
    "note_matches": (["a.yaml"], None),
    "note_store": ("absent", "0" * 32),
}


@pytest.mark.parametrize("note", NOTES)
def test_what_is_found_in_two_ways_is_not_known(note):
    one, other = NOTES[note]
    noted = Sources(".")
    for _ in range(2):
        getattr(noted, note)("x", one)
    assert noted.is_whole
    getattr(noted, note)("x", other)
    assert not noted.is_whole
    getattr(noted, note)("y", one)
    assert (noted.files, noted.inside, noted.matches, noted.stores) == ({}, {}, {}, {})


@pytest.mark.parametrize("note", NOTES)
def test_of_very_much_nothing_is_noted(note):
    noted = Sources(".")
    for number in range(MOST + 1):
        assert noted.is_whole
        getattr(noted, note)(str(number), NOTES[note][0])
    assert not noted.is_whole


@pytest.fixture
def project(tmp_path, memory):
    """Many accounts in one file."""
    folder = fleet(tmp_path / "fleet", ACCOUNTS, "sqlite:.csws/all.db")
    assert csws(folder, "apply", "--auto-approve").code == 0
    return folder


@pytest.mark.parametrize(("settled", "reads"), [(-1e9, 1), (1e9, 2 * ACCOUNTS)])
def test_a_file_of_many_accounts_is_read_again_only_if_it_was_just_written(
    project, memory, monkeypatch, settled, reads
):
    """Just written, it may be written once more within the same tick of the file system's clock."""
    read: list[str] = []
    inner = looking.read_whole
    monkeypatch.setattr(made_from, "_SETTLED", settled)
    monkeypatch.setattr(made_from, "read_whole", lambda path: (read.append(path), inner(path))[1])
    wanted = memory.ask(project, "plan")
    assert (wanted.code, len(read)) == (0, reads)
    assert memory.is_recalled(project, "plan")
    assert csws(project, "--account", "account-00003", "observe", "--set", "workspace.primary.name=Seen").code == 0
    assert not memory.is_recalled(project, "plan")
    assert memory.ask(project, "plan") == memory.without(project, "plan") != wanted
