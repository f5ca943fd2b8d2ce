"""A report as text: for each account what was done, or why nothing was. Accounts with the same
result are shown once.

For several accounts a summary comes last, where it stays visible on a terminal. It begins with the
failures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csws.errors import ApplyUnfinished, ConfigInvalid, GuardRefused, NotPermitted, StalePlan
from csws.model.grouping import Group
from csws.model.report import AccountReport
from csws.model.reports import Report, ReportHead
from csws.render.change_words import counted
from csws.render.diagnostics_text import findings_text
from csws.render.names import names_text, some_names
from csws.render.run_words import runbook_files
from csws.render.style import Style, shown
from csws.render.width import wrapped

_BEGUN = ApplyUnfinished.exit_code
_STALE = StalePlan.exit_code
_REFUSED = {ConfigInvalid.exit_code, GuardRefused.exit_code, NotPermitted.exit_code}  # before anything was begun
_SPELLED_OUT = 8  # accounts; if there are more, successful steps are only counted


def render(report: Report, style: Style) -> Iterator[str]:
    errors = tuple(found for found in report.diagnostics if found.is_error and not found.guard)
    yield findings_text(errors, style)
    steps = len(report.heads) <= _SPELLED_OUT
    for group in sorted(report.groups, key=lambda group: group.heads[0].exit_code != 0):
        if steps or group.heads[0].exit_code:
            yield _folded(_lines(group, report.accounts[group.at], style), style)
    if len(report.heads) > 1:
        yield _folded(_summary(report.heads, style), style)


def _folded(lines: Iterable[str], style: Style) -> str:
    """In lines of the terminal's width. What goes on is indented, below an arrow by two more."""
    out = []
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        rest = indent + ("  " if line else "")
        out += wrapped(line.lstrip(), style.width, indent, rest)
    return "\n".join(out) + "\n"


def _lines(group: Group[ReportHead], report: AccountReport, style: Style) -> Iterator[str]:
    name = style.paint(names_text(group.names), "bold")
    remarks = {at: f" {shown(remark)}" for at, remark in report.remarks}
    yield from (
        f"{name}: {style.paint('done', 'green')} {step.id}. {shown(step.summary)}{remarks.get(step.id, '')}"
        for step in report.steps
        if step.id in report.done
    )
    yield from (f"{name}: {line}" for line in _before(report, style))
    yield from (f"{name}: {shown(note)}" for note in report.notes)
    each = " each" if len(group.heads) > 1 else ""
    if report.error is not None:
        yield from _unfinished(report, name, "For example: " if each else "", style)
    elif not report.done and report.after is not None:
        where = "" if each else f" (revision {report.after})"
        yield f"{name}: nothing to do; the account already matches the plan{where}."
    elif report.done:
        where = each or f", revision {report.before} → {report.after}"
        yield f"{name}: {style.paint('applied', 'green', 'bold')} {counted(len(report.done), 'step')}{where}."


def _before(report: AccountReport, style: Style) -> Iterator[str]:
    """The steps that were done before, by whom and when; in full where something is still to be done."""
    if report.error is None and report.done:
        return
    summaries = {step.id: f" {shown(step.summary)}" for step in report.steps}
    for item in report.done_before:
        who = " ".join(part for part in (f"by {shown(item.who)}" if item.who else "", item.at) if part)
        told = f" ({who})" if who else ""
        yield f"{style.paint('done before', 'green')} {item.step}.{summaries.get(item.step, '')}{told}"


def _unfinished(report: AccountReport, name: str, prefix: str, style: Style) -> Iterator[str]:
    """Why the run stopped, and the state of the steps that are not done."""
    assert report.error is not None
    failed = dict(report.failed)
    for step in report.steps if report.exit_code == _BEGUN else ():
        word = {"failed": "failed", "waiting": "waiting", "never_tried": "never tried"}.get(report.status(step.id))
        if word:
            why = f" {shown(failed[step.id])}" if step.id in failed else ""
            yield f"{name}: {style.paint(word, 'yellow')} {step.id}. {shown(step.summary)}{why}"
    head = {
        True: ("waiting for manual steps", "yellow"),
        False: ("stopped part-way" if report.exit_code == _BEGUN else "not applied", "red"),
    }
    words, look = head[bool(report.waiting) and not failed]
    yield f"{name}: {style.paint(words, look, 'bold')}. {prefix}{shown(report.error.message)}"
    if report.error.hint:
        yield f"  → {shown(report.error.hint)}"
    if failed and report.run and "--resume" not in (report.error.hint or ""):
        yield f"  → Run {report.run} has begun. Continue it with `csws --account {report.account} apply --resume --run {report.run}`."
    if report.runbook:
        yield f"  → Runbook: {runbook_files(report.runbook)}"


def _summary(heads: tuple[ReportHead, ...], style: Style) -> Iterator[str]:
    """What failed, what waits, what is done, and how to continue."""
    waiting = tuple(head.account for head in heads if head.waiting)
    stopped = tuple(head.account for head in heads if head.exit_code == _BEGUN and not head.waiting)
    failed = tuple(head.account for head in heads if head.exit_code not in (0, _BEGUN) and not head.waiting)
    applied = sum(not head.exit_code and head.done > 0 for head in heads)
    told = [style.paint(f"{len(failed):,} not applied", "red", "bold")] if failed else []
    told += [style.paint(f"{len(stopped):,} stopped part-way", "red", "bold")] if stopped else []
    told += [style.paint(f"{len(waiting):,} waiting for manual steps", "yellow", "bold")] if waiting else []
    told += [style.paint(f"{applied:,} applied", "green")] if applied else []
    left = len(heads) - len(failed) - len(stopped) - len(waiting) - applied
    told += [f"{left:,} with nothing to do"] if left else []
    yield ""
    yield f"{len(heads):,} accounts: {', '.join(told)}."
    for words, names in (("Not applied", failed), ("Stopped part-way", stopped), ("Waiting", waiting)):
        if names:
            yield f"{words}: {some_names(names)}."
    if any(head.exit_code == _STALE for head in heads):
        yield "→ Accounts whose plan no longer fits need a new one: review `csws plan`, then apply it."
    left_over = [head for head in heads if head.exit_code not in (0, _STALE)]
    refused = [head for head in left_over if head.exit_code in _REFUSED or not head.planned]
    if len(left_over) > len(refused):
        yield "→ Resolve the cause, then run `csws apply --resume` to continue; `csws runs` lists what waits."
    if refused:
        yield "→ For accounts that could not be planned or were refused, resolve the cause, then run the same command again."
