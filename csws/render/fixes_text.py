"""Corrections as text: what each does, and the lines that change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from csws.model.diagnostic import Diagnostic
from csws.render.change_words import counted
from csws.render.style import Style, shown

_LOOKS = {"+": "green", "-": "red"}


def fixes_text(made: list[tuple[Diagnostic, str]], changed: Iterable[tuple[str, str, str]], style: Style) -> str:
    """`made` are findings with the titles of their corrections; `changed` are files with their texts before and
    after."""
    if not made:
        return "No correction is certain; nothing was changed."
    lines = [f"{counted(len(made), 'correction')}:", *(_line(found, title) for found, title in made)]
    for file, before, after in changed:
        lines += _difference(file, before, after, style)
    return "\n".join(lines)


def _line(found: Diagnostic, title: str) -> str:
    where = f"{shown(found.span.file)}:{found.span.line}: " if found.span else ""
    return f"  {where}{shown(found.message)} {shown(title)}."


def _difference(file: str, before: str, after: str, style: Style) -> Iterator[str]:
    """The lines that change, with one around them."""
    yield f"{shown(file)}:"
    for line in list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]:
        looks = _LOOKS.get(line[:1])
        yield f"  {style.paint(shown(line), looks) if looks else shown(line)}"
