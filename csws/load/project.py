"""A project's folder → what its accounts share: csws.yaml and the included files. Checks only
whether files can be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from pathlib import Path

from csws.kinds import KINDS
from csws.load.entries import Entries
from csws.load.files import Files, Folder, ProjectFiles, outside
from csws.load.merge import united
from csws.load.node import Node
from csws.load.overlay import overlay_names, shared_overlays
from csws.load.secrets import secrets_in
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.frozen import frozen, mutable
from csws.model.target_traits import file_of

FILE_NAME = "csws.yaml"
_OTHER_ENDING = "csws.yml"
TESTS = "tests"  # the examples of health scores
PART_KEYS = (*(kind.section for kind in KINDS), "defaults", "removed", "accept")


@frozen
class SourceFile:
    """One file that was read, for the schemas: `kind` is config, part or overlay."""

    name: str
    kind: str
    node: Node


@frozen
class Project:
    """What the accounts of a project share. `accounts` has their own blocks, `base` everything
    else. `findings` name no account, because they concern all, and `unmatched` are those about
    includes without a file. `whole` is false if a file with settings could not be read; then a
    setting that seems to be missing may be in that file. `declares_nothing` says that every file
    that is there could be read, and that none of them has settings."""

    root: Path
    reads: Files
    base: Node
    accounts: Entries
    files: tuple[SourceFile, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    unmatched: tuple[Diagnostic, ...] = ()
    include: tuple[str, ...] = ()
    whole: bool = True
    has_accounts: bool = False
    declares_nothing: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.accounts)

    def without_files(self) -> Project:
        """Drops the trees, which are not needed after the checks; that of csws.yaml contains every
        account."""
        return replace(self, files=())


@mutable
class Loading:
    """Reads YAML files and collects their findings."""

    reads: Files
    findings: list[Diagnostic] = field(default_factory=list)
    unmatched: list[Diagnostic] = field(default_factory=list)
    whole: bool = True

    def yaml(self, name: str, said_at: Span | None = None) -> Node | None:
        """The value of a YAML file; None, with findings, if it cannot be read."""
        text, unreadable = self.reads.text(name, said_at)
        found = [unreadable] if unreadable else []
        node = None
        if text is not None:
            reading = read_yaml(text, name)
            node = reading.root
            found += reading.findings
            found += secrets_in(node, text) if node is not None else []
        self.add(found)
        self.whole = self.whole and node is not None
        return node

    def add(self, findings: Iterable[Diagnostic]) -> None:
        self.findings += findings


def open_project(root: Path, reads: ProjectFiles | None = None) -> Project:
    """Opens the files that all accounts share, as `reads` has them (else as they are on the disk).
    If csws.yaml cannot be read, there are only findings."""
    reads = reads or Folder(root)
    loading = Loading(reads)
    config = loading.yaml(FILE_NAME)
    if config is None:
        found = (
            loading.findings if (root / FILE_NAME).exists() else [_to_begin(root, item) for item in loading.findings]
        )
        nothing = _nothing(FILE_NAME)
        return Project(root=root, reads=reads, base=nothing, accounts=Entries.of(nothing), findings=tuple(found))
    parts = _parts(loading, reads, config)
    base, twice = united([config, *(part.node for part in parts)])
    loading.add(twice)
    accounts = Entries.of(config.at(("accounts",)) or _nothing(FILE_NAME))
    return Project(
        root=root,
        reads=reads,
        base=_below_accounts(base),
        accounts=accounts,
        files=(SourceFile(name=FILE_NAME, kind="config", node=config), *parts),
        findings=tuple(loading.findings),
        unmatched=tuple(loading.unmatched),
        include=_include(config),
        whole=loading.whole and not loading.unmatched,
        has_accounts=bool(accounts),
        declares_nothing=loading.whole and has_no_settings(base),
    )


def has_no_settings(tree: Node) -> bool:
    return all(tree.at((kind.section,)) is None for kind in KINDS)


def _to_begin(root: Path, found: Diagnostic) -> Diagnostic:
    if (root / _OTHER_ENDING).is_file():
        message = f"`{FILE_NAME}` does not exist, but `{_OTHER_ENDING}` does."
        return replace(found, message=message, hint=f"Rename `{_OTHER_ENDING}` to `{FILE_NAME}`.")
    return replace(found, hint="Create one with `csws init`, or use `-C DIR` to work in another folder.")


def _nothing(name: str) -> Node:
    return Node({}, Span(name, 1, 1, 1, 1), {})


def _below_accounts(base: Node) -> Node:
    """The tree without the accounts, of which there may be thousands and which contain no
    settings."""
    return Node({key: node for key, node in base.mapping.items() if key != "accounts"}, base.span, base.keys)


def _include(config: Node) -> tuple[str, ...]:
    node = config.at(("include",))
    return tuple(item.value for item in (node.items if node else []) if isinstance(item.value, str))


def _parts(loading: Loading, reads: ProjectFiles, config: Node) -> list[SourceFile]:
    """The included files, each once, in the order of the patterns and then of their names. The
    location of a file decides what it is, not the links by which an include reaches it."""
    include = config.at(("include",))
    if include is None:
        return []
    owners = overlay_names(config.at(("accounts",)))
    overlays = {reads.place(name): account for name, account in reversed(owners.items())}
    otherwise = frozenset(reads.place(name) for name in _read_otherwise(config))
    seen: dict[Path | None, SourceFile] = {}
    for item in include.items:
        if not isinstance(item.value, str) or not item.value:
            continue
        names = _matches(loading, reads, item.value, item.span, otherwise)
        places = {name: reads.place(name) for name in names}
        shared = {name: overlays[place] for name, place in places.items() if place in overlays}
        loading.add([shared_overlays(item.value, shared, item.span)] if shared else [])
        for name, place in places.items():
            if place not in seen and name not in shared:
                node = loading.yaml(name, item.span)
                seen[place] = SourceFile(name=name, kind="part", node=_nothing(name) if node is None else node)
    return list(seen.values())


def _read_otherwise(config: Node) -> list[str]:
    """The files that csws reads for another purpose; includes skip them."""
    accounts = config.at(("accounts",))
    entries = accounts.mapping.values() if accounts else ()
    catalogs = (entry.mapping["catalog"].value for entry in entries if "catalog" in entry.mapping)
    stores = (str(entry.mapping["store"].value) for entry in entries if "store" in entry.mapping)
    records = (file for file in map(file_of, stores) if file is not None)
    return [FILE_NAME, *(name for name in catalogs if isinstance(name, str)), *records]


def _matches(
    loading: Loading, reads: ProjectFiles, pattern: str, span: Span, otherwise: frozenset[Path | None]
) -> list[str]:
    names = reads.matches(pattern)
    if names is None:
        loading.add([outside(pattern, span)])
        loading.whole = False
        return []
    leaving = [name for name in names if not reads.holds(name)]
    loading.add(outside(name, span) for name in leaving)
    left_out = [name for name in names if reads.place(name) in otherwise or _is_test(reads, name)]
    found = [name for name in names if name not in leaving and name not in left_out]
    if not found and not leaving and left_out:
        loading.add([_only_others(pattern, left_out[0], span)])
    elif not found and not leaving:
        loading.unmatched.append(_no_match(pattern, span))
    loading.whole = loading.whole and not leaving
    return found


def _is_test(reads: ProjectFiles, name: str) -> bool:
    place, tests = reads.place(name), reads.place(TESTS)
    return place is not None and tests is not None and place.is_relative_to(tests)


def _only_others(pattern: str, name: str, span: Span) -> Diagnostic:
    return replace(
        _no_match(pattern, span),
        message=f"The include `{pattern}` matches only files that csws already reads for another purpose, such as `{name}`.",
        hint="Remove this include: csws reads csws.yaml, catalogues, records and tests/ anyway.",
    )


def _no_match(pattern: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code="CSW005",
        severity=Severity.ERROR,
        message=f"No file matches the include `{pattern}`.",
        hint="Create the file, or correct the pattern; paths are relative to csws.yaml.",
        span=span,
    )
