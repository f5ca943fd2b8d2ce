"""Findings as a GitLab code quality report (the subset of Code Climate's issues that GitLab
reads)."""

from __future__ import annotations

import json
from typing import Any

from csws.model.diagnostic import Diagnostic, Severity
from csws.model.findings import Findings, identities
from csws.render.style import Style, placed, shown

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(found: Findings, style: Style) -> str:
    rows = zip(found.diagnostics, identities(found.diagnostics), strict=True)
    return json.dumps([_issue(item, identity, style) for item, identity in rows], indent=2) + "\n"


def _issue(item: Diagnostic, identity: str, style: Style) -> dict[str, Any]:
    at = item.span
    return {
        "description": shown(item.message) + (f" {shown(item.hint)}" if item.hint else ""),
        "check_name": item.code,
        "fingerprint": identity,
        "severity": _SEVERITIES[item.severity],
        "location": {
            "path": placed(at.file if at else "csws.yaml", style),
            "lines": {"begin": at.line if at else 1, "end": at.end_line if at else 1},
        },
    }
