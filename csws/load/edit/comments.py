"""The comments of a YAML text, and the value that each one belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from csws.load.edit.parts import Part, parts_of
from csws.load.lines import BREAK, line_end, line_start
from csws.model.diagnostic import Path
from csws.model.frozen import frozen

# After a quote, a bracket or a comma, libyaml accepts a comment without a space before it.
_COMMENT = re.compile(r"""(?:^|(?<=[ \t\r\n"'\]},]))#[^\r\n]*""")
_BLOCK = ("|", ">")


@frozen(kw_only=False)
class PlacedComment:
    """`place` is the value that the comment belongs to. `where`: `beside` it; `above` it, with
    nothing between; `before` it, with a blank line or `---` between; `below` its last member."""

    start: int
    text: str
    where: str
    place: Path

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def comments_of(text: str, root: Part | None = None) -> list[PlacedComment]:
    """All comments in order. `root` is the text's layout, if it is already known."""
    root = root or parts_of(text)
    if root is None:
        return [PlacedComment(found.start(), found[0].rstrip(), "below", ()) for found in _COMMENT.finditer(text)]
    leaves = list(root.leaves())
    starts = [leaf.start for leaf in leaves]
    places = [item for begin, end in _gaps(text, leaves) for item in _COMMENT.finditer(text, begin, end)]
    found: list[PlacedComment] = []
    for item in reversed(places):
        index = bisect_right(starts, item.start())
        before, after = leaves[index - 1] if index else None, leaves[index] if index < len(leaves) else None
        found.append(_placed(text, item, before, after, found[-1] if found else None))
    return found[::-1]


def _gaps(text: str, leaves: list[Part]) -> Iterator[tuple[int, int]]:
    """The gaps between the values. A block text may have a comment on its first line."""
    begin = 0
    for leaf in leaves:
        yield begin, leaf.start
        begin = leaf.start + 1 if leaf.flow else leaf.end
        if leaf.style in _BLOCK:
            yield leaf.content, line_end(text, leaf.content)
    yield begin, len(text)


def _placed(
    text: str, item: re.Match[str], before: Part | None, after: Part | None, following: PlacedComment | None
) -> PlacedComment:
    """`before` and `after` are the values around the comment, `following` is the next comment."""
    at, words = item.start(), item[0].rstrip()
    begins = line_start(text, at)
    if before is not None and text[begins:at].strip():
        return PlacedComment(at, words, "beside", _beside(before, begins, at))
    column = at - begins
    if after is None or (column > column_of(text, after.start) and not _in_brackets(before, at)):
        return PlacedComment(at, words, "below", _holder(text, before, column) if before is not None else ())
    adjoins = following is not None and following.start < after.start and following.where == "above"
    upto = following.start if adjoins and following else after.start
    return PlacedComment(at, words, "above" if _is_line_above(text, item.end(), upto) else "before", after.path)


def _is_line_above(text: str, start: int, end: int) -> bool:
    """Whether the two places are on adjacent lines. Looks no further than the second line break,
    because thousands of comments may follow."""
    first = BREAK.search(text, start, end)
    return first is not None and BREAK.search(text, first.end(), end) is None


def _beside(before: Part, begins: int, at: int) -> Path:
    """The value on the comment's line: the last one, or the collection whose bracket is closed
    last."""
    closed = [part for part in before.chain() if part.flow and begins <= part.end <= at]
    return closed[-1].path if closed else before.path


def _holder(text: str, before: Part, column: int) -> Path:
    """The block collection whose members begin closest to the comment's column, and not to the
    right of it. If the items of a list are at the column of their key, that is the mapping."""
    fitting = [
        part for part in before.chain() if part.members and not part.flow and member_column(text, part) <= column
    ]
    return max(reversed(fitting), key=lambda part: member_column(text, part)).path if fitting else ()


def _in_brackets(before: Part | None, at: int) -> bool:
    return before is not None and any(part.flow and part.content < at < part.end for part in before.chain())


def member_column(text: str, part: Part) -> int:
    """The column (from 0) of the keys or dashes of a block collection."""
    return column_of(text, part.content)


def column_of(text: str, at: int) -> int:
    return at - line_start(text, at)
