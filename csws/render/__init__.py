"""One file per output format, found in this table. Values in, text out: a renderer computes nothing.

A renderer's module must have `render(value, style) -> str`; it must escape whatever came from files.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from csws.render.style import Style

PLAN_FORMATS = {name: f"csws.render.plan_{name}" for name in ("text", "json", "markdown", "html", "github")}
DIAGNOSTICS_FORMATS = {
    name: f"csws.render.diagnostics_{name}" for name in ("text", "json", "github", "sarif", "junit", "gitlab")
}
RUNBOOK_FORMATS = {name: f"csws.render.runbook_{name}" for name in ("text", "markdown", "html")}
REPORT_FORMATS = {"text": "csws.render.report_text", "json": "csws.render.report_json"}


def renderer(formats: dict[str, str], name: str) -> Callable[[Any, Style], str]:
    """The renderer of a format that the table has; its module is imported only now."""
    render: Callable[[Any, Style], str] = import_module(formats[name]).render
    return render
