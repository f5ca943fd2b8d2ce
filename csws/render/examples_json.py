"""What came of examples, as a JSON document."""

from __future__ import annotations

from typing import Any

from csws.documents.plan_document import diagnostic_document
from csws.model.examples import Examples, Ran
from csws.model.plan import FORMAT_VERSION
from csws.render.json_text import json_text
from csws.render.style import Style


def render(found: Examples, style: Style) -> str:
    return json_text(document(found))


def document(found: Examples, error: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "error": error,
        "files": list(found.files),
        "failed": found.failed,
        "examples": [_example(one) for one in found.ran],
        "diagnostics": [diagnostic_document(item) for item in found.findings],
    }


def _example(one: Ran) -> dict[str, Any]:
    return {
        "account": one.account,
        "name": one.name,
        "file": one.span.file,
        "line": one.span.line,
        "holds": one.holds,
        "misses": list(one.misses),
        "because": list(one.because),
    }
