"""A sheet as one self-contained page. It has no script; what a picture shows, a table says."""

from __future__ import annotations

from csws.lab.results import Result
from csws.render.html_page import page_text
from csws.render.scores import blocks
from csws.render.scores.sheet import Level
from csws.render.scores.sheets import sheet_of
from csws.render.style import Style

_STYLE = ("tokens.css", blocks.STYLE, "scores/page.css")
_SIGNS = {Level.PLAIN: "", Level.GOOD: "✓", Level.WARN: "⚠", Level.BAD: "✕"}


def render(result: Result, style: Style) -> str:
    sheet = sheet_of(result, style.language)
    return page_text("scores/page.html.j2", _STYLE, sheet=sheet, about=result.about, signs=_SIGNS, **blocks.VALUES)
