"""Runs csws, and git, as processes. Their stderr goes to the job's log as it comes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from csws.model.frozen import frozen
from csws.pipeline.job import Job

INTERNAL = 70  # csws's exit code for a bug in itself


@frozen
class Done:
    code: int
    data: bytes
    err: str

    @property
    def out(self) -> str:
        return self.data.decode("utf-8", "replace")

    @property
    def last_words(self) -> str:
        """What it said at the end, for people: the last lines of stderr."""
        return "\n".join(line[:1000] for line in self.err.strip().splitlines()[-6:])


@frozen
class Program:
    """csws for one project. `environment` lacks what only this program needs."""

    root: Path
    directory: str
    selection: tuple[str, ...]
    environment: Mapping[str, str]

    @classmethod
    def of(cls, job: Job, environment: Mapping[str, str]) -> Program:
        return cls(
            root=job.root,
            directory=job.directory,
            selection=tuple(job.selection),
            environment=for_children(environment, job.root),
        )

    def run(self, *words: str, selection: Sequence[str] | None = None) -> Done:
        chosen = self.selection if selection is None else selection
        command = ["csws", "-C", self.directory, *chosen, *words]
        return ran(command, self.root, self.environment)

    def document(self, *words: str, selection: Sequence[str] | None = None) -> tuple[Done, dict[str, Any]]:
        """With the JSON document on stdout: {} if there is none, which only a bug can cause."""
        done = self.run(*words, "--format", "json", selection=selection)
        try:
            found = json.loads(done.out)
        except ValueError:
            found = None
        return done, found if isinstance(found, dict) else {}

    def git(self, *words: str, more: Mapping[str, str] | None = None, text: bytes = b"") -> Done:
        environment = {**self.environment, **(more or {})}
        return ran(["git", *words], self.root, environment, text, loud=False)


def ran(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], text: bytes = b"", *, loud: bool = True
) -> Done:
    done = subprocess.run(command, cwd=folder, env=environment, input=text, capture_output=True)
    err = done.stderr.decode("utf-8", "replace")
    if loud:
        sys.stderr.write(err)
        sys.stderr.flush()
    return Done(code=done.returncode, data=done.stdout, err=err)


def for_children(environment: Mapping[str, str], root: Path) -> dict[str, str]:
    """The environment of csws and git: without this program's tokens and path, and with leave to
    read a checkout of another user, as in the jobs that run in a container."""
    own = ("PYTHONPATH", "GITHUB_TOKEN", "CSWS_JOB_TOKEN", "CSWS_PUSH_TOKEN", "CSWS_GITLAB_TOKEN")
    kept = {name: value for name, value in environment.items() if name not in own}
    count = int(kept.get("GIT_CONFIG_COUNT") or 0)
    return {
        **kept,
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": "safe.directory",
        f"GIT_CONFIG_VALUE_{count}": os.fspath(root),
    }
