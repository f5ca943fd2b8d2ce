"""A runbook as a Markdown checklist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from markupsafe import Markup

from csws.render.runbook.blocks import Act, Block, ClickGroup
from csws.render.runbook.runbook import ManualStep, Runbook
from csws.render.style import Style, shown

# Characters that Markdown would read as markup.
_MARKUP = re.compile(r"([\\`*_\[\]#|<>~]|&(?=#?\w+;))")


def render(book: Runbook, style: Style) -> str:
    return "\n".join(_page(book)) + "\n"


def _page(book: Runbook) -> Iterator[str]:
    say = book.words
    yield f"# {say.plain('runbook.title', account=book.account)}"
    yield ""
    yield from (say.plain("runbook.intro"), "", say.plain("runbook.labels"), "")
    yield f"{say.plain('runbook.open')}: <{book.url}>"
    yield from _overtaken(book)
    for entry in book.entries:
        yield from _entry(entry, book)
    yield from ("", "---", "", say.plain("runbook.record"), "", "```", book.record, "```", "", say.plain("runbook.who"))
    yield from ("", f"{say.plain('runbook.run', run=book.run)}, `{book.digest}`")


def _overtaken(book: Runbook) -> Iterator[str]:
    if book.overtaken:
        yield from ("", f"**{book.words.plain('runbook.overtaken')}**", "", "```", book.give_up, "```", "")
        yield from (f"- {text(sentence)}" for sentence in book.overtaken)


def _entry(entry: ManualStep, book: Runbook) -> Iterator[str]:
    say = book.words
    yield ""
    yield f"## {say.plain('runbook.step', id=entry.id, all=book.all)}: {text(entry.title)}"
    yield ""
    if entry.why:
        yield text(say.say("runbook.why", reason=Markup("{}").format(entry.why)))
        yield ""
    if not entry.blocks:
        yield f"- [ ] {say.plain('runbook.ours')}"
    for block in entry.blocks:
        yield from _block(block, say.plain("runbook.go"))


def _block(block: Block, go: str) -> Iterator[str]:
    yield f"### {text(Markup('{}').format(block.title))}"
    yield ""
    if block.warning:
        yield f"**{block.warning}**"
        yield ""
    yield f"{go}: {' > '.join(block.way)}"
    yield ""
    yield from _acts(block.acts, "")
    yield from (f"- [ ] {text(block.save)}", f"- [ ] {block.check}", "")


def _acts(acts: tuple[Act, ...], indent: str) -> Iterator[str]:
    for act in acts:
        if isinstance(act, ClickGroup):
            yield f"{indent}- {text(act.heading)}"
            yield from _acts(act.acts, f"{indent}  ")
        else:
            yield f"{indent}- [ ] {text(act)}"


def text(html: Markup | str) -> str:
    """Our few HTML elements as Markdown; everything else is escaped."""
    parts = re.split(r"(</?[bi]>)", str(html))
    signs = {"<b>": "**", "</b>": "**", "<i>": "*", "</i>": "*"}
    return "".join(signs.get(part) or _MARKUP.sub(r"\\\1", shown(unescape(part))) for part in parts)
