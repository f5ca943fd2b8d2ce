"""`csws record` with files that are not as they should be, and with words that are not."""

from __future__ import annotations

import pytest

from csws.targets.record.line import _sealed, following
from tests.cli.console import csws
from tests.record.clones import Clone
from tests.record.repository import RECORD


@pytest.fixture
def folder(tmp_path):
    one, other = Clone(), Clone()
    one.sets("x", "ann", name="X")
    other.sets("y", "bob", name="Y")
    (tmp_path / "ours").write_bytes(one.text)
    (tmp_path / "theirs").write_bytes(other.text)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("record",),
        ("record", "pull"),
        ("records", "verify"),
        ("record", "merge"),
        ("record", "merge", "ours"),
        ("record", "merge", "--install", "ours"),
        ("record", "verify", "--format", "xml"),
    ],
)
def test_wrong_words_are_usage_errors(folder, words):
    done = csws(folder, *words)
    assert done.code == 64
    assert "→" in done.err


def test_records_is_told_with_the_right_command(folder):
    assert "`csws record verify`" in csws(folder, "records", "verify").err


@pytest.mark.parametrize("words", [("verify", "none"), ("show", "none"), ("merge", "none", "theirs")])
def test_a_file_that_is_not_there_is_named(folder, words):
    done = csws(folder, "record", *words)
    assert (done.code, "`none` cannot be read" in done.err) == (1, True)


def test_a_project_without_records_has_nothing_to_verify(tmp_path):
    csws(tmp_path, "init", "acme")
    for words in (("verify",), ("show",)):
        done = csws(tmp_path / "acme", "record", *words)
        assert (done.code, done.out) == (0, "")
        assert "store: file:PATH" in done.err
    assert csws(tmp_path / "acme", "record", "merge", "--install").code == 1


def test_records_of_two_accounts_are_not_merged(folder):
    other = (folder / "theirs").read_bytes()
    from csws.targets.record.line import header

    (folder / "other").write_bytes(header("999", "beta").text + b"\n")
    done = csws(folder, "record", "merge", "ours", "other")
    assert (done.code, "account 999 (`beta`)" in done.err) == (7, True)
    assert (folder / "theirs").read_bytes() == other


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_broken_side_is_named_and_nothing_is_written(folder, side):
    path = folder / side
    path.write_bytes(path.read_bytes().replace(b'"name":"X"', b'"name":"Z"').replace(b'"name":"Y"', b'"name":"Z"'))
    before = (folder / "ours").read_bytes()
    done = csws(folder, "record", "merge", "ours", "theirs")
    assert (done.code, f"`{side}` is broken: line 2 was edited" in done.err) == (1, True)
    assert (folder / "ours").read_bytes() == before


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_newer_side_is_named(folder, side):
    path = folder / side
    path.write_bytes(path.read_bytes().replace(b'"1.0"', b'"9.0"'))
    done = csws(folder, "record", "merge", "ours", "theirs")
    assert (done.code, f"`{side}` was written by a newer csws" in done.err) == (1, True)
    for words in (("verify", side), ("show", side)):
        told = csws(folder, "record", *words)
        assert (told.code, "newer csws" in told.out + told.err) == (1, True)


def test_an_empty_side_adds_nothing_or_takes_everything(folder):
    (folder / "empty").write_bytes(b"")
    assert "0 lines added" in csws(folder, "record", "merge", "ours", "empty").err
    assert csws(folder, "record", "merge", "empty", "theirs").code == 0
    assert (folder / "empty").read_bytes() == (folder / "theirs").read_bytes()


def test_everything_that_is_broken_is_told_at_once(folder):
    path = folder / "ours"
    clone = Clone()
    for number in range(4):
        clone.sets("x", "ann", name=f"X{number}")
    lines = clone.text.splitlines()
    lines[1] = lines[1].replace(b"X0", b"Y0")
    lines[3] = b"note"
    path.write_bytes(b"\n".join(lines) + b'\n{"torn')
    done = csws(folder, "record", "verify", "ours", "--format", "json")
    (record,) = done.json["records"]
    assert (done.code, record["valid"], [item["line"] for item in record["problems"]]) == (
        1,
        False,
        [2, 4, 6],
    )
    shown = csws(folder, "record", "show", "ours")
    assert shown.code == 0
    for text in ('"Y0"', '"X1"', '"X3"', "this line was edited", "is incomplete"):
        assert text in shown.out


HOSTILE = "\x1b[31mred\x1b[0m\n‮evil"


