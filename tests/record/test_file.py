"""The file of a record: what was not written whole, what was changed by hand, and what other
programs do to text."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace

import pytest

from csws.errors import AccountLocked, AnswerLost, CswsError, NewerStore, NotPermitted
from csws.model.settings import fresh
from csws.model.target import RecordPermit
from csws.targets import file, target_for
from csws.targets.ledger import lease
from csws.targets.record import appending
from csws.targets.record.line import Line, _sealed, following, header
from csws.targets.record.writing import EVENT, JOURNAL, REVISION, RUN
from tests.places import fill, read_only, small_disk
from tests.record.clones import again
from tests.targets.test_contract import create, permit, read, write

TARGET = target_for("file")
RECORD = RecordPermit(operator="eye", lock_timeout=0.3)


def written(account, count: int = 3) -> bytes:
    """A record with some revisions."""
    for key in "abcdef"[:count]:
        write(account, create(key))
    return (file.path_of(account)).read_bytes()


def refused(account, kind: type[CswsError] = CswsError) -> CswsError:
    """The one failure of everything that is done with the account; the file stays as it was."""
    path = file.path_of(account)
    before = path.read_bytes()
    failures = []
    for act in (read, lambda account: write(account, create("z"))):
        with pytest.raises(kind) as failed:
            act(account)
        failures.append((failed.value.message, failed.value.hint, failed.value.code))
    assert path.read_bytes() == before
    assert failures[0] == failures[1]
    assert failures[0][1]
    return failed.value


def test_a_transaction_is_a_line_and_the_first_one_names_the_account(account, path):
    lines = [json.loads(line) for line in written(account, 1).splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3]
    assert lines[0]["account"] == {"id": "1234567", "name": "acme"}
    assert [[entry["entry"] for entry in line["entries"]] for line in lines[1:]] == [
        ["begun"],
        ["revision", "ended"],
    ]
    assert lines[2]["entries"][0]["base"] is True
    assert lines[2]["entries"][0]["changes"] == {"workspace": {"a-1": {"key": "a", "name": "a"}}}
    assert [line["prev"] for line in lines[1:]] == [line["checksum"] for line in lines[:-1]]


def test_the_lease_is_not_in_the_record(account, path):
    written(account, 1)
    before = path.read_bytes()
    with TARGET.recorder(account, RECORD):
        pass
    assert path.read_bytes() == before
    assert (path.parents[1] / ".csws/locks/records/acme.jsonl.lock").is_file()


def test_reading_creates_nothing(account, tmp_path):
    assert read(account).revision == 0
    assert list(tmp_path.iterdir()) == []


def test_every_column_of_the_ledger_is_in_a_line(account):
    """Whoever adds a column adds it to the entries of a record."""
    given = {"account_id", "checksum", "entry", "number", "operator", "digest"}  # by replaying
    with TARGET.store(account).transaction(1.0) as sql:
        for table, columns in (
            ("revision", REVISION),
            ("event", EVENT),
            ("journal", JOURNAL),
            ("run", RUN),
        ):
            found = {row[1] for row in sql.execute(f"PRAGMA table_info({table})").fetchall()}
            assert found - given == set(columns.split(", ")) - given, table


def test_a_torn_last_line_counts_as_not_written_and_the_next_write_cuts_it_off(account, path):
    data = written(account, 2)
    whole = data[: data[:-1].rindex(b"\n") + 1]
    last = data[len(whole) : -1]
    for length in (1, 2, 30, len(last) // 2, len(last) - 1):
        path.write_bytes(whole + last[:length])
        assert read(account).revision == 1
    for garbage in (b"\0" * 512, b"\xff\xfe", b"{"):
        path.write_bytes(whole + garbage)
        assert read(account).revision == 1
    assert write(account, create("z")) == 2
    assert path.read_bytes().startswith(whole + b'{"number"')
    assert read(account).revision == 2


def test_a_whole_last_line_without_its_line_end_counts(account, path):
    data = written(account, 2)
    path.write_bytes(data[:-1])
    assert read(account).revision == 2
    assert write(account, create("z")) == 3
    assert path.read_bytes().startswith(data)


def test_a_torn_first_line_is_written_again(account, path):
    first = header(account.id, account.name).text
    path.parent.mkdir()
    for length in (0, 1, 40, len(first) - 1):
        path.write_bytes(first[:length])
        assert read(account).revision == 0
    assert write(account, create("a")) == 1


@pytest.mark.parametrize("data", [b"hello", b"hello\n", b"{}\n", b"version: 1\naccounts:\n", b'{"record":"other"}\n'])
def test_a_file_of_something_else_is_left_alone(account, path, data):
    path.parent.mkdir()
    path.write_bytes(data)
    assert "line 1" in refused(account).message


def test_every_byte_that_somebody_changes_is_noticed(account, path):
    """The line is named; what follows a changed line is not read."""
    data = written(account, 2)
    for at in range(0, len(data), 7):
        changed = bytes([data[at] ^ 1])
        path.write_bytes(data[:at] + changed + data[at + 1 :])
        if changed == b"\n" or data[at : at + 1] == b"\n":
            continue
        with pytest.raises(CswsError) as failed:
            read(account)
        number = data[:at].count(b"\n") + 1
        if failed.value.code == "newer_store":
            assert number == 1, "only the header can name another format"
        elif failed.value.code != "CSW503":
            assert f"line {number} " in failed.value.message, (at, failed.value.message)


EDITS = {
    "edited": (
        lambda lines: [*lines[:2], lines[2].replace(b'"a"', b'"x"', 1), *lines[3:]],
        3,
        "was edited",
    ),
    "cut": (lambda lines: [*lines[:2], *lines[3:]], 3, "has the number 4"),
    "cut at the front": (lambda lines: lines[1:], 1, "does not name an account"),
    "doubled": (lambda lines: [*lines[:3], *lines[2:]], 4, "has the number 3"),
    "swapped": (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3, "has the number 4"),
    "an empty line": (lambda lines: [*lines[:2], b"", *lines[2:]], 3, "is empty"),
    "merged by hand": (
        lambda lines: [*lines[:2], b"<<<<<<< ours", *lines[2:]],
        3,
        "is a conflict mark",
    ),
    "a comment": (
        lambda lines: [*lines[:2], b"# a note", *lines[2:]],
        3,
        "is not a complete JSON object",
    ),
    "a list": (lambda lines: [*lines[:2], b"[1]", *lines[2:]], 3, "is not a complete JSON object"),
    "deep": (
        lambda lines: [*lines[:2], b"[" * 100_000, *lines[2:]],
        3,
        "is not a complete JSON object",
    ),
    "not UTF-8": (
        lambda lines: [*lines[:2], b"\xff", *lines[2:]],
        3,
        "is not a complete JSON object",
    ),
    "written anew": (
        lambda lines: [*lines[:2], sealed_anew(lines), *lines[3:]],
        4,
        "does not follow",
    ),
}


def sealed_anew(lines: list[bytes]) -> bytes:
    """A line with other data, and a checksum that is right for it."""
    before = again([*(_line(number, text) for number, text in enumerate(lines[:2], 1))]).lines[-1]
    return following(before, {**json.loads(lines[2]), "by": "mallory"}).text


def _line(number, text):
    return Line(number, text, json.loads(text))


@pytest.mark.parametrize("case", EDITS)
def test_a_record_that_was_changed_by_hand_is_refused_with_the_line(account, path, case):
    edit, number, what = EDITS[case]
    lines = written(account, 3).splitlines()
    path.write_bytes(b"\n".join(edit(lines)) + b"\n")
    failed = refused(account)
    assert f"line {number} {what}" in failed.message
    assert (failed.code, "`records/acme.jsonl`" in failed.message) == ("corrupt", True)


@pytest.mark.parametrize("other", [{"id": "999"}, {"name": "other"}], ids=["another account", "another name"])
def test_the_record_of_another_account_is_refused(account, path, other):
    written(account, 1)
    failed = refused(replace(account, **other), NotPermitted)
    assert (failed.code, failed.exit_code) == ("CSW503", 7)


NEWER = {
    "its line 3 contains `mood`": lambda data: data.update(mood="good"),
    "its line 3 has an entry `score`": lambda data: data["entries"].append({"entry": "score"}),
    "its line 3 has an entry `revision` that contains `weight`": lambda data: data["entries"][0].update(weight=1),
    "its line 3 has an entry `revision` that contains another kind of `changes`": lambda data: data["entries"][
        0
    ].update(changes=[]),
    "its line 3 has an entry `revision` that lacks `kind`": lambda data: data["entries"][0].pop("kind"),
    "it has a revision of the kind `dreamt`": lambda data: data["entries"][0].update(kind="dreamt"),
    "it sets `services.color`": lambda data: data["entries"][0]["changes"]["workspace"]["a-1"].update(
        {"services.color": "red"}
    ),
    "it sets `objects.tickets`": lambda data: data["entries"][0]["changes"].update(objects={"tickets": "t"}),
    "it has settings of the kind `territory`": lambda data: data["entries"][0]["changes"].update(
        territory={"x": {"key": "x", "name": "X"}}
    ),
}


@pytest.mark.parametrize("what", NEWER)
def test_what_only_a_newer_csws_knows_is_refused(account, path, monkeypatch, what):
    lines = written(account, 1).splitlines()
    data = json.loads(lines[2])
    NEWER[what](data)
    monkeypatch.setattr("csws.targets.record.line._ORDER", ("number", "at", "by", "entries", "mood", "prev"))
    newer = following(again([_line(at, text) for at, text in enumerate(lines[:2], 1)]).lines[-1], data)
    path.write_bytes(b"\n".join([*lines[:2], newer.text]) + b"\n")
    failed = refused(account, NewerStore)
    assert what in failed.message


@pytest.mark.parametrize("edit", [(b'"1.0"', b'"2.0"'), (b'"record"', b'"mood":1,"record"')])
def test_a_format_of_a_newer_csws_is_not_called_broken(account, path, edit):
    path.write_bytes(written(account, 1).replace(*edit, 1))
    assert "written by a newer csws" in refused(account, NewerStore).message


def test_a_later_minor_format_is_read(account, path):
    lines = written(account, 1).splitlines()
    first = re.sub(rb',"checksum.*', b"}", lines[0].replace(b'"1.0"', b'"1.1"'))
    path.write_bytes(_sealed(json.loads(first)).text + b"\n")
    assert read(account).revision == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    ],
    ids=["autocrlf", "a byte order mark", "both"],
)
def test_what_git_and_editors_do_to_line_ends_breaks_nothing(account, path, change):
    data = change(written(account, 2))
    path.write_bytes(data)
    assert read(account).revision == 2
    assert write(account, create("z")) == 3
    assert path.read_bytes().startswith(data)
    assert read(account).revision == 3


def test_a_full_disk_leaves_the_record_as_it_was(account, path):
    path.parent.mkdir()
    with small_disk(path.parent, 64):
        data = written(account, 2)
        filler = fill(path.parent)
        with pytest.raises(CswsError) as failed:
            write(account, create("c", description="x" * 100_000))
        assert failed.value.code == "disk_full"
        assert path.read_bytes() == data
        filler.unlink()
        assert write(account, create("c")) == 3


def test_a_folder_that_cannot_be_written_is_a_clear_error(account, path):
    written(account, 1)
    with read_only(path.parents[1]):
        assert read(account).revision == 1
        with pytest.raises(CswsError) as failed:
            write(account, create("z"))
    assert (failed.value.code, bool(failed.value.hint)) == ("store", True)


def test_a_flush_that_fails_is_looked_at_again(account, path, monkeypatch):
    """The line is there, so the revision is recorded."""
    written(account, 1)
    flush = os.fsync
    failing = iter([False, True, False, False, False])

    def fails(handle):
        if next(failing):
            raise OSError(5, "Input/output error")
        flush(handle)

    with TARGET.writer(account, permit()) as writer:
        monkeypatch.setattr(appending.os, "fsync", fails)
        writer.begin()
        writer.perform(create("b"), 2)
        assert writer.commit() == 2
    monkeypatch.undo()
    assert read(account).revision == 2


def test_a_record_that_git_replaced_meanwhile_is_noticed(account, path):
    data = written(account, 2)
    with TARGET.writer(account, permit()) as writer:
        writer.perform(create("z"), 3)
        path.write_bytes(data[: data.index(b"\n") + 1])
        with pytest.raises(CswsError) as failed:
            writer.commit()
    assert failed.value.code == "store"
    assert "was changed by something else" in failed.value.message


def test_a_record_that_is_renamed_while_it_is_written_is_noticed(account, path, monkeypatch):
    written(account, 1)
    write_all = appending._write

    def replaced(handle, keep, addition):
        write_all(handle, keep, addition)
        other = path.with_name("other")
        other.write_bytes(path.read_bytes()[:keep])
        other.replace(path)

    monkeypatch.setattr(appending, "_write", replaced)
    with pytest.raises((AnswerLost, CswsError)):
        write(account, create("b"))
    monkeypatch.undo()
    assert read(account).revision == 1


def test_a_record_that_was_deleted_meanwhile_is_not_begun_anew(account, path):
    written(account, 1)
    with TARGET.writer(account, permit()) as writer:
        writer.perform(create("z"), 2)
        path.unlink()
        with pytest.raises(CswsError, match="was deleted while this run was working"):
            writer.commit()
    assert not path.exists()


def test_a_damaged_lock_file_is_named(account, path):
    written(account, 1)
    file.lock_of(account).write_bytes(b"no lock at all" * 100)
    with pytest.raises(CswsError) as failed:
        write(account, create("z"))
    assert ".csws/locks/records/acme.jsonl.lock" in failed.value.hint
    assert read(account).revision == 1


def test_two_names_of_one_file_have_one_lock(account, path):
    written(account, 1)
    (path.parents[1] / "link.jsonl").symlink_to(path)
    other = replace(account, target="file:link.jsonl")
    with TARGET.writer(account, permit()), pytest.raises(AccountLocked):
        write(other, create("z"))
    assert write(other, create("z")) == 2
    assert read(account).revision == 2
    assert (path.parents[1] / "link.jsonl").is_symlink()


def test_nothing_is_merged_while_a_run_works(account, path):
    written(account, 1)
    with TARGET.writer(account, permit()), pytest.raises(AccountLocked), file.at_rest(account):
        pass
    with file.at_rest(account):
        pass


def test_a_lease_ends_by_itself(account, monkeypatch):
    monkeypatch.setattr(lease, "TERM", 0.2)
    monkeypatch.setattr(lease, "BEAT", 60.0)
    with TARGET.writer(account, permit()), TARGET.writer(account, permit(5.0)) as other:
        other.begin()
        other.perform(create("a"), 1)
        assert other.commit() == 1


def test_a_new_record_that_was_deleted_meanwhile_is_not_begun_anew(account, path):
    with TARGET.writer(account, permit()) as writer:
        writer.perform(create("a"), 1)
        path.unlink()
        with pytest.raises(CswsError, match="was deleted while this run was working"):
            writer.commit()
    assert not path.exists()


def test_every_line_names_who_wrote_it(account, path):
    written(account, 2)
    with TARGET.recorder(account, RECORD) as recorder:
        recorder.observe(replace(recorder.read().settings, objects=replace(fresh().objects, customers="companies")))
        recorder.agree()
    lines = [json.loads(line) for line in path.read_bytes().splitlines()[1:]]
    assert [line["by"] for line in lines] == ["ops@acme.example"] * 3 + ["eye"] * 2
    assert lines[-1]["entries"] == [{"entry": "base", "changes": {"objects": {"customers": "companies"}}}]


def test_a_gap_in_the_revisions_is_named(account, path):
    """Only another program can have written it, with checksums that are right."""
    lines = [_line(at, text) for at, text in enumerate(written(account, 2).splitlines(), 1)]
    data = json.loads(json.dumps(lines[-1].data))
    next(entry for entry in data["entries"] if "revision" in entry)["revision"] = 7
    path.write_bytes(b"\n".join([*(line.text for line in lines[:-1]), following(lines[-2], data).text, b""]))
    assert "records revision 7 after revision 1" in refused(account).message


def test_a_file_that_grew_since_it_was_read_is_not_written(account, path):
    written(account, 1)
    with pytest.raises(CswsError, match="was changed by something else"):
        appending.append(path, 10, 10, b"more", "records/acme.jsonl")
