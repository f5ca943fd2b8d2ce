"""A draft's edits → the texts of the project's files with them. Each value is written where it stands, and every
other line stays as it is. Writes no file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any

from csws.editing.draft import DEFAULTS, SECTIONS, Edit
from csws.editing.layout import Layout
from csws.editing.project import Texts
from csws.errors import CswsError
from csws.kinds import kind_of, workspaces
from csws.kinds.addresses import parse, to_delete
from csws.load.edit.edits import Edit as TreeEdit
from csws.load.edit.edits import Remove, SetValue
from csws.load.node import Node
from csws.load.overlay import is_entry
from csws.load.splice import spliced
from csws.model.address import WORKSPACE, Address
from csws.model.frozen import frozen
from csws.model.place import Path
from csws.model.settings import PRIMARY

_SINGLE = ("defaults", "objects", "properties", "accept")  # blocks that a change of one of their settings may begin
_REMOVED: Path = ("removed",)


@frozen
class Applied:
    """The layout with all edits that were possible; the others, each with the reason."""

    layout: Layout
    impossible: tuple[tuple[Edit, CswsError], ...] = field(default=())

    @property
    def texts(self) -> Texts:
        return self.layout.texts

    def check(self) -> None:
        """Raises the first reason why an edit was impossible."""
        for _, error in self.impossible:
            raise error


def applied(layout: Layout, edits: Iterable[Edit]) -> Applied:
    """The project after the edits, made one after the other."""
    impossible = []
    for edit in edits:
        try:
            layout = _made(layout, edit)
        except CswsError as error:
            impossible.append((edit, error))
    return Applied(layout=layout, impossible=tuple(impossible))


def file_of(layout: Layout, edit: Edit) -> str | None:
    """The file that an edit is about; None for one of a block that no file has yet."""
    overlay = _overlay(layout, edit)
    return overlay if overlay is not None else layout.holder(_unit(edit))


def own_value(layout: Layout, edit: Edit) -> Any:
    """What that file says at the edit's place; None where it says nothing."""
    file = file_of(layout, edit)
    return None if file is None else layout.plain(file, edit.steps)


def _made(layout: Layout, edit: Edit) -> Layout:
    overlay = _overlay(layout, edit)
    if edit.path == "" and edit.removes:
        return _without_item(layout, edit, overlay)
    if edit.removes:
        return _without_value(layout, edit, overlay)
    return _with_value(layout, edit, overlay)


def _unit(edit: Edit) -> Path:
    """What one file has whole: a block of a kind with keys, or a section."""
    return edit.block[:1] if edit.block[0] in _SINGLE else edit.block


def _overlay(layout: Layout, edit: Edit) -> str | None:
    """The overlay that an edit goes to; None where it goes to the files that all accounts share."""
    overlay = layout.overlay_of(edit.account)
    if not layout.is_of_several:
        said = overlay is not None and _says(layout, overlay, edit)
        return overlay if said else None
    if edit.account is not None and overlay is None:
        message = f"`{edit.account}` has no overlay, so a change would be one of every account of this project."
        raise CswsError(message, hint=f"Set `overlay:` for `{edit.account}` in csws.yaml.", code="shared")
    return overlay if edit.account is not None else None


def _says(layout: Layout, overlay: str, edit: Edit) -> bool:
    """Whether the overlay of the only account has the value, or the only block of the item."""
    if layout.plain(overlay, edit.steps) is not None:
        return True
    return layout.plain(overlay, edit.block) is not None and layout.holder(_unit(edit)) is None


def _with_value(layout: Layout, edit: Edit, overlay: str | None) -> Layout:
    is_new = edit.path == "" and _is_keyed(edit)
    file = overlay if overlay is not None else layout.holder(_unit(edit))
    if not is_new:
        _check_there(layout, edit, overlay)
    if file is None:
        layout.check_readable()
        file = layout.home(_unit(edit))
    layout = _changed(layout, file, SetValue(path=edit.steps, value=edit.value))
    return _not_removed(layout, edit) if is_new else layout


def _check_there(layout: Layout, edit: Edit, overlay: str | None) -> None:
    """Raises CswsError for a setting of an item that is nowhere any more."""
    here = overlay is not None and layout.plain(overlay, edit.block) is not None
    if edit.block[0] in _SINGLE or here or layout.holder(edit.block) is not None:
        return
    layout.check_readable()
    hint = "Discard this change, or bring the block back."
    raise CswsError(f"No file of the project has `{edit.address}` any more.", hint=hint, code="gone")


def _without_value(layout: Layout, edit: Edit, overlay: str | None) -> Layout:
    """The setting is again what it shares with others."""
    file = overlay if overlay is not None else layout.holder(_unit(edit))
    tree = layout.tree(file) if file is not None else None
    if file is None or tree is None or tree.at(edit.steps) is None:
        return layout
    below = _below(layout, overlay, edit)
    keep = 2 if overlay is not None else len(edit.block) + 1
    return _changed(layout, file, Remove(path=_pruned(tree, edit.steps, keep, below)))


