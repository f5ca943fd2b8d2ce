"""The steps of a runbook as text, for a guided run on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from markupsafe import Markup, escape

from csws.render.runbook.parts import ActGroup, Acts, ManualStep, Runbook, Visit
from csws.render.runbook.text_of import act_line, converted, heading, sentences, way_to
from csws.render.style import Style, shown
from csws.render.width import wrapped
from csws.render.words import Words


def render(book: Runbook, style: Style) -> str:
    return "".join(entry_text(entry, book, style) for entry in book.entries)


def entry_text(entry: ManualStep, book: Runbook, style: Style) -> str:
    head = heading(entry, book)
    lines = ["", style.paint(_plain(head), "bold")]
    for name, text in (("runbook.why", entry.why), ("runbook.affected", entry.who)):
        lines += [_fact(name, sentences(text, book.words), book)] if text else []
    lines += _visit(entry.visit, book, style) if entry.visit else [f"  {entry.nothing}"]
    return "\n".join(_folded(line, style) for line in lines) + "\n"


def _visit(visit: Visit, book: Runbook, style: Style) -> Iterator[str]:
    yield _fact("runbook.where", way_to(visit, book, " > "), book)
    if visit.warning:
        yield f"  {style.paint(visit.warning, 'red', 'bold')}"
    if visit.opening:
        yield f"  {_plain(visit.opening)}"
    numbers = count(1)
    for page in visit.pages:
        yield from ("", f"  {style.paint(_plain(page.title), 'cyan', 'bold')}")
        yield from _acts(page.acts, "    ", numbers, book.words)
    yield from ("", f"  {style.paint(visit.check, 'dim')}")


def _fact(name: str, text: Markup, book: Runbook) -> str:
    said = book.words.say("list.fact", name=escape(book.words.plain(name)), text=text)
    return f"  {_plain(said)}"


def _acts(acts: Iterable[Acts], indent: str, numbers: Iterator[int], words: Words) -> Iterator[str]:
    for act in acts:
        if isinstance(act, ActGroup):
            yield f"{indent}{_plain(act.heading)}"
            yield from _acts(act.acts, f"{indent}   ", numbers, words)
        else:
            yield f"{indent}{next(numbers)}. {_plain(act_line(act, words))}"


def _folded(line: str, style: Style) -> str:
    """Folds a line to the width of the terminal and indents the continuation. Colored lines are
    short."""
    if not line or "\x1b" in line:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return "\n".join(wrapped(line.lstrip(), style.width - 1, indent, f"{indent}   "))


def _plain(html: Markup) -> str:
    return converted(html, shown, {})
