"""A Report as the JSON document of SPEC §3."""

from __future__ import annotations

from typing import Any

from csws.documents.plan_document import diagnostic_document, failure_document
from csws.model.plan import DOCUMENT_FORMAT, Step
from csws.model.report import AccountReport
from csws.model.reports import Report


def head_document(report: Report, version: str, error: dict[str, Any] | None = None) -> dict[str, Any]:
    """All but the accounts."""
    return {
        "format_version": DOCUMENT_FORMAT,
        "csws_version": version,
        "error": error,
        "exit_code": report.exit_code,
        "diagnostics": [diagnostic_document(item) for item in report.diagnostics],
    }


def account_document(report: AccountReport) -> dict[str, Any]:
    return {
        "account": report.account,
        "target": report.target,
        "digest": report.digest,
        "run": report.run,
        "already": report.already,
        "exit_code": report.exit_code,
        "error": failure_document(report.error),
        "revision": {"before": report.before, "after": report.after},
        "done": list(report.done),
        "done_before": [item.step for item in report.done_before],
        "failed": [{"id": identity, "message": message} for identity, message in report.failed],
        "never_tried": list(report.never_tried),
        "waiting": list(report.waiting),
        "runbook": report.runbook,
        "notes": list(report.notes),
        "steps": [_step(step, report) for step in report.steps],
        "diagnostics": [diagnostic_document(item) for item in report.diagnostics],
    }


def _step(step: Step, report: AccountReport) -> dict[str, Any]:
    before = next((item for item in report.done_before if item.step == step.id), None)
    return {
        "id": step.id,
        "action": step.action.value,
        "address": str(step.address),
        "summary": step.summary,
        "status": report.status(step.id),
        "by": before.who if before else None,
        "at": (before.at or None) if before else None,
        "remark": dict(report.remarks).get(step.id),
    }
