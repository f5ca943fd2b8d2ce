"""One file per output format and one per language, found in these tables. Values in, text out: a
renderer computes nothing.

A renderer's module must have `render(value, style)`, which returns the text, or yields it in pieces
if it may be long. It must escape everything that comes from files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from csws.render.style import Style

PLAN_FORMATS = {name: f"csws.render.plan_{name}" for name in ("text", "json", "markdown", "html", "github")}
DIAGNOSTICS_FORMATS = {
    name: f"csws.render.diagnostics_{name}" for name in ("text", "json", "github", "sarif", "junit", "gitlab")
}
WITH_FIXES = ("json", "sarif")  # formats that show what corrections change
RUNBOOK_FORMATS = {name: f"csws.render.runbook_{name}" for name in ("text", "markdown", "html")}
SCORE_FORMATS = {
    "json": "csws.render.scores.document",
    **{name: f"csws.render.scores.{name}" for name in ("text", "markdown", "html")},
}
EXAMPLES_FORMATS = {name: f"csws.render.examples_{name}" for name in ("text", "json", "junit")}
REPORT_FORMATS = {"text": "csws.render.report_text", "json": "csws.render.report_json"}

LANGUAGES = {"en": "en", "nb": "nb", "no": "nb", "zh": "zh"}  # a value of `--language` → its file in words/


def pieces(formats: dict[str, str], name: str, value: Any, style: Style) -> Iterable[str]:
    """Renders a value in a format of the table, piece by piece. Imports the format's module only
    now."""
    text: str | Iterable[str] = import_module(formats[name]).render(value, style)
    return (text,) if isinstance(text, str) else text


def renderer(formats: dict[str, str], name: str) -> Callable[[Any, Style], str]:
    """The function that renders a value as one text."""
    return lambda value, style: "".join(pieces(formats, name, value, style))
