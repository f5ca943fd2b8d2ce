"""The wheel, installed in an empty environment, does the main job outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAIN_JOB = (
    "init x",
    "-C x validate",
    "-C x plan --format html",
    "-C x fmt --check",
    "-C x apply --auto-approve",
    "schema plan",
)


def test_the_wheel_works_by_itself(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    programs = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", wheel], check=True, capture_output=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    for words in MAIN_JOB:
        done = subprocess.run(
            [programs / "csws", *words.split()],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stderr
    assert "urn:csws:schema:plan" in done.stdout
