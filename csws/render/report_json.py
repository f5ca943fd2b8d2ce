"""A report as the JSON document of SPEC §3."""

from __future__ import annotations

from csws import __version__
from csws.model.report_document import to_document
from csws.model.run import Report
from csws.render.json_text import json_text
from csws.render.style import Style


def render(report: Report, style: Style) -> str:
    return json_text(to_document(report, __version__))
