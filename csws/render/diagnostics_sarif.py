"""Findings as SARIF 2.1.0 (OASIS), for code scanning: rules with their help, and identities that
survive edits."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from csws import __version__
from csws.model.diagnostic import Diagnostic, Severity, Span
from csws.model.findings import Findings, identities, most_important
from csws.model.fix import Fix
from csws.model.rule import Rule
from csws.render.json_text import json_text
from csws.render.style import Style, placed, shown

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST = 5000  # the limit of GitHub's code scanning for one run; the most important come first


def render(found: Findings, style: Style) -> str:
    index = {rule.code: number for number, rule in enumerate(found.rules)}
    ordered = tuple(most_important(found.diagnostics))
    rows = list(zip(ordered, identities(ordered), strict=True))
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "csws", "version": __version__, "rules": [_rule(rule) for rule in found.rules]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(len(rows))],
        "results": [_result(item, identity, index, style) for item, identity in rows[:_MOST]],
    }
    return json_text(
        {
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _invocation(count: int) -> dict[str, Any]:
    """Whether the check finished, and how many findings had no room."""
    if count <= _MOST:
        return {"executionSuccessful": True}
    text = f"{count - _MOST} more findings are not listed. `csws validate` shows all of them."
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    parts = [("", rule.reason), ("What to do: ", rule.hint), ("Source: ", rule.source)]
    help_text = "\n\n".join(head + text.strip() for head, text in parts)
    return {
        "id": rule.code,
        "shortDescription": {"text": f"{rule.law[0].upper()}{rule.law[1:]}."},
        "fullDescription": {"text": rule.reason},
        "help": {"text": help_text, "markdown": f"{help_text}\n\n```yaml\n{rule.good.strip()}\n```"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(item: Diagnostic, identity: str, index: dict[str, int], style: Style) -> dict[str, Any]:
    number = {"ruleIndex": index[item.code]} if item.code in index else {}
    return {
        "ruleId": item.code,
        **number,
        "level": _LEVELS[item.severity],
        "message": {"text": _message(item)},
        "locations": [{"physicalLocation": _place(item.span, style)}],
        **_related(item, style),
        **_fixes(item, style),
        "partialFingerprints": {"cswsFinding/v1": identity},
        "properties": {"accounts": list(item.accounts), "address": item.address},
    }


def _related(item: Diagnostic, style: Style) -> dict[str, Any]:
    found = [
        {"physicalLocation": _place(other.span, style), "message": {"text": _plain(other.message)}}
        for other in item.related
    ]
    return {"relatedLocations": found} if found else {}


def _fixes(item: Diagnostic, style: Style) -> dict[str, Any]:
    """The corrections whose edits somebody has worked out, file by file."""
    found = [
        {"description": {"text": _plain(fix.title)}, "artifactChanges": _changes(fix, style)}
        for fix in item.fixes
        if fix.edits
    ]
    return {"fixes": found} if found else {}


def _changes(fix: Fix, style: Style) -> list[dict[str, Any]]:
    files = dict.fromkeys(edit.span.file for edit in fix.edits)
    return [
        {
            "artifactLocation": _artifact(file, style),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
                for edit in fix.edits
                if edit.span.file == file
            ],
        }
        for file in files
    ]


def _message(item: Diagnostic) -> str:
    return _plain(item.message + (f" {item.hint}" if item.hint else ""))


def _plain(text: str) -> str:
    """Plain text: brackets are escaped, because SARIF reads `[words](place)` as a link."""
    return shown(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _place(at: Span | None, style: Style) -> dict[str, Any]:
    """A finding without a place is shown at the top of csws.yaml, because viewers need a place."""
    where = {"artifactLocation": _artifact(at.file if at else "csws.yaml", style)}
    return {**where, "region": _region(at) if at else {"startLine": 1}}


def _artifact(file: str, style: Style) -> dict[str, Any]:
    return {"uri": quote(placed(file, style), errors="replace"), "uriBaseId": "%SRCROOT%"}


def _region(at: Span) -> dict[str, Any]:
    return {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column}
