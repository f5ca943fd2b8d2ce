"""Corrects names of teams and pipelines in a project's files after they were renamed in HubSpot.

It changes nothing but these names, and only in files that are this account's alone, or in which no
other account means something by the old name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from csws.errors import CswsError
from csws.kinds import KEYED, workspaces
from csws.load.atomic_write import replace_file, rewrite
from csws.load.catalog_file import catalog_text
from csws.load.edit.edits import Edit, SetValue
from csws.load.files import read_text
from csws.load.node import Node
from csws.load.project import SourceFile, open_project
from csws.load.splice import spliced
from csws.model.catalog import Catalog, Directory
from csws.model.catalog_rename import Renamed, remembering
from csws.model.diagnostic import Path as YamlPath
from csws.model.field import Reference
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.names import normal_name
from csws.workflow.account.check import CheckedAccount, check_account, open_checked
from csws.workflow.own_files import own_file


@frozen
class Correction:
    """A name in a file, and the name to write there. `other` is an account that means something
    by the old name too; then the place is left alone."""

    item: Renamed
    file: str
    line: int
    path: YamlPath
    new: str
    other: str | None


@frozen
class _Account:
    """What corrections depend on."""

    checked: CheckedAccount
    files: tuple[SourceFile, ...]
    others: tuple[CheckedAccount, ...]
    root: Path

    @property
    def catalog(self) -> Catalog:
        assert self.checked.catalog is not None  # it was just pulled
        return self.checked.catalog


def corrections(root: Path, name: str, now: datetime, found: Iterable[Renamed]) -> tuple[Correction, ...]:
    """The places that name something by a name that it no longer has. The account's catalogue must
    be the one with the new names."""
    account = _opened(root, name, now)
    by_name = {(item.object_name, item.old): item for item in found}
    return tuple(item for file in account.files for item in _in_file(account, file, by_name))


def correct(root: Path, name: str, now: datetime, found: Iterable[Renamed]) -> tuple[str, ...]:
    """Writes the corrections; returns the files. All new texts are proved before the first one is
    written. Raises CswsError if a file does not allow it."""
    account = _opened(root, name, now)
    edits: dict[str, list[Edit]] = {}
    for item in corrections(root, name, now, found):
        if item.other is None:
            edits.setdefault(item.file, []).append(SetValue(path=item.path, value=item.new))
    before = {file: _text(root, file) for file in edits}
    after = {file: spliced(text, file, edits[file]) for file, text in before.items()}
    for file, text in after.items():
        rewrite(_inside(root, file), file, text, before=before[file])
    _forget(root, account.checked)
    return tuple(after)


def used_names(account: CheckedAccount) -> frozenset[str]:
    """Every text in the account's settings: among them all names that it uses."""
    return frozenset(normal_name(str(node.value)) for _, node in _texts(account.loaded.tree, ()))


def _forget(root: Path, account: CheckedAccount) -> None:
    """Takes the old names out of the catalogue, now that no file needs them."""
    document = dict(account.loaded.catalog or {})
    remembering(document, (), ())
    file = account.loaded.entry.catalog
    replace_file(_inside(root, file), catalog_text(document))


def _opened(root: Path, name: str, now: datetime) -> _Account:
    opened, project = open_checked(root, None, now), open_project(root)
    checked = check_account(opened, name)
    overlay = (checked.loaded.overlay,) if checked.loaded.overlay else ()
    others = tuple(check_account(opened, other) for other in opened.names if other != name)
    return _Account(checked=checked, files=(*project.files, *overlay), others=others, root=root)


def _in_file(
    account: _Account, file: SourceFile, by_name: dict[tuple[str | None, str], Renamed]
) -> Iterator[Correction]:
    own = account.checked.loaded.overlay
    for path, node in _texts(file.node, ()):
        object_name, is_reference = _referred(account.checked, path)
        old = normal_name(str(node.value))
        item = by_name.get((object_name, old)) if is_reference else None
        if item is None or node.span.anchored is not None:
            continue
        others = () if own is not None and file.name == own.name else account.others
        yield Correction(
            item=item,
            file=file.name,
            line=node.span.line,
            path=path,
            new=_directory(account.catalog, item).shown(item.id),
            other=next((other.name for other in others if _means(other, item)), None),
        )


def _means(other: CheckedAccount, item: Renamed) -> bool:
    """Whether another account has something of the old name, or may have."""
    return other.catalog is None or _directory(other.catalog, item).find(item.old) is not None


def _directory(catalog: Catalog, item: Renamed) -> Directory:
    return catalog.teams if item.object_name is None else catalog.pipelines(item.object_name)


def _texts(node: Node, path: YamlPath) -> Iterator[tuple[YamlPath, Node]]:
    """Every text with its path."""
    for key, member in node.mapping.items():
        yield from _texts(member, (*path, key))
    for at, member in enumerate(node.items):
        yield from _texts(member, (*path, at))
    if isinstance(node.value, str):
        yield path, node


def _referred(account: CheckedAccount, path: YamlPath) -> tuple[str | None, bool]:
    """The object whose pipeline is named at a path (None: a team is), and whether one is."""
    kind, rest = _kind_at(path)
    if kind is None:
        return None, False
    dotted = ".".join(str(step) for step in rest if isinstance(step, str))
    field = kind.field_at(dotted)
    if field is None or field.refers_to not in (Reference.TEAM, Reference.PIPELINE):
        return None, False
    if field.refers_to is Reference.TEAM:
        return None, True
    name = kind.object_behind(dotted, account.loaded.declared.settings.objects)
    return name, name is not None


def _kind_at(path: YamlPath) -> tuple[Kind | None, YamlPath]:
    """The kind of the item in which a path lies, and the rest of the path."""
    if path[:1] == ("defaults",):
        return workspaces.KIND, path[1:]
    kind = next((kind for kind in KEYED if path[:1] == (kind.section,)), None)
    return kind, path[1 + kind.key_parts :] if kind else ()


def _inside(root: Path, name: str) -> Path:
    return own_file(root, name, hint="Correct the names in an editor.")


def _text(root: Path, name: str) -> str:
    text, unreadable = read_text(_inside(root, name), name)
    if text is None:
        message = unreadable.message if unreadable else f"`{name}` cannot be read."
        raise CswsError(message, hint=unreadable.hint if unreadable else None, code="file")
    return text
