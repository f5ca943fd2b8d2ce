"""One account of a project: its entry, its overlay and its catalogue, merged with what all accounts
share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from csws.load.catalog_file import read_json
from csws.load.declare import declare
from csws.load.files import CREATE_IT, Carried, outside
from csws.load.merge import with_defaults
from csws.load.node import Node
from csws.load.overlay import patched
from csws.load.project import PART_KEYS, Loading, Project, SourceFile, has_no_settings
from csws.model.declaration import AccountEntry, Declaration
from csws.model.diagnostic import Diagnostic, Span
from csws.model.frozen import frozen
from csws.model.target_traits import file_of, traits_of


@frozen
class LoadedAccount:
    """One account with its merged tree. `catalog` is plain data before validation, None if
    unreadable. `findings` are the problems of its own files. `whole` says that all files with its
    settings could be read. If it `declares_nothing`, an include without a file is no problem: the
    file is still to come."""

    entry: AccountEntry
    tree: Node
    declared: Declaration
    catalog: Any = None
    catalog_text: str = ""
    overlay: SourceFile | None = None
    findings: tuple[Diagnostic, ...] = ()
    whole: bool = True
    declares_nothing: bool = False


def load_account(project: Project, name: str) -> LoadedAccount:
    """The account called `name`, which the project must have."""
    accounts = project.accounts.tree(name)
    node = accounts.mapping[name]
    entry = _entry(name, node)
    loading = Loading(project.reads, whole=project.whole)
    _check_paths(loading, node)
    patch = _overlay(loading, entry, node)
    own, without_effect = _patched(project.base, patch)
    loading.add(without_effect if loading.whole else ())
    tree = with_defaults(own)
    text, catalog = _catalog(loading, entry, node)
    nothing = project.declares_nothing and (patch is not None or not entry.overlay) and has_no_settings(own)
    if not nothing:
        loading.add(project.unmatched)
    return LoadedAccount(
        entry=entry,
        tree=_with_entry(tree, accounts),
        declared=declare(own, tree),
        catalog=catalog,
        catalog_text=text,
        overlay=patch,
        findings=tuple(replace(found, accounts=(name,)) for found in loading.findings),
        whole=loading.whole or nothing,
        declares_nothing=nothing,
    )


def carried(project: Project, names: tuple[str, ...]) -> Project:
    """The part of a project that the named accounts need, with the texts of their files, so that it
    can be sent to another machine."""
    read, named = [], []
    names = tuple(name for name in names if name in project.accounts)
    for name in names:
        node = project.accounts[name]
        entry = _entry(name, node)
        read += [(text, node.mapping[key].span) for key in ("overlay", "catalog") if (text := getattr(entry, key))]
        named += [*(path for _, path in _embedded(node)), *([entry.score_records] if entry.score_records else [])]
    return replace(
        project,
        reads=Carried.of(project.reads, read, named),
        accounts=project.accounts.some(names),
        files=(),
    )


def _entry(name: str, node: Node) -> AccountEntry:
    return AccountEntry(
        name=name,
        target=_text(node, "target"),
        catalog=_text(node, "catalog"),
        subscription=_text(node, "subscription"),
        operator=_text(node, "operator") or None,
        overlay=_text(node, "overlay") or None,
        store=_text(node, "store") or None,
        score_records=_text(node, "score_records") or None,
    )


def _with_entry(tree: Node, accounts: Node) -> Node:
    """The tree with the account's own entry, so that a finding about it has its place."""
    return Node({**tree.mapping, "accounts": accounts}, tree.span, tree.keys)


def _text(node: Node, key: str) -> str:
    child = node.mapping.get(key)
    return child.value if child is not None and isinstance(child.value, str) else ""


def _embedded(node: Node) -> list[tuple[str, str]]:
    """Key → path of the embedded account and the embedded store."""
    files = [(key, file_of(_text(node, key))) for key in ("target", "store")]
    return [(key, file) for key, file in files if file is not None]


def _check_paths(loading: Loading, node: Node) -> None:
    """An embedded account or store must be inside the project too, and so must records."""
    named = _text(node, "score_records")
    for key, name in [*_embedded(node), *([("score_records", named)] if named else [])]:
        if not loading.reads.holds(name):
            loading.add([outside(name, node.mapping[key].span)])


def _overlay(loading: Loading, entry: AccountEntry, node: Node) -> SourceFile | None:
    if entry.overlay is None:
        return None
    span = node.mapping["overlay"].span
    if not loading.reads.holds(entry.overlay):
        loading.add([outside(entry.overlay, span)])
        return None
    found = loading.yaml(entry.overlay, span)
    return None if found is None else SourceFile(name=entry.overlay, kind="overlay", node=found)


def _patched(base: Node, patch: SourceFile | None) -> tuple[Node, list[Diagnostic]]:
    """The overlay applies only to the keys below `include`, never to the accounts themselves."""
    if patch is None or not patch.node.mapping:
        return base, []
    below = {key: node for key, node in patch.node.mapping.items() if key in PART_KEYS}
    return patched(base, Node(below, patch.node.span, patch.node.keys))


def _catalog(loading: Loading, entry: AccountEntry, node: Node) -> tuple[str, Any]:
    if not entry.catalog:
        return "", None
    span: Span = node.mapping["catalog"].span
    if not loading.reads.holds(entry.catalog):
        loading.add([outside(entry.catalog, span)])
        return "", None
    text, unreadable = loading.reads.text(entry.catalog, span)
    if text is None:
        loading.add([_to_pull(unreadable, entry)] if unreadable else [])
        return "", None
    data, broken = read_json(text, entry.catalog)
    loading.add([broken] if broken else [])
    return text, data


def _to_pull(unreadable: Diagnostic, entry: AccountEntry) -> Diagnostic:
    """The finding about a catalogue, which csws itself can create if the account has an API."""
    if unreadable.hint != CREATE_IT or not traits_of(entry.target).over_api:
        return unreadable
    return replace(unreadable, hint="Run `csws catalog pull` to create it, or correct the name.")
