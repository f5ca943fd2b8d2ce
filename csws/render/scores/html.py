"""A sheet as one self-contained page. It has no script; what a picture shows, a table says."""

from __future__ import annotations

from csws.kinds.health_scores.bands import Band
from csws.lab.results import Result
from csws.render.html_page import page_text
from csws.render.scores.drawn import drawn
from csws.render.scores.sheet import Facts, Figures, Level, Notes, Picture, Table
from csws.render.scores.sheets import sheet_of
from csws.render.style import Style

_STYLE = ("tokens.css", "scores/page.css")
_KINDS = {Figures: "figures", Notes: "notes", Facts: "facts", Table: "table", Picture: "picture"}
_SIGNS = {Level.PLAIN: "", Level.GOOD: "✓", Level.WARN: "⚠", Level.BAD: "✕"}
_LOOKS = {Band.AT_RISK: "bad", Band.NEUTRAL: "mid", Band.HEALTHY: "good"}


def render(result: Result, style: Style) -> str:
    sheet = sheet_of(result, style.language)
    return page_text(
        "scores/page.html.j2",
        _STYLE,
        sheet=sheet,
        about=result.about,
        kind_of=lambda block: _KINDS[type(block)],
        signs=_SIGNS,
        looks=_LOOKS,
        drawn=drawn,
    )
