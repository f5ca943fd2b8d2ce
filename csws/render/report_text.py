"""A report as text: for each account what was done, or why nothing was."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.report import AccountReport, Report
from csws.render.diagnostics_text import findings_text
from csws.render.style import Style, shown


def render(report: Report, style: Style) -> str:
    errors = tuple(found for found in report.diagnostics if found.is_error and not found.guard)
    accounts = "".join("\n".join(_lines(item, style)) + "\n" for item in report.accounts)
    return findings_text(errors, style) + accounts


def _lines(report: AccountReport, style: Style) -> Iterator[str]:
    name = style.paint(shown(report.account), "bold")
    if report.error is not None:
        yield f"{name}: {style.paint('not applied', 'red', 'bold')}. {shown(report.error.message)}"
        if report.error.hint:
            yield f"  → {shown(report.error.hint)}"
        return
    for step in report.steps:
        if step.id in report.done:
            yield f"{name}: {style.paint('done', 'green')} {step.id}. {shown(step.summary)}"
    if not report.done:
        yield f"{name}: nothing to do; the account is as the plan says (revision {report.after})."
        return
    steps = f"{len(report.done)} step{'' if len(report.done) == 1 else 's'}"
    yield f"{name}: {style.paint('applied', 'green', 'bold')} {steps}, revision {report.before} → {report.after}."
