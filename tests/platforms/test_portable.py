"""csws uses nothing that only some systems have, except what `portable.yaml` allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.platforms.portable import DATA, findings

ROOT = Path(__file__).parents[2]
FOLDERS = ("csws", "benchmarks", "scripts")


@pytest.fixture(scope="module")
def found():
    return [(f"{folder}/{item.file}", item) for folder in FOLDERS for item in findings(ROOT / folder)]


def test_only_what_is_allowed_is_not_portable(found):
    allowed = {(item["file"], item["what"]) for item in DATA["allowed"]}
    assert [
        f"{file}:{item.line} {item.what}: {item.why}" for file, item in found if (file, item.what) not in allowed
    ] == []


def test_no_exception_is_left_over(found):
    there = {(file, item.what) for file, item in found}
    assert [item for item in DATA["allowed"] if (item["file"], item["what"]) not in there] == []


def test_every_exception_says_why_and_what_happens_elsewhere():
    for item in DATA["allowed"]:
        assert item.keys() == {"file", "what", "reason", "fallback"}
        assert not (item["fallback"].startswith("None:") and item["file"].startswith("csws/"))


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_mypy_checks_for_other_systems_too(platform):
    """typeshed knows which names of the standard library each system has."""
    assert f"/mypy --platform {platform}" in (ROOT / "Makefile").read_text(encoding="utf-8")


PLANTED = {
    "import fcntl": ["fcntl"],
    "from pwd import getpwnam": ["pwd"],
    "import signal\nsignal.SIGPIPE": ["signal.SIGPIPE"],
    "from signal import SIGHUP": ["signal.SIGHUP"],
    "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN); signal.SIGTERM": [],
    "import os\nos.fork()": ["os.fork"],
    "import os\nos.rename('a', 'b')": ["os.rename"],
    "import os\nos.waitpid(1, 0)": ["os.waitpid"],
    "path.chmod(1)": ["path.chmod"],
    "here().symlink_to('x')": ["….symlink_to"],
    "x = '/tmp/csws'": ["/tmp/csws"],
    "at.strftime('%-d. %B')": ["%-d. %B"],
    "open('x')": ["open without encoding"],
    "open('x', 'w', encoding='utf-8')": ["open without newline"],
    "open('x', 'rb')": [],
    "path.open(mode='wb')": [],
    "tasks.open(title, body)": [],
    "path.open('a')": ["path.open without encoding", "path.open without newline"],
    "os.open('x', os.O_RDONLY)": [],
    "os.fdopen(3, 'w', encoding='utf-8')": ["os.fdopen without newline"],
    "path.read_text()": ["path.read_text without encoding"],
    "path.write_text('x', encoding='utf-8')": ["path.write_text without newline"],
    "read_text(path, 'x')": [],
    "tempfile.NamedTemporaryFile('w')": [
        "tempfile.NamedTemporaryFile without encoding",
        "tempfile.NamedTemporaryFile without newline",
    ],
    "tempfile.TemporaryFile()": [],
    "subprocess.run(['git'], text=True)": ["subprocess.run without encoding"],
    "from pathlib import Path\ndef f(file: Path):\n    return f'{file}'": ["file as text"],
    "from pathlib import Path\ndef f(file: Path | None):\n    return str(file)": ["file as text"],
    "from pathlib import Path\ndef f(root: Path):\n    return f'{root / \"a\"}'": ["root / 'a' as text"],
    "from pathlib import Path\ndef f(files: list[Path]):\n    for x in files:\n        print(f'{x}')": ["x as text"],
    "from pathlib import Path\ndef g() -> Path: ...\ndef f():\n    return f'{g()}'": ["g() as text"],
    "from pathlib import Path\nclass A:\n    place: Path\ndef f(a):\n    return str(a.place)": ["a.place as text"],
    "from pathlib import Path\ndef f(file: Path):\n    return f'{file.as_posix()} {file.name}'": [],
}


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_fault_is_found(tmp_path, text):
    (tmp_path / "planted.py").write_text(text, encoding="utf-8", newline="\n")
    assert [item.what for item in findings(tmp_path)] == PLANTED[text]


def test_a_path_that_csws_shows_is_found_while_tests_run():
    shows = {"__name__": "csws.made_up", "path": Path("a/b")}
    with pytest.raises(AssertionError, match=r"csws\.made_up shows the path `a/b`"):
        eval("f'{path}'", shows)
    assert eval("f'{path.as_posix()}'", shows) == "a/b"
    assert f"{Path('a/b')}" == "a/b"
