"""Sentences as a terminal shows them: our few elements become signs, and everything is in lines of its
width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from markupsafe import Markup

from csws.render.style import Style
from csws.render.width import columns, padded, wrapped

_BESIDE = re.compile("</b> <code>(.*?)</code>")
_ELEMENT = re.compile("</?(?:b|i|s|code|span)(?: [a-z]+=[^>]*)?>")


@lru_cache(maxsize=4096)  # labels and names come again and again
def terminal_text(html: Markup) -> str:
    """An internal name beside its label is put in brackets."""
    text = str(html)
    if "<" in text:
        text = _ELEMENT.sub("", _BESIDE.sub(r"</b> (\1)", text))
    return unescape(text) if "&" in text else text


def paragraph(text: str, style: Style, indent: int = 0, hanging: int = 0) -> Iterator[str]:
    """A text in lines of the terminal's width."""
    yield from wrapped(text, style.width, " " * indent, " " * (indent + hanging))


def table(rows: Iterable[tuple[str, str]], style: Style, indent: int = 2) -> Iterator[str]:
    """Names, and beside each what is said of it."""
    found = list(rows)
    column = indent + max((columns(name) for name, _ in found), default=0) + 2
    for name, text in found:
        first, *rest = wrapped(text, style.width, padded(" " * indent + name, column), " " * column)
        yield f"{' ' * indent}{style.paint(name, 'dim')}{first[indent + len(name) :]}"
        yield from rest
