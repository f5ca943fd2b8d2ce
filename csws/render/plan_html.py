"""A plan as one self-contained HTML page: no external resources, everything from files escaped. Of one
account it has no script; of several, one that only searches their table."""

from __future__ import annotations

from csws.model.run import Plan
from csws.render.html_page import page_text
from csws.render.review.page import Page, page
from csws.render.scores import blocks
from csws.render.style import Style
from csws.render.words import words_of


def render(plan: Plan, style: Style) -> str:
    view: Page = page(plan, style.about, words_of(style.language))
    script = "review/page.js" if view.rows else ""
    css = ("tokens.css", "review/page.css", *([blocks.STYLE, "review/scores.css"] if view.has_scores else []))
    return page_text("review/page.html.j2", css, script, page=view, **blocks.VALUES)
