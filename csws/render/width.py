"""How wide text is on a terminal, and text wrapped to a width. Knows no format and no color but its
codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category, east_asian_width

_CODE = re.compile("\x1b\\[[0-9;]*m")
# What stays on one line: a command or a name in backticks with the sign after it, a character of
# East Asia with the signs around it, or a word.
_UNIT = re.compile(r"\s+|[^\s`]*`[^`]*`[^\s`]*|[^\s`]+|`")
_OPENS, _CLOSES = "“‘（《「", "，。、；：？！”’）》」,.;:?!)"


def columns(text: str) -> int:
    """The columns that a text takes: characters of East Asia take two, marks on others and colors none."""
    if text.isascii() and "\x1b" not in text:
        return len(text)
    return sum(map(_columns, _CODE.sub("", text)))


@cache  # a plan has few characters, many times
def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The lines of a text, the first one after `first`, the others after `rest`.

    What stands in backticks is not broken, so that a command can be copied; what is wider than a
    whole line gets a line of its own.
    """
    lines, line, gap = [], first, ""
    for unit in _units(text):
        if unit.isspace():
            gap = unit
        elif columns(line) + len(gap) + columns(unit) <= width or line in (first, rest):
            line, gap = line + (gap if line not in (first, rest) else "") + unit, ""
        else:
            lines.append(line)
            line, gap = _begun(rest, unit, width) + unit, ""
    return [*lines, line.rstrip()]


def _begun(rest: str, unit: str, width: int) -> str:
    """The beginning of a line; an indent gives way to what is too wide beside it."""
    return rest if rest.strip() else rest[: max(width - columns(unit), 0)]


def _units(text: str) -> Iterator[str]:
    for unit in _UNIT.findall(text):
        if unit.isascii() or "`" in unit or unit.isspace():
            yield unit
        else:
            yield from _parts(unit)


def _parts(word: str) -> Iterator[str]:
    """Where a line may end in a word: beside every wide character, but not before a sign that closes."""
    part = ""
    for character in word:
        wide = east_asian_width(character) in "WF" or (part and east_asian_width(part[-1]) in "WF")
        if part and wide and character not in _CLOSES and part[-1] not in _OPENS:
            yield part
            part = ""
        part += character
    yield part