def _below(layout: Layout, overlay: str | None, edit: Edit) -> Node | None:
    """The tree that has the same paths as the file and shows what stays when an emptied block goes."""
    file = layout.holder(_unit(edit)) if overlay is not None else layout.holder((DEFAULTS,))
    return layout.tree(file) if file is not None else None


def _pruned(tree: Node, path: Path, keep: int, below: Node | None) -> Path:
    """The path, or that of a block above it in which nothing else would be left. An entry that people named stays,
    unless something else has it too."""
    while len(path) > keep:
        holder = path[:-1]
        shared = (DEFAULTS, *holder[2:]) if holder[0] == workspaces.KIND.section else holder
        is_shared = below is not None and any(below.at(place) is not None for place in (holder, shared))
        found = tree.at(holder)
        if found is None or len(found.mapping) != 1 or (is_entry(holder) and not is_shared):
            break
        path = holder
    return path


def _without_item(layout: Layout, edit: Edit, overlay: str | None) -> Layout:
    _check_deletable(edit)
    if overlay is not None and layout.is_of_several:
        return _without_in_overlay(layout, edit, overlay)
    file = layout.holder(edit.block)
    for name in dict.fromkeys([*([file] if file else []), *layout.overlays_with(edit.block)]):
        layout = _with_removed(layout, edit, file or name) if name == (file or name) else layout
        layout = _dropped(layout, name, edit.block)
    return layout


def _without_in_overlay(layout: Layout, edit: Edit, overlay: str) -> Layout:
    """One account does without the item."""
    if layout.holder(edit.block) is not None:
        layout = _changed(layout, overlay, SetValue(path=edit.block, value=None))
    elif layout.plain(overlay, edit.block) is None:
        return layout
    else:
        layout = _dropped(layout, overlay, edit.block)
    return _listed(layout, overlay, edit)


def _check_deletable(edit: Edit) -> None:
    kind = None if edit.address in SECTIONS else kind_of(parse(edit.address))
    if kind is None or not kind.is_keyed or edit.block == (workspaces.KIND.section, PRIMARY):
        what = "the primary workspace" if edit.address == str(Address.workspace(PRIMARY)) else f"`{edit.address}`"
        raise CswsError(f"csws never deletes {what}.", hint="Change its settings instead.", code="draft")


def _with_removed(layout: Layout, edit: Edit, file: str) -> Layout:
    """With the address under `removed`: where that stands already, else in the file that had the block. An overlay with
    a list of its own hides the shared one."""
    if not kind_of(parse(edit.address)).is_deletable:
        return layout
    hiding = [name for name in layout.overlays_with(_REMOVED) if name != file]
    for name in (layout.holder(_REMOVED) or file, *hiding):
        layout = _listed(layout, name, edit)
    return layout


def _listed(layout: Layout, file: str, edit: Edit) -> Layout:
    if any(_names(item, edit) for item in _removed_in(layout, file)):
        return layout
    own = layout.plain(file, _REMOVED)
    shared = layout.holder(_REMOVED)
    known = own if isinstance(own, list) else layout.plain(shared, _REMOVED) if shared and shared != file else []
    address = parse(edit.address)
    word = address.key if address.kind == WORKSPACE else str(address)
    return _changed(layout, file, SetValue(path=_REMOVED, value=[*(known if isinstance(known, list) else []), word]))


def _not_removed(layout: Layout, edit: Edit) -> Layout:
    """A new item is no longer listed as deleted."""
    for file in layout.files:
        listed = _removed_in(layout, file)
        kept = [item for item in listed if not _names(item, edit)]
        if kept != listed:
            layout = _changed(layout, file, SetValue(path=_REMOVED, value=kept) if kept else Remove(path=_REMOVED))
    return layout


def _removed_in(layout: Layout, file: str) -> list[Any]:
    found = layout.plain(file, _REMOVED)
    return found if isinstance(found, list) else []


def _names(item: Any, edit: Edit) -> bool:
    try:
        return isinstance(item, str) and str(to_delete(item)) == edit.address
    except ValueError:
        return False


def _dropped(layout: Layout, file: str, block: Path) -> Layout:
    """Without a block, and without its section where nothing else is in it."""
    tree = layout.tree(file)
    if tree is None or tree.at(block) is None:
        return layout
    while (
        len(block) > 1 and len(tree.mapping) > 1 and len(found.mapping if (found := tree.at(block[:-1])) else ()) == 1
    ):
        block = block[:-1]
    return _changed(layout, file, Remove(path=block))


def _changed(layout: Layout, file: str, edit: TreeEdit) -> Layout:
    before = layout.texts.text(file) or ""
    after = spliced(before, file, [edit])
    return layout if after == before else layout.with_text(file, after)


def _is_keyed(edit: Edit) -> bool:
    return edit.address not in SECTIONS and kind_of(parse(edit.address)).is_keyed
