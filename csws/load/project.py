"""A project's folder → its files, and one merged tree for each account. Reads; judges nothing but files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from csws.load.catalog_file import read_json
from csws.load.declare import declare
from csws.load.files import inside, outside, read_text
from csws.load.merge import patched, united, with_defaults
from csws.load.node import Node
from csws.load.secrets import secrets_in
from csws.load.yaml_reader import read_yaml
from csws.model.declaration import Account, Declaration
from csws.model.diagnostic import Diagnostic, Severity, Span

FILE_NAME = "csws.yaml"
PART_KEYS = ("objects", "defaults", "properties", "workspaces", "removed", "accept")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file that was read, for the schemas: `kind` is config, part or overlay."""

    name: str
    kind: str
    node: Node
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedAccount:
    """One account with its merged tree. `catalog` is plain data, not yet judged by its schema; None where unreadable."""

    entry: Account
    tree: Node
    declared: Declaration
    catalog: Any = None
    catalog_text: str = ""
    overlay: SourceFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    root: Path
    accounts: tuple[LoadedAccount, ...] = ()
    files: tuple[SourceFile, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    names: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    whole: bool = True


@dataclass(slots=True)
class _Loading:
    """`whole` is false once a file of settings could not be read: then what is absent may only be unread."""

    root: Path
    findings: list[Diagnostic] = field(default_factory=list)
    whole: bool = True

    def yaml(self, path: Path, shown: str, said_at: Span | None = None, account: str | None = None) -> Node | None:
        """The value of a YAML file; None, with findings, where it cannot be read."""
        text, unreadable = read_text(path, shown, said_at=said_at)
        found = [unreadable] if unreadable else []
        node = None
        if text is not None:
            reading = read_yaml(text, shown)
            node = reading.root
            found += reading.findings
            found += secrets_in(node) if node is not None else []
        self.add(found, account)
        self.whole = self.whole and node is not None
        return node

    def add(self, findings: Iterable[Diagnostic], account: str | None = None) -> None:
        accounts = (account,) if account else ()
        self.findings += [replace(found, accounts=accounts) for found in findings]


def load_project(root: Path, choose: Callable[[tuple[str, ...]], Iterable[str]] | None = None) -> Project:
    """Every file of the project, merged for each account that `choose` picks from the names (all where None)."""
    loading = _Loading(root)
    config = loading.yaml(root / FILE_NAME, FILE_NAME)
    if config is None:
        if not (root / FILE_NAME).exists():
            loading.findings = [
                replace(found, hint="`csws init` writes one; `-C DIR` works in another folder.")
                for found in loading.findings
            ]
        return Project(root=root, findings=tuple(loading.findings))
    names = tuple(_entries(config))
    wanted = names if choose is None else tuple(choose(names))
    parts = _parts(loading, config)
    base, twice = united([config, *(part.node for part in parts)])
    loading.add(twice)
    accounts = [_account(loading, base, config, name) for name in wanted]
    files = (SourceFile(name=FILE_NAME, kind="config", node=config, accounts=()), *parts)
    shared = tuple(found if found.accounts else replace(found, accounts=wanted) for found in loading.findings)
    return Project(
        root=root,
        accounts=tuple(accounts),
        files=files,
        findings=shared,
        names=names,
        include=_include(config),
        whole=loading.whole,
    )


def _entries(config: Node) -> dict[str, Node]:
    node = config.at(("accounts",))
    return node.mapping if node else {}


def _include(config: Node) -> tuple[str, ...]:
    node = config.at(("include",))
    return tuple(item.value for item in (node.items if node else []) if isinstance(item.value, str))


def _parts(loading: _Loading, config: Node) -> list[SourceFile]:
    """The included files, each once, in the order of the patterns and then of their names."""
    include = config.at(("include",))
    seen: dict[str, SourceFile] = {}
    for item in include.items if include else []:
        if not isinstance(item.value, str):
            continue
        for name in _matches(loading, item.value, item.span):
            if name not in seen:
                node = loading.yaml(loading.root / name, name, item.span)
                node = Node({}, Span(name, 1, 1, 1, 1), {}) if node is None else node
                seen[name] = SourceFile(name=name, kind="part", node=node, accounts=())
    return list(seen.values())


def _matches(loading: _Loading, pattern: str, span: Span) -> list[str]:
    root = loading.root
    if Path(pattern).is_absolute() or (".." in Path(pattern).parts and inside(root, pattern) is None):
        loading.add([outside(pattern, span)])
        return []
    try:
        names = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file())
    except (ValueError, OSError, NotImplementedError, re.error):
        names = []
    leaving = [name for name in names if inside(root, name) is None]
    loading.add(outside(name, span) for name in leaving)
    found = [name for name in names if name not in leaving and name != FILE_NAME]
    if not found and not leaving:
        loading.add([_no_match(pattern, span)])
    return found


