"""A plan as one self-contained HTML page: no scripts, no external resources, everything from files
escaped."""

from __future__ import annotations

from csws.model.run import Plan
from csws.render.html_page import page_text
from csws.render.review.account import Page, page
from csws.render.style import Style
from csws.render.words import words_of


def render(plan: Plan, style: Style) -> str:
    view: Page = page(plan, words_of(style.language))
    return page_text("review/page.html.j2", ("tokens.css", "review/page.css"), page=view)
