"""The files with examples: which there are, and each example with its place. Reads no account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from csws.errors import UsageFault
from csws.load.bounds import matches
from csws.load.files import Folder
from csws.load.node import Node, place
from csws.load.project import TESTS, Loading, SourceFile
from csws.load.project_files import SUFFIXES
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.diagnostic import Path as Keys
from csws.model.frozen import frozen, mutable
from csws.schema import check_file

Json = dict[str, Any]
SECTIONS = ("scores", "workspaces")


@frozen
class Example:
    """One example as it is written. `section` is where it stands."""

    section: str
    node: Node

    @property
    def said(self) -> Json:
        plain: Json = self.node.plain()
        return plain

    @property
    def account(self) -> str | None:
        return self.said.get("account")

    def finding(self, message: str, hint: str, *path: str | int, key: bool = False) -> Diagnostic:
        """What is wrong at a value of the example, or at its key."""
        keys: Keys = path
        span = place(self.node, keys, key=key) if keys else self.node.span
        return Diagnostic(code="CSW104", severity=Severity.ERROR, message=message, hint=hint, span=span)


@mutable
class Read:
    """The files that were read, their examples, and what is wrong in them."""

    files: tuple[str, ...] = ()
    examples: list[Example] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def read_examples(root: Path, paths: Sequence[Path]) -> Read:
    """The examples at these paths, those of the project's folder `tests` where none are given. Of a file with errors
    none is run. Raises UsageFault where there is no file at all."""
    names = [name for path in paths for name in _files_at(root, path)] if paths else _files_in(root, TESTS)
    if not names:
        where = ", ".join(f"`{path.as_posix()}`" for path in paths) or f"`{TESTS}`"
        hint = "Write `tests/scores.yaml`; `csws schema tests` describes it."
        raise UsageFault(f"There is no YAML file with examples in {where}.", hint=hint)
    read, loading = Read(files=tuple(dict.fromkeys(names))), Loading(Folder(root))
    for name in read.files:
        node = loading.yaml(name)
        found = check_file(SourceFile(name=name, kind="tests", node=node)) if node is not None else []
        loading.add(found)
        if node is not None and not found:
            read.examples += _examples(node)
    read.findings += loading.findings
    return read


def _files_at(root: Path, path: Path) -> list[str]:
    """A file, also one that is not there, so that it is told; or those in a folder."""
    return _files_in(root, path.as_posix()) if (root / path).is_dir() else [path.as_posix()]


def _files_in(root: Path, folder: str) -> list[str]:
    found = [name for suffix in SUFFIXES for name in matches(root / folder, f"*{suffix}") or ()]
    return [f"{folder}/{name}" for name in sorted(found)]


def _examples(node: Node) -> list[Example]:
    found = [(section, node.mapping.get(section)) for section in SECTIONS]
    return [Example(section=section, node=one) for section, held in found if held is not None for one in held.items]
