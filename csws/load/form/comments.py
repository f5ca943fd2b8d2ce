"""The comments of a YAML text, and the indentation of each in the canonical form. Does not know
values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import yaml

from csws.model.frozen import frozen

_COMMENT = re.compile(r"#[^\n]*")
_ITEM = re.compile(r"#\s*- ")


@frozen
class Comment:
    """`owns_line`: nothing before it on its line could be commented on. Its `column` is None if
    only a `?`, `:` or `,` comes before it."""

    text: str
    start: int
    end: int
    line: int
    column: int | None
    owns_line: bool


class Level(NamedTuple):
    """An open block collection: the column of its entries in the text, and their indentation in the
    canonical form."""

    column: int
    indent: int


class CommentPlace(NamedTuple):
    """`follows`: the comment belongs to what comes after it, otherwise to what is above it."""

    indent: int
    follows: bool


def comments_of(text: str, tokens: Iterable[Any], start: int, end: int) -> list[Comment]:
    """The comments between two places. Outside of tokens there is nothing else; a block text may
    have a comment on its first line."""
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    found: list[Comment] = []
    at = start
    for token in tokens:
        first, last = token.start_mark.index, token.end_mark.index
        if start <= first <= end and at <= first:
            found += _between(text, at, first, lines)
            if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
                line_end = text.find("\n", first, last)
                found += _between(text, first, last if line_end < 0 else line_end, lines)
            at = max(at, last)
    return found + _between(text, at, end, lines)


def _between(text: str, start: int, end: int, lines: list[int]) -> list[Comment]:
    return [_comment(text, match, lines) for match in _COMMENT.finditer(text, start, end)]


def _comment(text: str, match: re.Match[str], lines: list[int]) -> Comment:
    line = bisect_right(lines, match.start())
    before = text[lines[line - 1] : match.start()]
    owns_line = not before.strip(" \t?:,")
    return Comment(
        text=match[0].rstrip(" \t"),
        start=match.start(),
        end=match.end(),
        line=line,
        column=None if owns_line and before.strip(" \t") else len(before),
        owns_line=owns_line,
    )


def places_of(
    comments: Sequence[Comment], levels: Sequence[Level], following: Level | None, *, below_text: bool
) -> list[CommentPlace]:
    """The new places of comments on their own lines, between a value (`levels`: the blocks around
    it, the outermost first) and what comes next. `below_text`: the value is a block text, which
    must not absorb them."""
    columns = [comment.column for comment in comments if comment.column is not None]
    rungs = sorted({*levels, *([following] if following else [])}, key=lambda level: level.indent)
    deeper = min((column for column in columns if all(column > rung.column for rung in rungs)), default=None)
    if levels and deeper is not None:
        rungs.append(Level(deeper, rungs[-1].indent + (1 if below_text else 2)))
    return [_place(comment, rungs, levels, following, below_text=below_text) for comment in comments]


def _place(
    comment: Comment, rungs: Sequence[Level], levels: Sequence[Level], following: Level | None, *, below_text: bool
) -> CommentPlace:
    column = comment.column
    list_above = _list_above(comment, levels, following)
    if list_above:
        return CommentPlace(list_above.indent, False)
    if following and (column is None or column <= following.column):
        around = [rung.indent for rung in rungs if rung.column == column and column != following.column]
        return CommentPlace(around[0] if around else following.indent, True)
    return CommentPlace(_below(column or 0, rungs, below_text=below_text), not levels)


def _below(column: int, rungs: Sequence[Level], *, below_text: bool) -> int:
    """The indentation of a comment that belongs to what is above it: it moves with the nearest
    block that is not deeper, and not into a deeper one."""
    if not rungs:
        return column
    nearest = max((rung.column for rung in rungs if rung.column <= column), default=None)
    if nearest is None:
        return 0
    same = [number for number, rung in enumerate(rungs) if rung.column == nearest]
    at = same[0] if nearest == column else same[-1]
    indent = rungs[at].indent + column - nearest
    if at + 1 < len(rungs):
        return min(indent, rungs[at + 1].indent)
    return rungs[at].indent if below_text else indent


def _list_above(comment: Comment, levels: Sequence[Level], following: Level | None) -> Level | None:
    """The list above that is not indented under its key, where the comment would look like another
    item."""
    same = [level for level in levels if level.column == comment.column]
    if len(same) < 2 or not _ITEM.match(comment.text):
        return None
    ends_above = following is None or following.indent < same[-1].indent
    return same[-1] if ends_above else None
