"""A place in a YAML text → the path of what stands or is typed there. Reads the text up to the place by indentation
and brackets, so that it also works while the text is broken. Knows no schema."""

from __future__ import annotations

import re
from dataclasses import field

from csws.load.lines import BREAK, line_end
from csws.model.frozen import frozen, mutable
from csws.model.place import Path

_KEY = re.compile(
    r"""("(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*'|[^\s#\[\]{},"'&*!|>%@`-][^\r\n]*?|-[^\s][^\r\n]*?)[ \t]*:(?=[ \t\r\n]|\Z)"""
)
_NEXT_LINE = re.compile(r"(?:[ \t]*[\r\n]+)*( *)(\S)")  # the next one that is not blank
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_COMMENT = re.compile(r"[ \t]#")
_PREFIX = re.compile(r"[&!][^\s,\[\]{}]*[ \t]+")  # an anchor or a tag
_BLANKS = " \t"


@frozen(kw_only=False)
class Where:
    """`path` is that of the value, or of the mapping in which a key is typed. The word begins at `start`, with its
    quote if it has one. `in_flow`: between brackets; `closing` are those that would close them. `is_text`: inside of a
    text or a comment, where nothing can be offered."""

    path: Path
    is_key: bool
    start: int
    in_flow: bool = False
    is_text: bool = False
    closing: str = ""


def where_at(text: str, index: int) -> Where:
    """What is at an index of the text."""
    return _Scan(text[:index]).run()


@mutable
class _Level:
    """A key or an item above the place: its column, and its step of the path."""

    column: int
    step: str | int


@mutable
class _Scan:
    text: str
    levels: list[_Level] = field(default_factory=list)
    found: Where | None = None

    def run(self) -> Where:
        at = 0
        while self.found is None:
            at = self.line(at)
        return self.found

    @property
    def path(self) -> Path:
        return tuple(level.step for level in self.levels)

    def line(self, begins: int) -> int:
        """Reads the line that begins here, and what it opens; the beginning of the next line to read."""
        end = line_end(self.text, begins)
        at = self.skipped(begins, end)
        if at == end or self.text[at] == "#":
            if end == len(self.text):
                self.below(at - begins)
                self.found = Where(self.path, True, at, is_text=at < end)
            return self.next(end)
        at, after_dash = self.dashes(begins, at, end)
        key = _KEY.match(self.text, at, end)
        if key is not None:
            self.below(at - begins)
            self.levels.append(_Level(at - begins, unquoted(key[1])))
            return self.value(key.end(), end)
        if after_dash or self.text[at : at + 1] in ("[", "{"):
            return self.value(at, end)
        if end == len(self.text):
            self.below(at - begins)
            self.found = Where(self.path, True, at)
        return self.next(end)

    def dashes(self, begins: int, at: int, end: int) -> tuple[int, bool]:
        """Reads the dashes of list items; the place after them, and whether there were any."""
        first = at
        while self.text[at : at + 1] == "-" and (at + 1 == end or self.text[at + 1] in _BLANKS):
            self.item(at - begins)
            at = self.skipped(at + 1, end)
        return at, at > first

    def item(self, column: int) -> None:
        """One more item of the list at this column. It may be at the column of its own key."""
        count = 0
        while self.levels and self.levels[-1].column >= column:
            last = self.levels[-1]
            if last.column == column and isinstance(last.step, str):
                break
            gone = self.levels.pop()
            if gone.column == column and isinstance(gone.step, int):
                count = gone.step + 1
                break
        self.levels.append(_Level(column, count))

    def below(self, column: int) -> None:
        """Leaves what a key at this column is not inside of."""
        while self.levels and self.levels[-1].column >= column:
            self.levels.pop()

    def value(self, at: int, end: int) -> int:
        at = self.skipped(at, end)
        while (prefix := _PREFIX.match(self.text, at, end)) is not None:
            at = prefix.end()
        first = self.text[at : at + 1]
        if first in ("[", "{") and at < end:
            return self.flow(at)
        if first in ("|", ">") and at < end:
            return self.block(self.next(end))
        if end == len(self.text):
            self.found = Where(self.path, False, at, is_text=_COMMENT.search(self.text, max(at - 1, 0)) is not None)
        return self.next(end)

    def block(self, at: int) -> int:
        """Skips a block text: the lines that are indented deeper than its key."""
        column = self.levels[-1].column if self.levels else -1
        while self.found is None:
            end = line_end(self.text, at)
            first = self.skipped(at, end)
            if first < end and first - at <= column:
                return at
            if end == len(self.text):
                self.found = Where(self.path, False, first, is_text=True)
            at = self.next(end)
        return at

    def flow(self, at: int) -> int:
        """Reads brackets up to the one that closes them, or to a line that cannot be inside of them."""
        column = self.levels[-1].column if self.levels else -1
        reader = _Brackets(self.text, self.path, column)
        at = reader.read(at)
        if reader.found is not None:
            self.found = reader.found
            return at
        if reader.broken:
            return at
        end = line_end(self.text, at)
        if end == len(self.text):
            self.found = Where(self.path, False, at, is_text=True)
        return self.next(end)

    def skipped(self, at: int, end: int) -> int:
        """The first place that is not blank."""
        while at < end and self.text[at] in _BLANKS:
            at += 1
        return at

    def next(self, end: int) -> int:
        found = BREAK.match(self.text, end)
        return found.end() if found else end


