"""A report as text: for each account what was done, or why nothing was."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.report import AccountReport
from csws.model.run import Report
from csws.render.change_words import counted
from csws.render.diagnostics_text import findings_text
from csws.render.style import Style, shown


def render(report: Report, style: Style) -> str:
    errors = tuple(found for found in report.diagnostics if found.is_error and not found.guard)
    accounts = "".join("\n".join(_lines(item, style)) + "\n" for item in report.accounts)
    return findings_text(errors, style) + accounts


def _lines(report: AccountReport, style: Style) -> Iterator[str]:
    name = style.paint(shown(report.account), "bold")
    yield from (
        f"{name}: {style.paint('done', 'green')} {step.id}. {shown(step.summary)}"
        for step in report.steps
        if step.id in report.done
    )
    if report.error is not None:
        yield from _unfinished(report, name, style)
    elif not report.done:
        yield f"{name}: nothing to do; the account is as the plan says (revision {report.after})."
    else:
        steps = counted(len(report.done), "step")
        yield f"{name}: {style.paint('applied', 'green', 'bold')} {steps}, revision {report.before} → {report.after}."


def _unfinished(report: AccountReport, name: str, style: Style) -> Iterator[str]:
    """Why it stopped, and what became of the steps that are not done."""
    assert report.error is not None
    failed = dict(report.failed)
    for step in report.steps if report.exit_code == 6 else ():
        word = {"failed": "failed", "waiting": "waits", "never_tried": "never tried"}.get(report.status(step.id))
        if word:
            why = f" {shown(failed[step.id])}" if step.id in failed else ""
            yield f"{name}: {style.paint(word, 'yellow')} {step.id}. {shown(step.summary)}{why}"
    head = {
        True: ("waits for a person", "yellow"),
        False: ("stopped part-way" if report.exit_code == 6 else "not applied", "red"),
    }
    words, look = head[bool(report.waiting)]
    yield f"{name}: {style.paint(words, look, 'bold')}. {shown(report.error.message)}"
    if report.error.hint:
        yield f"  → {shown(report.error.hint)}"
    if report.runbook:
        yield f"  → The runbook: {shown(report.runbook)}"
