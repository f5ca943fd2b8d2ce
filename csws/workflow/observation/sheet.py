"""A YAML file in the form of `export`, or a worksheet → an observation. Checks only its schema; knows no account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from csws.kinds import RECORDED, objects, workspaces
from csws.load.node import Node
from csws.load.project import SourceFile
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic
from csws.model.field import Field, Type, Value, whole_number
from csws.model.kind import Kind, normal_text
from csws.schema import check_file
from csws.workflow.observation.lost_text import lost_text
from csws.workflow.observation.said import Block, Handle, Place, SaidValue, Seen
from csws.workflow.observation.sheet_file import saved_by_spreadsheet

ACCOUNT = "account"  # the key that makes a file a worksheet of that account


def seen_in_file(text: str, file: str) -> tuple[Seen, list[Diagnostic]]:
    """What a file says as far as it can be read, and what is wrong with it.

    A block with a `name` describes all of its workspace, as `export` writes it; in a worksheet, and without a `name`, a
    block describes only what it names.
    """
    spoiled = saved_by_spreadsheet(text, file)
    if spoiled is not None:
        return Seen(), [spoiled]
    reading = read_yaml(text, file)
    root = reading.root
    if root is None:
        return Seen(), reading.findings
    findings = [*reading.findings, *check_file(SourceFile(name=file, kind="sheet", node=root))]
    account = root.at((ACCOUNT,))
    findings += lost_text(root, text) if account is not None else []
    sections = [(kind.section, kind, False) for kind in RECORDED] + [("unmanaged", workspaces.KIND, True)]
    seen = Seen(
        objects=_fields(objects.KIND, root.at((objects.KIND.section,))),
        blocks=tuple(block for section in sections for block in _blocks(root, *section, account is not None)),
        account=_said(account, None) if account else None,
        unread=_unread(objects.KIND, root.at((objects.KIND.section,))),
    )
    return seen, findings


def _blocks(root: Node, section: str, kind: Kind, by_id: bool, is_sheet: bool) -> Iterator[Block]:
    holder = root.at((section,))
    for key, node in (holder.mapping if holder else {}).items():
        place = Place(span=(holder.keys or {})[key]) if holder else Place()
        block = Block(handle=Handle(text=key, kind=kind, is_id=by_id), place=place, gone=node.value is None)
        if not block.gone:
            block = replace(block, fields=_fields(kind, node), ignore=_ignored(node), unread=_unread(kind, node))
            block = replace(block, replaces=tuple(kind.replaced_by(node.plain())))
        if block.gone or isinstance(node.value, dict):
            yield replace(block, whole=block.name is not None and not is_sheet)


def _fields(kind: Kind, holder: Node | None) -> dict[str, SaidValue]:
    """The values that are there and of the right type; the schema has reported the others."""
    read = ((path, _said(node, field)) for path, field, node in _nodes(kind, holder))
    return {path: said for path, said in read if said is not None}


def _unread(kind: Kind, holder: Node | None) -> frozenset[str]:
    """The paths of the values that are there and of the wrong type."""
    return frozenset(path for path, field, node in _nodes(kind, holder) if _said(node, field) is None)


def _nodes(kind: Kind, holder: Node | None) -> Iterator[tuple[str, Field, Node]]:
    if holder is None:
        return
    for path, field, parts in kind.places_in(holder.plain() if isinstance(holder.value, dict) else {}):
        node = holder.at(parts)
        if node is not None:
            yield path, field, node


def _said(node: Node, field: Field | None) -> SaidValue | None:
    """The value of a node for a field; None where it is not of the field's type."""
    kind = field.type if field else Type.TEXT
    members: tuple[Place, ...] = ()
    if kind is Type.LIST and isinstance(node.value, list):
        texts = [item for item in node.items if isinstance(item.value, str)]
        value: Value = tuple(str(item.value) for item in texts)
        members = tuple(Place(span=item.span) for item in texts)
    elif kind is Type.NUMBER and whole_number(node.value) is not None:
        value = whole_number(node.value)
    elif node.value is None or isinstance(node.value, _TYPES.get(kind, ())):
        value = node.plain()
    else:
        return None
    return SaidValue(value=normal_text(field, value) if field else value, place=Place(span=node.span), members=members)


_TYPES = {Type.FLAG: (bool,), Type.TEXT: (str,), Type.CHOICE: (str,)}


def _ignored(block: Node) -> tuple[str, ...]:
    node = block.at(("ignore",))
    return tuple(item.value for item in (node.items if node else []) if isinstance(item.value, str))