def _no_match(pattern: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code="CSW005",
        severity=Severity.ERROR,
        message=f"No file matches the include `{pattern}`.",
        hint="Create the file, or correct the pattern; paths are relative to csws.yaml.",
        span=span,
    )


def _account(loading: _Loading, base: Node, config: Node, name: str) -> LoadedAccount:
    node = _entries(config)[name]
    entry = Account(
        name=name,
        target=_text(node, "target"),
        catalog=_text(node, "catalog"),
        subscription=_text(node, "subscription"),
        operator=_text(node, "operator") or None,
        overlay=_text(node, "overlay") or None,
        store=_text(node, "store") or None,
    )
    _check_paths(loading, node, name)
    patch = _overlay(loading, entry, node)
    own = _patched(base, patch)
    tree = with_defaults(own)
    text, catalog = _catalog(loading, entry, node)
    return LoadedAccount(
        entry=entry,
        tree=tree,
        declared=declare(own, tree),
        catalog=catalog,
        catalog_text=text,
        overlay=patch,
    )


def _text(node: Node, key: str) -> str:
    child = node.mapping.get(key)
    return child.value if child is not None and isinstance(child.value, str) else ""


def _check_paths(loading: _Loading, node: Node, account: str) -> None:
    """An embedded account or store lies inside the project too."""
    for key in ("target", "store"):
        text = _text(node, key)
        name = text.removeprefix("sqlite:")
        if name != text and inside(loading.root, name) is None:
            loading.add([outside(name, node.mapping[key].span)], account)


def _overlay(loading: _Loading, entry: Account, node: Node) -> SourceFile | None:
    if entry.overlay is None:
        return None
    span = node.mapping["overlay"].span
    path = inside(loading.root, entry.overlay)
    if path is None:
        loading.add([outside(entry.overlay, span)], entry.name)
        return None
    found = loading.yaml(path, entry.overlay, span, entry.name)
    return None if found is None else SourceFile(name=entry.overlay, kind="overlay", node=found, accounts=(entry.name,))


def _patched(base: Node, patch: SourceFile | None) -> Node:
    """The overlay reaches only what stands below `include`: never the accounts themselves."""
    if patch is None or not patch.node.mapping:
        return base
    below = {key: node for key, node in patch.node.mapping.items() if key in PART_KEYS}
    return patched(base, Node(below, patch.node.span, patch.node.keys))


def _catalog(loading: _Loading, entry: Account, node: Node) -> tuple[str, Any]:
    if not entry.catalog:
        return "", None
    span = node.mapping["catalog"].span
    path = inside(loading.root, entry.catalog)
    if path is None:
        loading.add([outside(entry.catalog, span)], entry.name)
        return "", None
    text, unreadable = read_text(path, entry.catalog, said_at=span)
    if text is None:
        loading.add([unreadable] if unreadable else [], entry.name)
        return "", None
    data, broken = read_json(text, entry.catalog)
    loading.add([broken] if broken else [], entry.name)
    return text, data
