"""The lines of a worksheet: values with their labels, and comments, at most 100 columns wide where the text allows it.

Knows no setting and no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from csws.model.fields import Value
from csws.model.scalar_text import scalar_text
from csws.model.yaml_text import flow_text
from csws.render.style import shown
from csws.render.width import columns, wrapped

WIDTH = 100
_COLUMN = 46  # of the labels
_WIDEST = 44  # column of values in a list of choices; a wider value moves what is said of it
_GAP = re.compile(r"(?<=[^ \\]) (?=[^ ])")  # where YAML takes a line break for the one space it is


def comment_lines(text: str, indent: int = 0) -> Iterator[str]:
    pad = f"{' ' * indent}# "
    yield from wrapped(text, WIDTH, pad, pad) if text else ()


def choice_lines(heading: str, choices: Iterable[tuple[str, str]], indent: int) -> Iterator[str]:
    """A comment for each choice: what to type, and what is said of it."""
    yield from comment_lines(heading, indent)
    rows, pad = list(choices), " " * indent
    widest = max((columns(value) for value, _ in rows if columns(value) <= _WIDEST), default=0)
    for value, about in rows:
        fill = " " * (widest - columns(value))
        yield _cut(f"{pad}#   {value}{fill}  {about}".rstrip(), len(pad) + 4 + len(value))


def _cut(line: str, least: int) -> str:
    """A line without what does not fit; its first characters, which somebody has to type, stay."""
    while columns(line) > WIDTH and len(line) > least + 1:
        line = f"{line[: max(least, len(line) - 2 - (columns(line) - WIDTH) // 2)].rstrip()}…"
        if len(line) <= least + 1:
            break
    return line


def value_lines(indent: int, key: str, value: Value, label: str) -> Iterator[str]:
    """A value with its label beside it, or above it where it is too wide."""
    head = f"{' ' * indent}{scalar_text(key)}:"
    line = f"{head} {_on_one_line(value)}"
    beside = line + " " * max(_COLUMN - columns(line), 0) + f"  # {shown(label)}"
    if columns(beside) <= WIDTH:
        yield beside
        return
    yield from comment_lines(shown(label), indent)
    if columns(line) <= WIDTH:
        yield line
    elif isinstance(value, tuple):
        yield head
        yield from (f"{' ' * indent}  - {scalar_text(item)}" for item in value)
    else:
        yield from _folded(line, " " * (indent + 2))


def _on_one_line(value: Value) -> str:
    if value == "":
        return "null"
    return flow_text(list(value)) if isinstance(value, tuple) else scalar_text(value)


def _folded(line: str, pad: str) -> Iterator[str]:
    """A long text over several lines, which YAML joins with spaces again."""
    begun, *words = _GAP.split(line)
    for word in words:
        if columns(begun) + 1 + columns(word) > WIDTH and begun.strip(" ") and not begun.endswith(":"):
            yield begun
            begun = f"{pad}{word}"
        else:
            begun = f"{begun} {word}"
    yield begun
