"""The main job as other systems would run it: other encodings, other line ends, other ways to start
processes, and the rules of Windows about files. Windows and macOS themselves are not here."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from csws.cli import pipe, streams
from csws.executors import processes
from csws.load import atomic_write, bounds
from csws.targets.sqlite import uri_of
from tests.cli.console import csws
from tests.cli.runs_project import edit, hubspot, several

ROOT = Path(__file__).parents[2]
AMONG = "EMEA customer success"
NAME = "Kundesuksess Ærø €, 客户成功"  # code page 1252 has some of it
# What is run in the sample, and the exit codes.
JOURNEY = (
    (("validate",), 0),
    (("fmt", "--check"), 0),
    (("plan",), 0),
    (("plan", "--out", "new.plan"), 0),
    (("plan", "--format", "html"), 0),
    (("plan", "--format", "markdown"), 0),
    (("plan", "--format", "json"), 0),
    (("apply", "new.plan", "--events", "events.jsonl"), 0),
    (("export",), 0),
    (("history",), 0),
    (("drift",), 0),
    (("plan", "--detailed-exitcode"), 0),
    (("validate", "--format", "sarif"), 0),
    (("validate", "--format", "junit"), 0),
    (("doctor",), 0),
)
BY_HAND = (  # in a HubSpot account, of which csws keeps a record
    (("worksheet", "sheet.yaml"), 0),
    (("observe", "sheet.yaml"), 0),
    (("plan", "--out", "new.plan"), 0),
    (("apply", "--auto-approve", "--new-account"), 6),
    (("runs",), 0),
    (("record", "verify"), 0),
    (("worksheet", "sheet.yaml"), 0),
    (("abandon", "--yes"), 64),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample with a name that needs UTF-8."""
    assert csws(tmp_path, "init").code == 0
    text = (tmp_path / "workspaces/emea.yaml").read_text(encoding="utf-8")
    assert AMONG in text
    (tmp_path / "workspaces/emea.yaml").write_bytes(text.replace(AMONG, NAME).encode())
    return tmp_path


def run(project: Path, words: tuple[str, ...], *, how: tuple[str, ...], given: bytes = b"", **environment: str):
    """Exit code, stdout and stderr of a process of its own, as bytes."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, *how, *words],
        cwd=project,
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        input=given,
    )
    return done.returncode, done.stdout, done.stderr


def in_turn(project: Path, commands: list[tuple[str, ...]], *, how: tuple[str, ...] = (), **environment: str):
    """The same of each command."""
    said = project.parent / "said"
    said.mkdir()
    how = how or ("-m", "tests.platforms.in_turn")
    code, out, err = run(project, (str(said),), how=how, given=json.dumps(commands).encode(), **environment)
    assert code == 0, err
    texts = [[(said / f"{at}.{stream}").read_bytes() for stream in ("out", "err")] for at in range(len(commands))]
    return [(code, *pair) for code, pair in zip(json.loads(out), texts, strict=True)]


OTHER = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


@pytest.mark.skipif(os.name == "nt", reason="LC_ALL=C, in which only ASCII exists, is a setting of POSIX")
def test_the_encoding_of_the_system_changes_no_byte(project):
    """Neither a console of code page 1252 nor a system that knows only ASCII."""
    other = Path(shutil.copytree(project, project.parent / "beside"))
    there = in_turn(other, [*(words for words, _ in JOURNEY), ("export",)], **OTHER)
    for (words, code), elsewhere in zip(JOURNEY, there, strict=False):
        usual = csws(project, *words)
        assert elsewhere[0] == code, elsewhere
        if words[0] not in ("history", "doctor"):  # they show the time, or the system
            assert elsewhere[:2] == (usual.code, usual.out.encode())
        assert b"\r" not in elsewhere[1]
    assert NAME.encode() in there[-1][1]


def test_line_ends_change_no_plan(project):
    """As git checks out on Windows, with core.autocrlf. The formatter leaves such files alone."""
    other = Path(shutil.copytree(project, project.parent / "beside"))
    for file in (item for item in other.rglob("*") if item.is_file()):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    plans = [csws(folder, "plan", "--format", "json") for folder in (project, other)]
    assert plans[0].out == plans[1].out
    assert [csws(other, *words).code for words, _ in JOURNEY] == [code for _, code in JOURNEY]
    assert b"\n" not in (other / "workspaces/emea.yaml").read_bytes().replace(b"\r\n", b"")


def test_git_may_check_out_with_other_line_ends(project, monkeypatch):
    """A clone with core.autocrlf has the same settings as its base, and its record stays readable."""
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    edit(
        project / "csws.yaml",
        "target: sqlite:.csws/acme.db",
        "target: hubspot:1234567\n    store: file:records/acme.jsonl",
    )
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6
    for words in (
        ("init", "--quiet"),
        ("add", "--all"),
        ("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *words], cwd=project, check=True)
    clone = project.parent / "clone"
    subprocess.run(["git", "clone", "--quiet", "-c", "core.autocrlf=true", project, clone], check=True)
    assert b"\r\n" in (clone / "csws.yaml").read_bytes()
    assert b"\r\n" in (clone / "records/acme.jsonl").read_bytes()
    assert csws(clone, "fmt", "--check").code == 0
    assert csws(clone, "record", "verify").code == 0
    compared = csws(clone, "plan", "--base-ref", "HEAD", "--format", "json")
    assert compared.code == 0
    assert "branch" not in {
        change.get("introduced_by") for account in compared.json["accounts"] for change in account.get("changes", ())
    }


STRICT = ("-X", "warn_default_encoding", "-m", "tests.platforms.strict")
STRICT_IN_TURN = (*STRICT, "in-turn")
linux = pytest.mark.skipif(sys.platform != "linux", reason="what a process has open is read from /proc")


@linux
def test_files_are_used_as_windows_allows(project):
    done = in_turn(project, [words for words, _ in JOURNEY], how=STRICT_IN_TURN)
    assert [code for code, _, _ in done] == [code for _, code in JOURNEY], done


@linux
def test_files_of_a_record_are_used_as_windows_allows(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    folder = hubspot(tmp_path)
    edit(folder / "csws.yaml", "target: hubspot:1234567", "target: hubspot:1234567\n    store: file:records/acme.jsonl")
    done = in_turn(folder, [words for words, _ in BY_HAND], how=STRICT_IN_TURN)
    assert [code for code, _, _ in done] == [code for _, code in BY_HAND], done


@linux
def test_processes_may_be_spawned(tmp_path):
    """Windows, macOS and newer Pythons do not fork."""
    several(tmp_path, "alder", "birch", "cedar")
    for words in (("validate",), ("plan",), ("apply", "--auto-approve"), ("drift",)):
        done = run(tmp_path, (*words, "--jobs", "2"), how=STRICT)
        assert done[0] == 0, done


@linux
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("stream = open('a', 'w'); os.replace('b', 'a')", "a file that is open"),
        ("stream = open('a', 'w'); os.remove('a')", "a file that is open"),
        ("open('a:b', 'w')", "does not allow"),
        ("open('con.txt', 'w')", "does not allow"),
        ("open('a', 'w').close(); os.replace('b', 'a'); os.remove('a'); open('a?')", "No such file"),
    ],
)
def test_the_strict_run_finds_what_windows_refuses(tmp_path, act, said):
    (tmp_path / "b").touch()
    script = f"import os, sys\nfrom tests.platforms.strict import watch\nsys.addaudithook(watch)\n{act}"
    assert said in run(tmp_path, (script,), how=("-c",))[2].decode()


class _Stream(io.TextIOWrapper):
    """A console of Windows."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="cp1252", newline="\r\n")


