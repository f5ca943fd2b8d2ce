"""How a process ends when its environment fails: one exit code, one sentence, and no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.console import csws
from tests.cli.test_main_job import snapshot

CSWS = [sys.executable, "-m", "csws"]
ENDS = {
    "a file": ('"$@"', 0, ""),
    "a full disk": ('"$@" > /dev/full', 1, "The disk is full, so the output cannot be written."),
    "a reader that has gone": ('set -o pipefail; "$@" | true', 141, ""),
    "no streams at all": ('"$@" <&- >&- 2>&-', 0, ""),
    "a folder that has gone": ('mkdir gone; cd gone; rmdir ../gone; "$@"', 0, ""),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert csws(tmp_path, "init", "acme").code == 0
    return tmp_path / "acme"


def run(project: Path, script: str, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script, "bash", *CSWS, "-C", str(project), command],
        cwd=project.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("command", ["validate", "plan"])
@pytest.mark.parametrize("name", ENDS)
def test_output_that_cannot_be_written(project, name, command):
    script, code, sentence = ENDS[name]
    done = run(project, script, command)
    assert (done.returncode, sentence in done.stderr) == (code, True)
    assert "Traceback" not in done.stderr


WATCHED = """
import atexit, sys
{before}
from csws.cli.entry import program
{after}
sys.argv[1:] = ["-C", sys.argv[1], "validate"]
program()
"""


@pytest.mark.parametrize("place", ["before", "after"])
def test_what_others_do_at_the_end_is_done(project, place):
    """csws leaves before Python takes apart what it has loaded, but never before anybody else has ended."""
    script = WATCHED.format(**{"before": "", "after": "", place: 'atexit.register(print, "watched")'})
    done = subprocess.run([sys.executable, "-c", script, str(project)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nwatched\n")


HOST = """
import sys
from csws.cli.entry import main
sys.argv[1:] = ["-C", sys.argv[1], "validate"]
try:
    main()
except SystemExit as ended:
    print("ended with", ended.code)
sys.exit(5)
"""


def test_a_program_that_calls_csws_ends_as_it_wants(project):
    done = subprocess.run([sys.executable, "-c", HOST, str(project)], capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (5, "ended with 0")


@pytest.mark.parametrize("command", ["validate --format json", "plan --format json"])
def test_a_full_disk_is_told_once_in_json_too(project, command):
    done = run(project, f'"$@" {command.partition(" ")[2]} > /dev/full', command.partition(" ")[0])
    assert (done.returncode, done.stderr.count("The disk is full")) == (1, 1)
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.getuid() != 0, reason="only root can lock itself out of a file")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not installed (Debian: util-linux)")
def test_an_account_that_may_not_be_read_is_a_failure_and_not_a_bug(project):
    (project / ".csws").mkdir(mode=0o700)
    os.chown(project / ".csws", 12345, 12345)
    done = run(project, 'setpriv --bounding-set=-dac_override,-dac_read_search "$@"', "plan")
    assert (done.returncode, "cannot be used: Permission denied" in done.stdout + done.stderr) == (1, True)


def test_reading_leaves_nothing_behind(project, tmp_path):
    """No files in the project or the user's folders: each run computes its result again."""
    before, home = snapshot(project), tmp_path / "home"
    home.mkdir()
    first, second = (
        [
            run(project, '"$@"', command, HOME=str(home), XDG_CACHE_HOME=str(home)).stdout
            for command in ("validate", "plan")
        ]
        for _ in range(2)
    )
    assert first == second
    assert snapshot(project) == before
    assert list(home.iterdir()) == []


def test_ctrl_c_while_the_command_line_is_loaded(project):
    code = """
import sys
from csws.cli import entry
class Stopped:
    def find_spec(self, name, *rest):
        if name == "csws.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stopped())
sys.exit(entry.run(sys.argv[1:]))
"""
    done = subprocess.run([sys.executable, "-c", code, "-C", str(project), "plan"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")
