"""What a job of a pipeline was asked to do, read once from its environment."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Mapping
from pathlib import Path

from csws.model.frozen import frozen


@frozen
class Job:
    """`root` is the checkout, `directory` the project's folder in it, and `out` where this job's
    files go, so that two projects in one job do not overwrite each other's."""

    command: str
    root: Path
    directory: str
    accounts: tuple[str, ...]
    arguments: tuple[str, ...]
    apply_arguments: tuple[str, ...]
    expect: tuple[str, ...]
    comments: bool
    fail_on_refused: bool
    run: str
    done: str
    temp: Path

    @classmethod
    def of(cls, environment: Mapping[str, str], command: str, root: Path, temp: Path) -> Job:
        directory = posixpath.normpath(environment.get("CSWS_DIRECTORY") or ".")
        return cls(
            command=command,
            root=root,
            directory=directory,
            accounts=tuple(sorted(_lines(environment, "CSWS_ACCOUNTS"))),
            arguments=_lines(environment, "CSWS_ARGUMENTS"),
            apply_arguments=_lines(environment, "CSWS_APPLY_ARGUMENTS"),
            expect=tuple(environment.get("CSWS_EXPECT", "").split()),
            comments=_is_on(environment, "CSWS_COMMENT"),
            fail_on_refused=_is_on(environment, "CSWS_FAIL_ON_REFUSED"),
            run=environment.get("CSWS_RUN", "").strip(),
            done=environment.get("CSWS_DONE", "").strip(),
            temp=temp,
        )

    @property
    def project(self) -> str:
        """Identifies the project and the accounts of this job in the repository: 12 characters."""
        text = json.dumps([self.directory, self.accounts])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def is_inside(self) -> bool:
        """Whether the project's folder is in the checkout: only there is its history."""
        return self.folder.resolve().is_relative_to(self.root.resolve())

    @property
    def name(self) -> str:
        """How people call it: the folder, and the accounts if they were chosen. "" for the whole
        project at the root."""
        parts = [] if self.directory == "." else [self.directory]
        return ": ".join([*parts, ", ".join(self.accounts)] if self.accounts else parts)

    @property
    def out(self) -> Path:
        return self.temp / "csws" / self.project

    @property
    def folder(self) -> Path:
        return self.root / self.directory

    @property
    def selection(self) -> list[str]:
        return [word for name in self.accounts for word in ("--account", name)]


def _lines(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    stripped = (line.strip() for line in environment.get(name, "").splitlines())
    return tuple(line for line in stripped if line)


def secret_of(environment: Mapping[str, str], name: str) -> str:
    """ "" if there is none. What people paste often ends with a line break."""
    return (environment.get(name) or "").strip()


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    return (environment.get(name) or "true").strip().lower() != "false"
