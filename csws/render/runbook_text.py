"""The blocks of one step as text, for a guided run on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import count
from textwrap import wrap

from csws.render.runbook.blocks import Act, ClickGroup
from csws.render.runbook.runbook import ManualStep, Runbook
from csws.render.style import Style, shown


def render(book: Runbook, style: Style) -> str:
    return "".join(entry_text(entry, book, style) for entry in book.entries)


def entry_text(entry: ManualStep, book: Runbook, style: Style) -> str:
    say = book.words
    head = f"{say.plain('runbook.step', id=entry.id, all=book.all)}: {_plain(entry.title)}"
    lines = ["", style.paint(head, "bold")]
    lines += [f"  {say.plain('runbook.why', reason=entry.why)}"] if entry.why else []
    lines += [f"  {say.plain('runbook.ours')}"] if not entry.blocks else []
    for block in entry.blocks:
        lines += ["", f"  {style.paint(shown(block.title), 'cyan', 'bold')}  {' > '.join(block.way)}"]
        lines += [f"  {style.paint(block.warning, 'red', 'bold')}"] if block.warning else []
        lines += _acts((*block.acts, block.save), "    ", count(1))
        lines += [f"    {style.paint(block.check, 'dim')}"]
    return "\n".join(_folded(line, style) for line in lines) + "\n"


def _acts(acts: Iterable[Act | str], indent: str, numbers: Iterator[int]) -> Iterator[str]:
    for act in acts:
        if isinstance(act, ClickGroup):
            yield f"{indent}{_plain(act.heading)}"
            yield from _acts(act.acts, f"{indent}   ", numbers)
        else:
            yield f"{indent}{next(numbers)}. {_plain(act)}"


def _folded(line: str, style: Style) -> str:
    """Folds a line to the width of the terminal and indents the continuation. Colored lines are
    short."""
    indent = " " * (len(line) - len(line.lstrip()) + 3)
    return line if "\x1b" in line else "\n".join(wrap(line, style.width - 1, subsequent_indent=indent) or [""])


def _plain(html: object) -> str:
    """The text without our few HTML elements."""
    return shown(unescape(re.sub(r"</?[bi]>", "", str(html))))
