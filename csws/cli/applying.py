"""Carrying out a plan from the command line: approval, the run with a person beside it, and the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csws.cli.approval import approved
from csws.cli.session import Session
from csws.model.run import Plan
from csws.render import REPORT_FORMATS, pieces

if TYPE_CHECKING:
    from csws.workflow.apply_account import ApplyOptions
    from csws.workflow.fleet import Fleet


def carried_out(
    session: Session,
    plan: Plan,
    how: ApplyOptions,
    fleet: Fleet,
    *,
    auto_approve: bool,
    expect: str | None,
    form: str,
    kept: bool = True,
) -> int:
    """Asks if nobody has approved yet, applies, reports; returns the exit code. A plan of the project's files is `kept`:
    it can be made again, to go on with what remains."""
    from csws.workflow.apply import check_expected
    from csws.workflow.resume import keep_run

    check_expected(plan, expect)
    if not auto_approve and plan.has_changes:
        how = replace(how, plan=approved(session, plan, how.plan, may_ask=form == "text"))
    if kept:
        keep_run(session.root, plan)
    return run_and_report(session, session.accounts, plan, how, fleet, form)


def run_and_report(
    session: Session, accounts: list[str] | None, plan: Plan, how: ApplyOptions, fleet: Fleet, form: str
) -> int:
    """Applies with a person beside it where there is one (SPEC §2), and reports."""
    from csws.workflow.apply import apply_project
    from csws.workflow.resume import settle_run

    guide = None
    if form == "text" and session.can_ask and not how.by_hand:
        from csws.cli.guided import Guide

        guide = Guide(session, how.language, how.plan.operator)
        how = replace(how, ask=guide.ask)
    report = apply_project(session.root, accounts, plan, how, fleet)
    settle_run(session.root, report, whole=not session.accounts)
    session.write(pieces(REPORT_FORMATS, form, report, session.style()))
    if guide is not None:
        guide.record()
    return report.exit_code
