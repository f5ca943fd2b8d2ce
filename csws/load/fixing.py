"""Corrections of findings → the texts to write, by splice. Changes no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from csws.errors import CswsError
from csws.load.edit.edits import Edit, Remove, Rename, SetValue
from csws.load.files import Files
from csws.load.hunks import text_edits
from csws.load.lines import index_at
from csws.load.node import Node, members
from csws.load.splice import spliced
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Diagnostic
from csws.model.fix import Append, Drop, Fix, Placed, Quote, Respell, TextEdit, Write
from csws.model.place import Path, Span


def with_edits(found: Diagnostic, files: Files) -> Diagnostic:
    """The finding with those of its corrections that its files allow, and the edits of each."""
    if not found.fixes:
        return found
    return replace(found, fixes=tuple(_possible(found.fixes, files)))


def _possible(fixes: tuple[Fix, ...], files: Files) -> Iterator[Fix]:
    for fix in fixes:
        try:
            yield replace(fix, edits=edits_of(fix, files))
        except CswsError:  # the layout of the file does not allow it, or it cannot be read
            continue


def edits_of(fix: Fix, files: Files) -> tuple[TextEdit, ...]:
    """What a correction changes in the texts. Raises CswsError if a file does not allow it."""
    out: list[TextEdit] = []
    for file in dict.fromkeys(placed.at.file for placed in fix.acts):
        text, _ = files.text(file)
        root = read_yaml(text, file).root if text is not None else None
        if text is None or root is None:
            raise CswsError(f"`{file}` cannot be read.", code="cannot_splice")
        mine = [_edit(placed, text, root) for placed in fix.acts if placed.at.file == file]
        out += text_edits(text, spliced(text, file, mine), file)
    return tuple(out)


def _edit(placed: Placed, text: str, root: Node) -> Edit:
    """The act as an edit of the file's own data."""
    above = path_at(root, placed.at)
    if above is None:
        raise CswsError(f"`{placed.at.file}` was changed.", code="cannot_splice")
    path = (*above, *placed.act.path)
    match placed.act:
        case Write(value=value):
            return SetValue(path=path, value=value)
        case Quote():
            return SetValue(path=path, value=_written(text, placed.at))
        case Append(value=value):
            there = root.at(path)
            if there is None or there.value is None:
                return SetValue(path=path, value=[value])
            return SetValue(path=path, value=[*(item.plain() for item in there.items), value])
        case Drop():
            return Remove(path=path)
        case Respell(key=key):
            return Rename(path=path, key=key)


def path_at(root: Node, span: Span) -> Path | None:
    """The path of the value with exactly this span; of the tree of one file."""
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if node.span == span:
            return path
        waiting += [((*path, step), inner) for step, inner in members(node) if _may_hold(inner.span, span)]
    return None


def _may_hold(outer: Span, inner: Span) -> bool:
    return outer.line <= inner.line and inner.end_line <= outer.end_line


def _written(text: str, span: Span) -> Any:
    return text[index_at(text, span.line, span.column) : index_at(text, span.end_line, span.end_column)]
