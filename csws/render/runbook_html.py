"""A runbook as one self-contained HTML checklist, with the style of the review page."""

from __future__ import annotations

from csws.render.plan_html import page_text
from csws.render.runbook.runbook import Runbook
from csws.render.style import Style


def render(book: Runbook, style: Style) -> str:
    return page_text("runbook.html.j2", book=book)
