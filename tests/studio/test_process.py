"""A studio as a process: one for each project, and three ways to end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial

import pytest

from tests.cli.console import csws
from tests.cli.runs_project import hubspot
from tests.studio import process
from tests.studio.process import PATIENCE, forked, started

Studio, studio = (partial(made, begin=started) for made in (process.Studio, process.studio))


def test_a_second_one_is_refused_and_says_where_the_first_runs(tmp_path):
    root = hubspot(tmp_path)
    with studio(root) as first:
        done = csws(root, "studio", "--no-browser")
        assert done.code == 8
        assert f"http://127.0.0.1:{first.port}" in done.err
        assert first.folder not in done.err
    with studio(root) as after:
        assert after.enter().call("GET", "/").status == 200


def test_a_killed_one_leaves_the_way_free(tmp_path):
    root = hubspot(tmp_path)
    first = Studio(root)
    first.process.kill()
    first.process.communicate()
    with studio(root) as after:
        assert after.enter().call("GET", "/").status == 200


def test_the_button_ends_it(tmp_path):
    with studio(hubspot(tmp_path)) as running:
        assert running.enter().call("POST", "/api/end").json == {"ended": True}
        assert running.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("begin", [started, forked])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_well(tmp_path, number, begin):
    """Those that are forked for the other tests end like it."""
    running = Studio(hubspot(tmp_path), begin=begin)
    running.process.send_signal(number)
    out, said = running.process.communicate(timeout=PATIENCE)
    assert running.process.returncode == 0
    assert out == ""
    assert "The studio has ended." in said
    assert "Traceback" not in said


def test_it_ends_when_nobody_uses_it(tmp_path):
    code = (
        "from pathlib import Path; from csws.studio.desk import Desk; from csws.studio.server import serve; "
        "serve(Desk(root=Path()), lambda door: print(door.link()), idle=0.2)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=hubspot(tmp_path), capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0
    assert done.stdout.startswith("http://127.0.0.1:")


def test_without_its_libraries_it_says_how_to_get_them(tmp_path):
    (tmp_path / "starlette.py").write_text("raise ModuleNotFoundError(name='starlette')\n")
    root = hubspot(tmp_path)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-m", "csws", "studio"], cwd=root, env=env, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 1
    assert "The studio is not installed." in done.stderr
    assert "pip install starlette uvicorn" in done.stderr


def test_outside_of_a_project_it_says_so(tmp_path):
    done = csws(tmp_path, "studio", "--no-browser")
    assert done.code == 3
    assert "csws.yaml" in done.err


def test_it_starts_without_what_few_pages_need(tmp_path):
    few = ["httpx", "csws.lab.scoring.engine", "jsonschema", "deepdiff", "psycopg"]
    code = f"import sys; import csws.studio.server; print([name for name in {few} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout == "[]\n", done