def test_nothing_in_a_record_reaches_the_terminal_as_it_is(folder):
    clone = Clone()
    clone.sets("x", HOSTILE, name=HOSTILE, **{HOSTILE: [HOSTILE]})
    clone.begins(HOSTILE, HOSTILE)
    step = {"entry": "step", "run": HOSTILE, "step": 1, "state": HOSTILE, "note": HOSTILE}
    kinds = {"objects": {HOSTILE: HOSTILE}, HOSTILE: {HOSTILE: {HOSTILE: HOSTILE}}}
    revision = {"entry": "revision", "revision": 2, "kind": HOSTILE, "changes": kinds}
    clone.append([step, revision, {"entry": "base", "changes": kinds}], HOSTILE, set())
    (folder / "ours").write_bytes(clone.text)
    clone = Clone()
    clone.sets("x", HOSTILE, name="other")
    (folder / "theirs").write_bytes(clone.text)
    for words in (("show", "ours"), ("verify", "ours"), ("merge", "ours", "theirs")):
        done = csws(folder, "record", *words)
        assert not set("\x1b‮") & set(done.out + done.err)


def test_a_record_is_not_a_target_and_no_include_reads_it(tmp_path):
    csws(tmp_path, "init", "acme")
    root = tmp_path / "acme"
    file = root / "csws.yaml"
    text = file.read_text()
    file.write_text(text.replace("sqlite:.csws/acme.db", f"file:{RECORD}"))
    done = csws(root, "validate")
    assert (done.code, "CSW104" in done.out, "use it as `store:`" in done.out) == (3, True, True)
    for words in (
        ("plan",),
        ("observe", "--set", "objects.customers=companies"),
        ("apply", "--auto-approve"),
    ):
        assert csws(root, *words).code == 3
    assert not (root / RECORD).exists()
    text = text.replace("sqlite:.csws/acme.db", f"hubspot:1234567\n    store: file:{RECORD}")
    file.write_text(text.replace("include: [", "include: [records/*, "))
    csws(root, "observe", "--set", "workspace.hand.name=Hand")
    done = csws(root, "validate")
    assert "matches only files that csws already reads" in done.told
    before = (root / RECORD).read_bytes()
    csws(root, "fmt")
    csws(root, "fmt", RECORD)
    assert (root / RECORD).read_bytes() == before


def test_a_record_outside_of_the_project_is_refused(tmp_path):
    csws(tmp_path, "init", "acme")
    root = tmp_path / "acme"
    file = root / "csws.yaml"
    file.write_text(file.read_text().replace("sqlite:.csws/acme.db", f"hubspot:1234567\n    store: file:{RECORD}"))
    (tmp_path / "elsewhere").mkdir()
    (root / "records").symlink_to(tmp_path / "elsewhere")
    assert csws(root, "observe", "--set", "workspace.hand.name=Hand").code == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_gone_and_what_was_said_is_shown(folder):
    clone = Clone()
    clone.sets("x", "ann", name="X", **{"services.show": True})
    clone.removes("x", "ann")
    remark = {"entry": "remark", "after": 2, "data": {"step": 1, "text": "the list lacks it"}}
    clone.append([remark], "ann", set())
    clone.sees("ann")
    (folder / "ours").write_bytes(clone.text)
    shown = csws(folder, "record", "show", "ours").out
    for text in ("services.show = true", "workspace x: removed", "a remark: ", "lacks it", "without differences"):
        assert text in shown


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_settings_that_only_a_newer_csws_knows_are_not_merged(folder, side):
    newer = Clone()
    newer.sets("new", "zoe", **{"tickets.show": True})
    (folder / side).write_bytes(newer.text)
    done = csws(folder, "record", "merge", "ours", "theirs")
    assert (done.code, f"`{side}` was written by a newer csws: it sets `tickets.show`" in done.err) == (1, True)


def test_headers_of_two_minor_formats_are_of_one_record(folder):
    clone = Clone()
    clone.sets("z", "zoe", name="Z")
    later = _sealed({**clone.record.lines[0].data, "format_version": "1.7"})
    rest = {key: value for key, value in clone.record.lines[1].data.items() if key != "prev"}
    (folder / "theirs").write_bytes(later.text + b"\n" + following(later, rest).text + b"\n")
    done = csws(folder, "record", "merge", "ours", "theirs")
    assert (done.code, "1 line added" in done.err) == (0, True)
    assert csws(folder, "record", "verify", "ours").code == 0


def test_who_did_a_step_is_shown_with_it(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    csws(tmp_path, "init", "acme")
    root = tmp_path / "acme"
    file = root / "csws.yaml"
    file.write_text(file.read_text().replace("sqlite:.csws/acme.db", f"hubspot:1234567\n    store: file:{RECORD}"))
    assert csws(root, "apply", "--auto-approve", "--new-account", "--operator", "ops@acme.example").code == 6
    run = csws(root, "runs").out.split("Run ")[1][:12]
    assert csws(root, "apply", "--resume", "--run", run, "--done", "1", "--by", "Kim").code == 6
    assert "step 1 of run " in csws(root, "record", "show").out
    assert "Kim" in csws(root, "record", "show").out