def test_output_is_utf_8_with_line_feeds(monkeypatch):
    stream = _Stream()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", _Stream())
    streams.prepare_streams()
    stream.write(f"{NAME}\n")
    stream.flush()
    assert stream.buffer.getvalue() == f"{NAME}\n".encode()


def test_on_windows_a_terminal_is_told_to_obey_colors(monkeypatch):
    asked = []
    fake = type("colorama", (), {"just_fix_windows_console": lambda: asked.append(1)})
    monkeypatch.setitem(sys.modules, "colorama", fake)
    monkeypatch.setattr(sys, "stdout", _Stream())
    monkeypatch.setattr(sys, "stderr", _Stream())
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        streams.prepare_streams()
    assert asked == [1]


@pytest.mark.parametrize(
    ("system", "error", "has_gone"),
    [
        ("posix", BrokenPipeError(), True),
        ("posix", OSError(22, "Invalid argument"), False),
        ("nt", BrokenPipeError(), True),
        ("nt", OSError(22, "Invalid argument"), True),
        ("nt", OSError(22, "Invalid argument", "a?b"), False),
        ("nt", ValueError(), False),
    ],
)
def test_a_reader_that_has_gone_is_noticed(monkeypatch, system, error, has_gone):
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", system)
        found = pipe.reader_has_gone(error)
    assert found is has_gone


@pytest.mark.parametrize(("refusals", "is_written"), [(0, True), (2, True), (9, False)])
def test_a_file_that_another_program_has_open_is_replaced_when_it_closes_it(
    tmp_path, monkeypatch, refusals, is_written
):
    file, replace, left = tmp_path / "a.yaml", os.replace, [None] * refusals

    def refuse(old: str, new: Path) -> None:
        if left:
            left.pop()
            raise PermissionError(13, "The process cannot access the file")
        replace(old, new)

    file.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(atomic_write, "_WAITS", (0, 0, 0))
    if is_written:
        atomic_write.replace_file(file, "new")
    else:
        with pytest.raises(PermissionError):
            atomic_write.replace_file(file, "new")
    assert file.read_bytes() == (b"new" if is_written else b"old")
    assert [item.name for item in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize(
    "name", ["..\\secret.yaml", "a\\..\\..\\secret.yaml", "C:\\secret.yaml", "C:secret.yaml", "a/C:x"]
)
def test_a_name_that_may_lead_elsewhere_on_windows_is_followed(tmp_path, monkeypatch, name):
    """No short cut is taken: pathlib decides, which knows the system's names."""
    asked = []
    monkeypatch.setattr(bounds, "inside", lambda root, name: asked.append(name))
    assert not bounds.is_inside(tmp_path, name)
    assert not bounds.Bounds(tmp_path).hold(name)
    assert bounds.Bounds(tmp_path).place(name) is None
    assert asked == [name] * 3


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/ærø/a b?.db"), "file:///home/%C3%A6r%C3%B8/a%20b%3F.db?mode=rw"),
        (PureWindowsPath("C:\\Users\\ærø\\a#b.db"), "file:///C:/Users/%C3%A6r%C3%B8/a%23b.db?mode=rw"),
        (PureWindowsPath("\\\\server\\share\\a.db"), "file:////server/share/a.db?mode=rw"),
    ],
)
def test_sqlite_is_given_a_name_that_it_understands(path, uri):
    assert uri_of(path, "rw") == uri


def test_no_more_processes_than_windows_can_wait_for(monkeypatch):
    made = []
    monkeypatch.setattr(processes, "_MOST", 61)
    monkeypatch.setattr(processes, "_Pool", lambda **how: made.append(how["max_workers"]) or _Nothing())
    for jobs in (4, 100):
        with processes.opened("", jobs):
            pass
    assert made == [4, 61]


class _Nothing:
    def shutdown(self, **_: object) -> None:
        """There is nothing to wait for."""
