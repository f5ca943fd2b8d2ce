"""A runbook as one self-contained HTML checklist. Its script remembers ticks, copies values and builds
the command; without it the page is complete."""

from __future__ import annotations

from csws.model.runs import ranges
from csws.render.html_page import page_text
from csws.render.runbook.parts import Runbook
from csws.render.runbook.text_of import heading, way_to
from csws.render.style import Style

_STYLE = ("tokens.css", "runbook/page.css")


def render(book: Runbook, style: Style) -> str:
    steps = [(entry, heading(entry, book)) for entry in book.entries]
    command = f"{book.prefix} {ranges(book.manual)} --by NAME"
    values = {"book": book, "steps": steps, "command": command, "way_to": way_to}
    return page_text("runbook/page.html.j2", _STYLE, "runbook/page.js", **values)
