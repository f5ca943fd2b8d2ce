"""Whole processes: recalled or not, an end is the same end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSWS = [sys.executable, "-m", "csws"]


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "examples/walkthrough", tmp_path / "p", ignore=shutil.ignore_patterns(".csws"))
    return tmp_path / "p"


def asked(project: Path, cache: str, script: str, *words: str) -> tuple[int, str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"CSWS_CACHE": cache}
    done = subprocess.run(
        ["bash", "-c", script, "bash", *CSWS, "-C", str(project), *words],
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


ENDS = {
    "a full disk": ('"$@" > /dev/full', 1, "There is no room to write the output."),
    "a reader that has gone": ('set -o pipefail; "$@" | true', 141, ""),
    "no streams at all": ('"$@" <&- >&- 2>&-', 0, ""),
    "a folder that has gone": ('mkdir gone; cd gone; rmdir ../gone; "$@"', 0, ""),
    "a file": ('"$@"', 0, ""),
}


@pytest.mark.parametrize("name", ENDS)
def test_an_end_is_the_same_end(project, tmp_path, monkeypatch, name):
    script, code, says = ENDS[name]
    monkeypatch.chdir(tmp_path)
    cache = str(tmp_path / "cache")
    first = asked(project, cache, '"$@"', "plan")
    told = [asked(project, where, script, "plan") for where in (cache, cache, "off")]
    assert first[0] == 0
    assert told[0] == told[1] == told[2]
    assert (told[0][0], says in told[0][2]) == (code, True)
    assert "Traceback" not in told[0][2]


INTERRUPTED = {
    "while what an answer was made from is looked at": """
from csws.memory import recall
def stopped(question):
    raise KeyboardInterrupt
recall.recalled = stopped
""",
    "while the command line is loaded": """
class Stopped:
    def find_spec(self, name, *rest):
        if name == "csws.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stopped())
""",
}


@pytest.mark.parametrize("when", INTERRUPTED)
def test_ctrl_c(project, tmp_path, when):
    code = f"import sys\nfrom csws.cli import entry\n{INTERRUPTED[when]}\nsys.exit(entry.run(sys.argv[1:]))"
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"CSWS_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code, "-C", str(project), "plan"], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can keep a file from itself")
def test_an_account_that_may_not_be_read_is_a_failure_and_no_bug(project, tmp_path):
    script = 'setpriv --bounding-set=-dac_override,-dac_read_search "$@"'
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not here (Debian: util-linux)")
    (project / ".csws").mkdir(mode=0o700)
    os.chown(project / ".csws", 12345, 12345)
    code, out, err = asked(project, "off", script, "plan")
    assert (code, "cannot be used: Permission denied" in out + err) == (1, True)
