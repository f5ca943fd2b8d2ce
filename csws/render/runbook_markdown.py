"""A runbook as a Markdown checklist: one box for each setting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from csws.model.runs import ranges
from csws.render.markup import tagged
from csws.render.runbook.parts import ActGroup, Acts, ManualStep, Page, Runbook, Visit
from csws.render.runbook.text_of import act_line, converted, heading, sentences, way_to
from csws.render.style import Style, shown
from csws.render.words import Words

# Characters that Markdown would read as markup.
_MARKUP = re.compile(r"([\\`*_\[\]#|<>~]|&(?=#?\w+;))")
_SIGNS = {"<b>": "**", "</b>": "**", "<i>": "*", "</i>": "*"}


def render(book: Runbook, style: Style) -> str:
    return "\n".join(_page(book)) + "\n"


def _page(book: Runbook) -> Iterator[str]:
    say = book.words
    yield f"# {say.plain('runbook.title', account=book.account)}"
    yield from ("", say.plain("runbook.intro"), "", say.plain("runbook.labels"), "")
    yield from (_fact("runbook.open", Markup("<{}>").format(book.url), book), "")
    yield say.plain("runbook.stop")
    yield from _overtaken(book)
    for entry in book.entries:
        yield from _entry(entry, book)
    if book.manual and not book.overtaken:
        yield from ("", f"## {say.plain('runbook.record')}", "", say.plain("runbook.record_all"))
        yield from ("", "```", f"{book.prefix} {ranges(book.manual)} --by NAME", "```")
    yield from ("", say.plain("runbook.run", run=book.run, digest=book.digest))


def _overtaken(book: Runbook) -> Iterator[str]:
    if book.overtaken:
        yield from ("", f"**{book.words.plain('runbook.overtaken')}**")
        yield from ("", "```", book.give_up, "```", "")
        yield from (f"- {text(sentence)}" for sentence in book.overtaken)


def _entry(entry: ManualStep, book: Runbook) -> Iterator[str]:
    head = heading(entry, book)
    yield from ("", f"## {text(head)}", "")
    for name, why in (("runbook.why", entry.why), ("runbook.affected", entry.who)):
        if why:
            yield from (text(_labeled(name, sentences(why, book.words), book)), "")
    if entry.visit:
        yield from _visit(entry.visit, book)
    else:
        yield entry.nothing


def _visit(visit: Visit, book: Runbook) -> Iterator[str]:
    if visit.warning:
        yield from (f"**{visit.warning}**", "")
    yield from (text(_labeled("runbook.where", way_to(visit, book, " › "), book)), "")
    if visit.opening:
        yield from (text(visit.opening), "")
    for page in visit.pages:
        yield from _tab(page, book.words)
    yield visit.check


def _tab(page: Page, words: Words) -> Iterator[str]:
    yield from (f"### {text(page.title)}", "")
    yield from _acts(page.acts, "", words)
    yield ""


def _acts(acts: tuple[Acts, ...], indent: str, words: Words) -> Iterator[str]:
    for act in acts:
        if isinstance(act, ActGroup):
            yield f"{indent}- {text(act.heading)}"
            yield from _acts(act.acts, f"{indent}  ", words)
        else:
            yield f"{indent}- [ ] {text(act_line(act, words))}"


def _labeled(name: str, said: Markup, book: Runbook) -> Markup:
    label = tagged("b", book.words.plain(name))
    return book.words.say("list.fact", name=label, text=said)


def _fact(name: str, said: Markup, book: Runbook) -> str:
    return book.words.plain("list.fact", name=book.words.plain(name), text=said)


def text(html: Markup) -> str:
    """Our few HTML elements as Markdown; everything else is escaped."""
    return converted(html, _escaped, _SIGNS)


def _escaped(part: str) -> str:
    """A sign stands for each line break of a value."""
    return _MARKUP.sub(r"\\\1", " ⏎ ".join(map(shown, part.split("\n"))))
