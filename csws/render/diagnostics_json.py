"""Findings as the JSON document of SPEC §3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csws.documents.fix_document import related_and_fixes
from csws.documents.plan_document import diagnostic_document
from csws.model.diagnostic import Diagnostic
from csws.model.findings import Findings
from csws.model.plan import DOCUMENT_FORMAT
from csws.render.json_text import json_text
from csws.render.style import Style


def render(found: Findings, style: Style) -> str:
    return json_text(findings_document(found.diagnostics, valid=found.is_valid(strict=style.strict)))


def findings_document(
    found: Iterable[Diagnostic], *, valid: bool, error: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "format_version": DOCUMENT_FORMAT,
        "error": error,
        "valid": valid,
        "diagnostics": [{**diagnostic_document(item), **related_and_fixes(item)} for item in found],
    }
