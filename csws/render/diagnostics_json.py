"""Findings as the JSON document of SPEC §3."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.findings import Findings
from csws.model.plan import FORMAT_VERSION
from csws.model.plan_document import diagnostic_document
from csws.render.json_text import json_text
from csws.render.style import Style


def render(found: Findings, style: Style) -> str:
    bad = (Severity.ERROR, Severity.WARNING) if style.strict else (Severity.ERROR,)
    return json_text(
        {
            "format_version": FORMAT_VERSION,
            "error": None,
            "valid": not any(item.severity in bad for item in found.diagnostics),
            "diagnostics": [diagnostic_document(item) for item in found.diagnostics],
        }
    )
