"""Applies a plan from the command line: approval, the run with a person at the terminal, and the
report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from csws.cli.approval import approved, warn_of_idle_deletes
from csws.cli.options import ApplyRequest
from csws.cli.session import Session
from csws.model.run import Plan
from csws.render import REPORT_FORMATS, pieces

if TYPE_CHECKING:
    from csws.workflow.account.apply import ApplyOptions


@contextmanager
def applying(request: ApplyRequest) -> Iterator[ApplyOptions]:
    """The options of the use case, with a listener that writes the events. Raises CswsError if that
    is impossible."""
    from csws.cli.event_file import events_to
    from csws.workflow.account.apply import ApplyOptions

    with events_to(request.events) as listen:
        yield ApplyOptions(
            plan=request.options, lock_timeout=request.lock_timeout, listen=listen, language=request.language
        )


def agreed(
    session: Session, plan: Plan, request: ApplyRequest, how: ApplyOptions, *, sure: bool, kept: bool = True
) -> ApplyOptions:
    """Asks for approval unless the caller is `sure`; returns the options with the answers. A plan
    of the project's files is `kept`: csws can make it again to continue with the remaining
    accounts."""
    from csws.workflow.apply import check_expected
    from csws.workflow.run.resume import keep_run

    check_expected(plan, request.expect)
    warn_of_idle_deletes(session, plan, how.plan)
    if not sure and plan.has_changes:
        how = replace(how, plan=approved(session, plan, how.plan, may_ask=request.form == "text"))
    if kept:
        keep_run(session.root, plan)
    return how


def run_and_report(
    session: Session, accounts: list[str] | None, plan: Plan, request: ApplyRequest, how: ApplyOptions
) -> int:
    """Applies the plan, asks a person if there is one (SPEC §2), and reports. Returns the exit
    code."""
    from csws.cli.progress import fleet_of
    from csws.workflow.apply import apply_project
    from csws.workflow.run.resume import settle_run

    guide = None
    if request.form == "text" and session.can_ask and not how.by_hand:
        from csws.cli.guided import Guide

        guide = Guide(session, how.language, how.plan.operator)
        how = replace(how, ask=guide.ask)
    report = apply_project(session.root, accounts, plan, how, fleet_of(session, request.fleet))
    settle_run(session.root, report, whole=not session.accounts)
    session.write(pieces(REPORT_FORMATS, request.form, report, session.style()))
    if guide is not None:
        guide.record()
    return report.exit_code
