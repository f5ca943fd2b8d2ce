"""The lines of a text in canonical form while csws writes them, with the comments between them.
Does not know values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from csws.load.form.comments import Comment, Level, places_of

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


class Owned(NamedTuple):
    """A comment with the number of values before it, and how it belongs to its neighbors."""

    text: str
    values_before: int
    how: str


class Lines:
    """Receives the pieces of a text in order, each with its start or end in the text."""

    def __init__(self, text: str, comments: Sequence[Comment], start: int) -> None:
        self._text = text
        self._comments = comments
        self.owned: list[Owned] = []
        self.values = 0
        self.indent = 0  # the indentation of the current line's content: its brackets close there
        self.levels: list[Level] = []
        self.is_full = False  # whether the next piece needs a line of its own
        self.can_join = False  # directly after a dash: a block begins on this line
        self._done: list[str] = []
        self._line: list[str] | None = None  # pieces of the current line; the first is its indentation
        self._last = start  # the end, in the text, of the last piece
        self._is_tight = False  # directly after an opening bracket
        self._below_text = False
        self._aligned: tuple[Comment, int] | None = None

    def text_so_far(self) -> str:
        self._end_line()
        return "".join(f"{line}\n" for line in self._done)

    def put_lines(self, lines: Sequence[str]) -> None:
        """Adds whole lines; more can be added to the last one."""
        self._end_line()
        self._done += lines[:-1]
        self._line = [*lines[-1:]] or None

    def new_line(self, start: int, indent: int) -> None:
        """Begins a line for the piece at `start`, and keeps one of the blank lines above it."""
        self._end_line()
        if self._done and _BLANK_LINE.search(self._text, self._last, start):
            self._done.append("")
        self._line = [" " * indent]
        self.indent = indent
        self._last = start
        self.is_full = self.can_join = self._is_tight = self._below_text = False

    def _end_line(self) -> None:
        if self._line is not None:
            self._done.append("".join(self._line))
        self._line = None

    def put(self, piece: str, end: int | None = None, *, space: bool = True) -> None:
        """Adds to the current line. `end` is the end of the piece in the text; None if it is not in
        the text."""
        assert self._line is not None  # an entry always begins a line
        gap = " " if space and not self._is_tight and len(self._line) > 1 else ""
        self._line.append(gap + piece)
        self.can_join = self._is_tight = False
        self._last = self._last if end is None else end

    def put_dash(self, end: int) -> None:
        self.put("-", end)
        self.indent += 2
        self.can_join = True

    def put_bracket(self, bracket: str, end: int | None) -> None:
        self.put(bracket, end)
        self._is_tight = True

    def put_block_text(self, lines: Sequence[str], indent: int, end: int) -> None:
        self._end_line()
        self._done += [" " * indent + line if line else "" for line in lines]
        self._last = end
        self.is_full = self._below_text = True

    def breaks_before(self, start: int) -> bool:
        """Whether the text has a line break between the last piece and this place."""
        return self._text.find("\n", self._last, start) >= 0

    def waiting(self, start: int) -> Sequence[Comment]:
        """The comments before a place that are not written yet."""
        count = len(self.owned)
        while count < len(self._comments) and self._comments[count].start < start:
            count += 1
        return self._comments[len(self.owned) : count]

    def before(self, start: int, indent: int) -> None:
        """Prepares for a piece inside an entry: writes comments, then begins a line if they need
        it."""
        self.comments_within(start, indent)
        if self.is_full:
            self.new_line(start, indent)

    def comments_within(self, start: int, indent: int) -> None:
        for comment in self.waiting(start):
            self._comment(comment, indent, "within")

    def settle(self, start: int, following: Level | None) -> None:
        """Writes the comments above an entry of a block (or the end), each with its own
        indentation."""
        comments = self.waiting(start)
        continuing = self._continuing(comments, following)
        free = [comment for comment in comments if comment.owns_line and comment not in continuing]
        placed = dict(zip(free, places_of(free, self.levels, following, below_text=self._below_text), strict=True))
        for comment in comments:
            place = placed.get(comment)
            if place is not None:
                self._comment(comment, place.indent, "follows" if place.follows else "precedes")
            else:
                column = self._aligned[1] if self._aligned else 0
                self._comment(comment, column, "precedes", continues=comment in continuing)
        if following:
            self.levels = [*(level for level in self.levels if level.indent < following.indent), following]

    def _continuing(self, comments: Sequence[Comment], following: Level | None) -> set[Comment]:
        """The comments that continue one at the end of the line above, in the same column. None if
        a block begins: there they are about its content."""
        if following and (not self.levels or self.levels[-1].indent < following.indent):
            return set()
        found: set[Comment] = set()
        above = self._aligned[0] if self._aligned else None
        for comment in comments:
            goes_on = above and comment.line == above.line + 1 and comment.column == above.column
            if comment.owns_line and goes_on and not (following and (comment.column or 0) <= following.column):
                found.add(comment)
            above = None if comment.owns_line and comment not in found else comment
        return found

    def _comment(self, comment: Comment, indent: int, how: str, *, continues: bool = False) -> None:
        owns_line = True
        if comment.owns_line or self.is_full or self._line is None:
            self.new_line(comment.start, indent)
            self.put(comment.text, comment.end)
            column = indent
        else:
            width = sum(map(len, self._line))
            column = max(comment.column or 0, width + 1)
            self.put(" " * (column - width) + comment.text, comment.end, space=False)
            how, owns_line = "ends a line", False
        self._aligned = (comment, column) if continues or not owns_line else None
        self.is_full = True
        self.owned.append(Owned(comment.text, self.values, how))
