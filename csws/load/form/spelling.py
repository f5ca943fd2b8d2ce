"""A scalar as written in a text → its spelling in the canonical form. Does not know comments or the
lines around it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from csws.load.form.layout import Leaf
from csws.model.scalar_text import PLAIN, scalar_text
from csws.model.scalars import scalar_of

_HEADER = re.compile(r"[|>][-+]?(?P<digit>[1-9])?")


class BlockText(NamedTuple):
    """A text after `|` or `>`: its header, its lines without indentation, and its end in the
    file."""

    header: str
    lines: tuple[str, ...]
    end: int


def is_tagged(leaf: Leaf) -> bool:
    """Whether a tag makes it text, whatever it looks like: the reader allows no other tag at a
    scalar."""
    return any(isinstance(token, yaml.TagToken) for token in leaf.properties)


def is_block_text(token: Any) -> bool:
    """Whether a text needs lines of its own; one without visible characters does not."""
    return isinstance(token, yaml.ScalarToken) and token.style in ("|", ">") and bool(token.value.strip())


def spelled(leaf: Leaf, source: str, *, is_key: bool, in_flow: bool) -> str:
    """The spelling on one line of the scalar `source`, in any style."""
    token = leaf.token
    if isinstance(token, yaml.AliasToken):
        return source
    style = token.style or PLAIN
    meaning = scalar_of(token.value) if style == PLAIN else token.value
    if isinstance(meaning, str):
        return scalar_text(meaning, style, in_flow=in_flow)
    is_word = meaning is None or isinstance(meaning, bool)
    return scalar_text(meaning) if is_word and not is_key and not is_tagged(leaf) else str(token.value)


def block_text(text: str, token: Any, column: int) -> BlockText:
    """A block text at a given column. Its lines stay the same, except for meaningless blank ones at
    the end."""
    start, end = token.start_mark.index, token.end_mark.index
    first, _, body = text[start:end].partition("\n")
    marks = _HEADER.match(first)
    digit = marks and marks["digit"]
    rows = body.removesuffix("\n").split("\n")
    width = column + int(digit) if digit else next(len(row) - len(row.lstrip(" ")) for row in rows if row.strip(" "))
    lines = [row[width:] for row in rows]
    keeps = token.value.endswith("\n") and "+" in first.partition("#")[0]
    while not keeps and not lines[-1]:
        lines.pop()
    chomping = "+" if keeps else "" if token.value.endswith("\n") else "-"
    begins_with_space = next(line for line in lines if line).startswith((" ", "\t"))
    header = token.style + ("2" if begins_with_space else "") + chomping
    read = len(first) + sum(len(row) + 1 for row in rows[: len(lines)])
    return BlockText(header, tuple(lines), end if keeps else start + read)
