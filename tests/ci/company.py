"""A company that uses csws in pipelines: a repository with a remote, a person's clone of it, and the
one of the runner."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from copy import copy, deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.ci.forges.server import Forge
from tests.warm import python, script

ROOT = Path(__file__).parents[2]
WHO = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "kim"), ("EMAIL", "kim@acme.example"))
}


@dataclass
class Ran:
    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, env={**os.environ, **WHO})
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout.strip()


def _lean(repository: Path) -> None:
    """Nothing is tidied behind a command, and no samples are copied."""
    with (repository / "config").open("a") as config:
        config.write("[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[receive]\n\tautogc = false\n")
    for sample in (repository / "hooks").glob("*.sample"):
        sample.unlink()


class Company:
    """`desk` is a person's clone, `runner` the one of the jobs. A fresh runner has no `.csws/`."""

    def __init__(self, folder: Path, address: Path, forge: Forge, files: dict[str, str], directory: str = "."):
        self.forge, self.directory = forge, directory
        self._move(folder)
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        git(self.remote, "config", "receive.advertisePushOptions", "true")
        git(folder, "clone", "--quiet", str(self.remote), str(self.desk))
        git(self.desk, "checkout", "--quiet", "-B", "main")
        self.write(files)
        self.push("main")
        git(folder, "clone", "--quiet", str(self.remote), str(self.runner))
        for place in (self.remote, self.desk / ".git", self.runner / ".git"):
            _lean(place)
        script(folder / "bin" / "csws", address)
        for name in ("python", "python3"):
            python(folder / "bin" / name, address)

    def _move(self, folder: Path) -> None:
        self.folder = folder
        self.remote, self.desk, self.runner = folder / "remote.git", folder / "desk", folder / "runner"

    def copy(self, folder: Path, forge: Forge) -> Self:
        """The same company in another folder, and on a forge that holds the same from then on."""
        shutil.copytree(self.folder, folder, symlinks=True)
        for name in ("desk", "runner"):
            config = folder / name / ".git/config"
            config.write_text(config.read_text().replace(str(self.remote), str(folder / "remote.git")))
        made = copy(self)
        known = {id(self.forge): forge}  # what both hold of the forge stays one thing
        vars(forge).update(deepcopy(self.forge.held(), known))
        vars(made).update(deepcopy(vars(self), known))
        made._move(folder)
        return made

    # People

    def write(self, files: dict[str, str | None]) -> None:
        for name, text in files.items():
            file = self.desk / self.directory / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink() if text is None else file.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        file = self.desk / self.directory / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def push(self, branch: str) -> str:
        git(self.desk, "add", "--all")
        git(self.desk, "commit", "--quiet", "--allow-empty", "--message=change")
        git(self.desk, "push", "--quiet", "--force", "origin", f"HEAD:{branch}")
        return git(self.desk, "rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        git(self.desk, "fetch", "--quiet", "origin")
        git(self.desk, "checkout", "--quiet", "-B", name, "origin/main")

    # The runner

    def environment(self, own: tuple[str, ...], **given: str) -> dict[str, str]:
        """What a job has: this process's variables without a forge's own, and these."""
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith((*own, "CSWS_", "GIT_", "PYTHONPATH"))
        }
        path = f"{self.folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        return {**kept, "PATH": path, "CI": "true", "CSWS_DIRECTORY": self.directory, **given}

    def fresh(self) -> None:
        """The next job gets a runner that has never seen the project."""
        git(self.runner, "clean", "--quiet", "-fdx")

    def csws(self, *words: str) -> str:
        """What csws says on the runner."""
        command = [self.folder / "bin/csws", "-C", self.directory, *words]
        done = subprocess.run(command, cwd=self.runner, capture_output=True, text=True)
        assert done.returncode in (0, 6), done.stderr
        return done.stdout

    def document(self, *words: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.csws(*words, "--format", "json"))
        return document

    def waiting_run(self) -> str:
        self.show_main()
        run: str = self.document("runs")["accounts"][0]["runs"][0]["id"]
        return run

    def show_main(self) -> None:
        self.checkout("main")

    def tip(self) -> str:
        return git(self.remote, "rev-parse", "main")

    def file_on_main(self, name: str) -> str:
        return git(self.remote, "show", f"main:{name}")

    def checkout(self, commit: str) -> None:
        git(self.runner, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
        target = "origin/main" if commit == "main" else commit
        git(self.runner, "checkout", "--quiet", "--force", "--detach", target)