@mutable
class _Brackets:
    """What is between brackets: `open` has an index for each list and a key, or None, for each mapping."""

    text: str
    above: Path
    column: int
    open: list[int | str | None] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    word: int | None = None
    broken: bool = False
    found: Where | None = None

    def read(self, at: int) -> int:
        while at < len(self.text):
            sign = self.text[at]
            if sign in "\"'" and self.word is None:
                self.word = at
                at = self.quote(at)
                continue
            if sign in "\r\n" and self.leaves(at):
                self.broken = True
                return at + (2 if self.text.startswith("\r\n", at) else 1)
            if sign == "#" and self.text[at - 1] in " \t\r\n":
                at = line_end(self.text, at)
                continue
            self.sign(sign, at)
            at += 1
            if not self.kinds:
                return at
        self.found = self.where(at)
        return at

    def sign(self, sign: str, at: int) -> None:
        if sign in "[{":
            self.kinds.append(sign)
            self.open.append(0 if sign == "[" else None)
            self.word = None
        elif sign in "]}":
            self.kinds.pop()
            self.open.pop()
            self.word = None
        elif sign == ",":
            last = self.open[-1]
            self.open[-1] = last + 1 if isinstance(last, int) else None
            self.word = None
        elif sign == ":" and self.is_key(at):
            self.open[-1] = unquoted(self.text[self.word : at].strip())
            self.word = None
        elif sign not in " \t\r\n" and self.word is None:
            self.word = at

    def is_key(self, at: int) -> bool:
        quoted = self.text[at - 1] in "\"'"
        after = self.text[at + 1 : at + 2]
        return (
            self.kinds[-1] == "{"
            and self.open[-1] is None
            and self.word is not None
            and (quoted or after in " \t\r\n,}")
        )

    def quote(self, at: int) -> int:
        """After the closing quote, or at the end of the line or text where it is missing."""
        end = line_end(self.text, at)
        found = _QUOTED[self.text[at]].match(self.text, at, end)
        return found.end() if found else end

    def leaves(self, at: int) -> bool:
        """Whether the next line is not inside of the brackets: no deeper than their key."""
        following = _NEXT_LINE.match(self.text, at)
        return following is not None and len(following[1]) <= self.column and following[2] not in ("]", "}")

    def where(self, at: int) -> Where:
        steps = tuple(step for step in self.open if step is not None)
        start = at if self.word is None else self.word
        closing = "".join("]" if kind == "[" else "}" for kind in reversed(self.kinds))
        return Where((*self.above, *steps), self.open[-1] is None, start, in_flow=True, closing=closing)


def mended(text: str, index: int, where: Where) -> str:
    """The text as it would be if the line that is typed ended at the index: with its quote and brackets closed, and a
    colon after its key."""
    word = text[where.start : index]
    quote = word[:1] if word[:1] in ('"', "'") and (len(word) == 1 or word[-1:] != word[0]) else ""
    colon = ":" if where.is_key and not where.in_flow and word.strip() and not word.rstrip().endswith(":") else ""
    return f"{text[:index]}{quote}{colon}{where.closing}{text[line_end(text, index) :]}"


def unquoted(word: str) -> str:
    """The text of a key or word as it is typed; its closing quote may be missing."""
    quote = word[:1]
    if quote not in ('"', "'") or not word:
        return word
    inner = word[1:-1] if len(word) > 1 and word.endswith(quote) else word[1:]
    return inner.replace("''", "'") if quote == "'" else inner.replace('\\"', '"')
