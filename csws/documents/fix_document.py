"""What else a finding is about, and how it can be corrected, as JSON. Both are left out where there is nothing."""

from __future__ import annotations

from typing import Any

from csws.model.diagnostic import Diagnostic
from csws.model.fix import Fix
from csws.model.place import Span

Json = dict[str, Any]


def related_and_fixes(item: Diagnostic) -> Json:
    """Corrections only as far as somebody has worked out their edits."""
    related = [{"message": other.message, **_place(other.span)} for other in item.related]
    fixes = [_fix(fix) for fix in item.fixes if fix.edits]
    return {**({"related": related} if related else {}), **({"fixes": fixes} if fixes else {})}


def _fix(fix: Fix) -> Json:
    edits = [{**_place(edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "certain": fix.certain, "edits": edits}


def _place(at: Span) -> Json:
    return {
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
    }
