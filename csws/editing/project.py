"""A project with unsaved texts: which files it has, and everything that is wrong in it. Thread-safe, because a state
is never changed: each keystroke makes another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from csws.load.files import Buffers, Files
from csws.load.node import Node
from csws.load.project import FILE_NAME, TESTS
from csws.load.project_files import SUFFIXES
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic, Merging
from csws.model.frozen import frozen
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked

WITH_SETTINGS = ("config", "part", "overlay")
EXAMPLES = "examples"


@frozen
class Texts:
    """The files of a project with what is not saved; `number` grows with every change."""

    root: FilePath
    unsaved: Mapping[str, str] = field(default_factory=dict)
    number: int = 0

    def files(self) -> Buffers:
        return Buffers(self.root, self.unsaved)

    def text(self, file: str) -> str | None:
        return self.unsaved[file] if file in self.unsaved else self.files().text(file)[0]

    def with_text(self, file: str, text: str | None) -> Texts:
        """With another text of a file; None where it is as it was saved."""
        kept = {name: held for name, held in self.unsaved.items() if name != file}
        return Texts(root=self.root, unsaved=kept if text is None else {**kept, file: text}, number=self.number + 1)


@frozen
class Checkup:
    """What is wrong in a project as it is in some texts, and its accounts with all that they say. `roles` are what its
    files are: config, part, overlay, catalog, or examples. `own` is what only one account says, by account."""

    texts: Texts
    opened: Opened
    accounts: tuple[CheckedAccount, ...]
    diagnostics: tuple[Diagnostic, ...]
    roles: Mapping[str, str]
    own: Mapping[str, object] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> Files:
        return self.opened.project.reads

    def text(self, file: str) -> str:
        """The text of a file; "" where it cannot be read."""
        return self.texts.text(file) or ""

    def tree(self, file: str) -> Node | None:
        return tree_of(self.text(file), file)

    def with_settings(self) -> Iterator[tuple[str, Node]]:
        """The files with settings, as far as they can be read."""
        return self.being(*WITH_SETTINGS)

    def being(self, *roles: str) -> Iterator[tuple[str, Node]]:
        """The files of some roles, as far as they can be read."""
        for name, role in self.roles.items():
            tree = self.tree(name) if role in roles else None
            if tree is not None:
                yield name, tree

    def reading(self, file: str) -> list[CheckedAccount]:
        """The accounts that a file with settings belongs to."""
        if self.roles.get(file) == "overlay":
            return [item for item in self.accounts if item.loaded.entry.overlay == file]
        return list(self.accounts)


def checkup(texts: Texts, now: datetime, before: Checkup | None = None) -> Checkup:
    """Checks the project as it would be, for every account; the findings are those of `csws validate`. What `before`
    knows of an account is kept where neither the shared files nor its own say anything else now."""
    opened = open_checked(texts.root, None, now, texts.files())
    own = {name: _own(opened, name) for name in opened.names}
    same = before if before is not None and _shared(before.opened) == _shared(opened) else None
    known = {item.name: item for item in same.accounts if own.get(item.name) == same.own[item.name]} if same else {}
    accounts = tuple(known.get(name) or check_account(opened, name) for name in opened.names)
    merging = Merging()
    merging.add(opened.told())
    for account in accounts:
        merging.add(account.diagnostics)
    return Checkup(
        texts=texts,
        opened=opened,
        accounts=accounts,
        diagnostics=merging.all(),
        roles=dict(_roles(texts, opened, accounts)),
        own=own,
    )


def _shared(opened: Opened) -> object:
    """What the check of every account depends on. A catalogue grows old by days."""
    project = opened.project
    shared = (project.base, project.whole, project.unmatched, project.declares_nothing, opened.now.date())
    return (*shared, [found for found in opened.findings if not found.accounts])


def _own(opened: Opened, name: str) -> object:
    """What the check of one account depends on besides: its entry, the findings in it, and the texts of its files."""
    files, entry = opened.project.reads, opened.accounts[name]
    named = [node.value for key in ("overlay", "catalog") if (node := entry.mapping.get(key)) is not None]
    inside = [str(file) for file in named if isinstance(file, str) and files.holds(file)]
    mine = [found for found in opened.findings if name in found.accounts]
    return opened.accounts.tree(name), mine, [files.text(file) for file in inside], len(inside) == len(named)


def _roles(texts: Texts, opened: Opened, accounts: tuple[CheckedAccount, ...]) -> Iterator[tuple[str, str]]:
    files = texts.files()
    for suffix in SUFFIXES:
        yield from ((name, EXAMPLES) for name in files.matches(f"{TESTS}/*{suffix}") or ())
    for pattern in opened.project.include:
        yield from ((name, "part") for name in files.matches(pattern) or () if not name.startswith(f"{TESTS}/"))
    for account in accounts:
        if account.loaded.entry.overlay:
            yield account.loaded.entry.overlay, "overlay"
        yield account.loaded.entry.catalog, "catalog"
    yield FILE_NAME, "config"


@lru_cache(maxsize=64)
def tree_of(text: str, file: str) -> Node | None:
    """The value of a YAML text; None while it cannot be read."""
    return read_yaml(text, file).root


def plain_at(tree: Node | None, path: tuple[str | int, ...]) -> Any:
    found = tree.at(path) if tree is not None else None
    return None if found is None else found.plain()
