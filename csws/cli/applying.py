"""Applies a plan from the command line: approval, the run with a person at the terminal, and the
report."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from csws.cli.apply_options import ApplyRequest
from csws.cli.approval import approved, warn_of_idle_deletes
from csws.cli.session import Session
from csws.model.reports import Report
from csws.model.run import Plan
from csws.model.runs import How, Made
from csws.render import REPORT_FORMATS, pieces

if TYPE_CHECKING:
    from csws.workflow.account.task import ApplyOptions


@contextmanager
def applying(request: ApplyRequest) -> Iterator[ApplyOptions]:
    """The options of the use case, with a listener that writes the events. Raises CswsError if that
    is impossible."""
    from csws.cli.event_file import events_to
    from csws.workflow.account.task import ApplyOptions

    with events_to(request.events) as listen:
        yield ApplyOptions(
            plan=request.planning,
            expect=request.expect,
            lock_timeout=request.lock_timeout,
            listen=listen,
            language=request.language,
        )


def agreed(
    session: Session, plan: Plan, request: ApplyRequest, how: ApplyOptions, *, sure: bool, kept: bool = True
) -> ApplyOptions:
    """Asks for approval unless the caller is `sure`; returns the options with the answers. A plan
    of the project's files is `kept`: csws can make it again to continue with the remaining
    accounts."""
    from csws.workflow.account.check import chosen
    from csws.workflow.apply import check_expected
    from csws.workflow.run.approved import keep_run

    names = chosen([head.account for head in plan.heads], session.accounts)
    check_expected(plan, request.expect, names)
    warn_of_idle_deletes(session, plan, how.plan)
    if not sure and plan.has_changes:
        may_ask = request.form == "text"
        how = replace(how, plan=approved(session, plan, how.plan, request.language, may_ask=may_ask))
    if kept:
        keep_run(session.root, plan, names)
    return how


def run_and_report(
    session: Session, accounts: list[str] | None, plan: Plan, request: ApplyRequest, how: ApplyOptions
) -> int:
    """Applies the plan, asks a person if there is one (SPEC §2), and reports. Returns the exit
    code."""
    from csws.cli.progress import fleet_of
    from csws.workflow.apply import apply_project
    from csws.workflow.run.approved import settle_run

    guide = None
    if request.form == "text" and session.can_ask and not how.by_hand:
        from csws.cli.guided import Guide
        from csws.render.words import words_of

        guide = Guide(session, how.plan.operator, words_of(how.language))
        how = replace(how, ask=guide.ask)
    try:
        report = apply_project(session.root, accounts, plan, how, fleet_of(session, request.fleet))
    except KeyboardInterrupt:
        if guide is not None:
            guide.record()  # what was said until then
        raise
    settle_run(session.root, report)
    say_report(session, report, request)
    if guide is not None:
        guide.record()
    return report.exit_code


def say_report(session: Session, report: Report, request: ApplyRequest) -> None:
    session.write(pieces(REPORT_FORMATS, request.form, report, session.style(language=request.language)))


def made_by(how: How, words: Sequence[str], request: ApplyRequest) -> Made:
    """How a run is made, with the words that make it again (without `csws` and its account)."""
    more = request.planning.words
    more += ["--auto-approve"] if request.auto_approve else []
    return Made(how=how, command=shlex.join([*words, *more]), language=request.language)
