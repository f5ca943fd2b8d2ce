"""Merges that die or find no room, and many writers on one machine. Deaths while a line is written
are in tests/crash."""

from __future__ import annotations

import os
import warnings

import pytest

from csws.load import atomic_write
from csws.model.target import RecordPermit
from csws.targets import file, target_for
from tests.cli.console import csws
from tests.crash.place import die
from tests.places import fill, small_disk
from tests.record.clones import Clone
from tests.targets.test_contract import create, read, write


@pytest.fixture
def two(tmp_path):
    """Two versions of one record, in a folder of their own."""
    one, other = Clone(), Clone()
    one.sets("x", "ann", name="X")
    other.sets("y", "bob", name="Y")
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "ours.jsonl").write_bytes(one.text)
    (folder / "theirs.jsonl").write_bytes(other.text)
    return folder, one.text, other.text


def merge(folder):
    return csws(folder, "record", "merge", "ours.jsonl", "theirs.jsonl")


def in_a_process(act) -> int:
    """The exit code of a forked process, or minus the signal that killed it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("when", ["before the write", "before the rename", "after the rename"])
def test_a_merge_that_dies_is_done_or_not_done(two, monkeypatch, when):
    folder, ours, theirs = two
    replace, made = os.replace, atomic_write.tempfile.mkstemp

    def renamed(*names):
        if when == "after the rename":
            replace(*names)
        die()

    monkeypatch.setattr(os, "replace", renamed)
    if when == "before the write":
        monkeypatch.setattr(atomic_write.tempfile, "mkstemp", lambda **more: (made(**more), die()))
    assert in_a_process(lambda: merge(folder)) == -9
    monkeypatch.undo()
    is_done = when == "after the rename"
    assert (
        (folder / "ours.jsonl").read_bytes() != ours,
        (folder / "theirs.jsonl").read_bytes(),
    ) == (is_done, theirs)
    again = merge(folder)
    assert (again.code, f"{0 if is_done else 1} line" in again.err) == (0, True)
    assert csws(folder, "record", "verify", "ours.jsonl").code == 0
    assert (folder / "ours.jsonl").read_bytes().startswith(ours)


def test_a_merge_on_a_full_disk_leaves_ours_as_it_was(two):
    folder, ours, theirs = two
    with small_disk(folder, 64):
        (folder / "ours.jsonl").write_bytes(ours)
        (folder / "theirs.jsonl").write_bytes(theirs)
        filler = fill(folder)
        done = merge(folder)
        assert (done.code, "cannot be written" in done.err) == (1, True)
        assert (folder / "ours.jsonl").read_bytes() == ours
        filler.unlink()
        assert merge(folder).code == 0


def test_a_torn_line_of_either_side_does_not_count(two):
    folder, ours, theirs = two
    (folder / "ours.jsonl").write_bytes(ours + b'{"number":3,"at"')
    (folder / "theirs.jsonl").write_bytes(theirs + b'{"number":3,"at"')
    assert merge(folder).code == 0
    assert (folder / "ours.jsonl").read_bytes().startswith(ours + b'{"number":3,"at":"2026')
    assert csws(folder, "record", "verify", "ours.jsonl").code == 0


def test_of_many_writers_at_once_each_has_its_line(account, path):
    write(account, create("a"))

    def one(number: int) -> None:
        permit = RecordPermit(operator=f"eye {number}", lock_timeout=60)
        with target_for("file").recorder(account, permit) as recorder:
            recorder.note("remark", step=number, text="seen")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        children = []
        for number in range(8):
            child = os.fork()
            if child == 0:
                try:
                    one(number)
                finally:
                    os._exit(0)
            children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 8
    with file.TARGET.reader(account) as reader:
        assert {item.data["step"] for item in reader.events() if item.kind == "remark"} == set(range(8))
    assert read(account).revision == 1
