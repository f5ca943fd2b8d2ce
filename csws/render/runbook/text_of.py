"""The HTML of a runbook's sentences as other text: our few elements, given over to the format, and
the line of an act. Knows no format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import reduce
from html import unescape

from markupsafe import Markup, escape

from csws.render.markup import tagged
from csws.render.runbook.parts import Act, CopyValue, ManualStep, Runbook, Visit
from csws.render.words import Words

_ELEMENT = re.compile(r'(</?[bi]>|<span lang="en">|</span>)')


def converted(html: Markup, text: Callable[[str], str], signs: dict[str, str]) -> str:
    """Each element as its sign, what is between them as `text` makes it."""
    parts = _ELEMENT.split(str(html))
    return "".join(signs.get(part, "") if at % 2 else text(unescape(part)) for at, part in enumerate(parts))


def act_line(act: Act, words: Words) -> Markup:
    """The whole act in one line: `Choose in Teams: EMEA CSM`."""
    values = words.listed([_value(value, words) for value in act.values])
    line = sentences([act.lead, values], words)
    return line + Markup(" · ") + act.now if act.now else line


def _value(value: CopyValue, words: Words) -> Markup:
    text = tagged("b", value.text)
    beside = value.name or value.url
    return words.say("list.beside", text=text, name=escape(beside)) if beside else text


def sentences(items: Iterable[Markup], words: Words) -> Markup:
    """One after the other, with the language's space between them."""
    return words.listed([item for item in items if item], "list.between")


def heading(entry: ManualStep, book: Runbook) -> Markup:
    numbers = {"id": Markup(entry.id), "all": Markup(book.all)}
    return book.words.say("runbook.heading", **numbers, title=entry.title)


def way_to(visit: Visit, book: Runbook, between: str) -> Markup:
    """The way to a place, with what the format puts between its parts."""
    ways = [Markup(between).join(way) for way in visit.ways]
    return reduce(lambda way, other: book.words.say("runbook.or", way=way, other=other), ways)
