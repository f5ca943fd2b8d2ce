"""A YAML file in the form of `export`, or a worksheet → what it says. Judged by its schema alone; knows no account."""

from __future__ import annotations

from collections.abc import Iterator

from csws.load.node import Node
from csws.load.project import SourceFile
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic, Span
from csws.model.field import EACH, Field, Type
from csws.model.fields import OBJECTS, WORKSPACE, Value, normal_value, parts_of
from csws.schema import check_file
from csws.workflow.observation.said import Block, Handle, Place, SaidValue, Seen

ACCOUNT = "account"  # the key that makes a file a worksheet of that account


def seen_in_file(text: str, file: str) -> tuple[Seen, list[Diagnostic]]:
    """What a file says as far as it can be read, and what is wrong with it.

    A block with a `name` describes all of its workspace, as `export` writes it; in a worksheet, and without a `name`, a
    block describes only what it names.
    """
    reading = read_yaml(text, file)
    root = reading.root
    if root is None:
        return Seen(), reading.findings
    findings = [*reading.findings, *check_file(SourceFile(name=file, kind="sheet", node=root))]
    account = root.at((ACCOUNT,))
    blocks = (*_blocks(root, "workspaces", account is not None), *_blocks(root, "unmanaged", account is not None))
    objects = root.at(("objects",))
    seen = Seen(
        objects=_fields(objects, [(item.path, item) for item in OBJECTS]) if objects else {},
        blocks=blocks,
        account=_said("", account, Type.TEXT) if account else None,
    )
    return seen, findings


def _blocks(root: Node, section: str, is_sheet: bool) -> Iterator[Block]:
    holder = root.at((section,))
    for key, node in (holder.mapping if holder else {}).items():
        place = _place((holder.keys or {})[key]) if holder else Place()
        handle = Handle(text=key, is_id=section == "unmanaged")
        if node.value is None:
            yield Block(handle=handle, place=place, gone=True)
        elif isinstance(node.value, dict):
            block = Block(handle=handle, place=place, fields=_fields(node, list(_paths(node))), ignore=_ignored(node))
            whole = block.name is not None and not is_sheet
            yield Block(handle=handle, place=place, fields=block.fields, ignore=block.ignore, whole=whole)


def _paths(block: Node) -> Iterator[tuple[str, Field]]:
    """Every path that a block can have, with the revenue objects that it names."""
    revenue = block.at(("revenue", "objects"))
    names = list(revenue.mapping) if revenue else []
    for item in WORKSPACE:
        if EACH in item.path:
            yield from ((item.path.replace(EACH, name), item) for name in names)
        else:
            yield item.path, item


def _fields(holder: Node, paths: list[tuple[str, Field]]) -> dict[str, SaidValue]:
    """The values that are there and of the right type; the schema has told of the others."""
    out = {}
    for path, item in paths:
        node = holder.at(parts_of(path))
        said = _said(path, node, item.type) if node is not None else None
        if said is not None:
            out[path] = said
    return out


def _said(path: str, node: Node, kind: Type) -> SaidValue | None:
    if kind is Type.LIST and isinstance(node.value, list):
        texts = [item for item in node.items if isinstance(item.value, str)]
        value: Value = tuple(str(item.value) for item in texts)
        members = tuple(_place(item.span) for item in texts)
        return SaidValue(value=_normal(path, value), place=_place(node.span), members=members)
    fits = isinstance(node.value, bool) if kind is Type.FLAG else isinstance(node.value, str) and kind is not Type.LIST
    if node.value is None or fits:
        plain: Value = node.plain()
        return SaidValue(value=_normal(path, plain), place=_place(node.span))
    return None


def _normal(path: str, value: Value) -> Value:
    return normal_value(path, value) if path else value


def _place(span: Span) -> Place:
    return Place(span=span)


def _ignored(block: Node) -> tuple[str, ...]:
    node = block.at(("ignore",))
    return tuple(item.value for item in (node.items if node else []) if isinstance(item.value, str))
