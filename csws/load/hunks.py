"""Two texts → the few replacements that turn one into the other. Knows no YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from csws.load.lines import BREAK, index_at, line_and_column
from csws.model.fix import TextEdit
from csws.model.place import Span


def text_edits(before: str, after: str, file: str) -> tuple[TextEdit, ...]:
    """The replacements in the order of the file; they do not overlap, and all have places in the old text."""
    return tuple(TextEdit(_span(before, start, end, file), text) for start, end, text in _replacements(before, after))


def applied(text: str, edits: Iterable[TextEdit]) -> str:
    """The text after edits that do not overlap, in any order."""
    for edit in sorted(edits, key=_start, reverse=True):
        start = index_at(text, edit.span.line, edit.span.column)
        end = index_at(text, edit.span.end_line, edit.span.end_column)
        text = text[:start] + edit.text + text[end:]
    return text


def overlap(edits: Iterable[TextEdit]) -> bool:
    """Whether two edits touch: then one of them would move or change what the other means."""
    return any(_end(one) >= _start(two) for one, two in pairwise(sorted(edits, key=_start)))


def _start(edit: TextEdit) -> tuple[str, int, int]:
    return edit.span.file, edit.span.line, edit.span.column


def _end(edit: TextEdit) -> tuple[str, int, int]:
    return edit.span.file, edit.span.end_line, edit.span.end_column


def _replacements(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Start and end in the old text, and the new text there."""
    one, two = _lines(before), _lines(after)
    starts = _starts(one)
    for tag, first, last, begin, end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _trimmed("".join(one[first:last]), "".join(two[begin:end]), starts[first])


def _trimmed(old: str, new: str, start: int) -> tuple[int, int, str]:
    """Without the characters that stay; a line end is never cut in two."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    while head and old[head - 1] == "\r":
        head -= 1
    while tail and old[len(old) - tail :].startswith("\n"):
        tail -= 1
    return start + head, start + len(old) - tail, new[head : len(new) - tail]


def _common(one: str, two: str) -> int:
    size = min(len(one), len(two))
    return next((at for at in range(size) if one[at] != two[at]), size)


def _lines(text: str) -> list[str]:
    """The lines with their ends."""
    ends = [found.end() for found in BREAK.finditer(text)]
    bounds = [0, *ends, *([len(text)] if not ends or ends[-1] < len(text) else [])]
    return [text[start:end] for start, end in pairwise(bounds)]


def _starts(lines: list[str]) -> list[int]:
    out = [0]
    for line in lines:
        out.append(out[-1] + len(line))
    return out


def _span(text: str, start: int, end: int, file: str) -> Span:
    return Span(file, *line_and_column(text, start), *line_and_column(text, end))
