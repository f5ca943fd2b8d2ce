"""`csws apply`: runs a saved plan, or plans and asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from csws.cli.apply_options import ApplyRequest, apply_options
from csws.cli.applying import agreed, applying, made_by, run_and_report
from csws.cli.empty import empty_report
from csws.cli.invocation import session_of
from csws.cli.options import PLAN_FILE
from csws.cli.resuming import ResumeRequest, resume_options, resumed, resumed_run, steps_done
from csws.cli.session import Session
from csws.model.run import Plan
from csws.model.runs import How, Made
from csws.render import REPORT_FORMATS


@click.command("apply")
@click.argument("file", type=PLAN_FILE, required=False)
@resume_options
@apply_options(REPORT_FORMATS, empty_report)
@click.pass_context
def command(context: click.Context, file: Path | None, begun: ResumeRequest, request: ApplyRequest) -> int:
    """Apply a saved plan, or plan now and ask for approval. Each account's plan is applied whole or not at all.

    Without a terminal, in CI and with --format json csws cannot ask: give a plan FILE or --auto-approve. --resume
    continues a run that was killed or is waiting for manual steps; it needs no approval.
    """
    session = session_of(context)
    by_hand = steps_done(session, begun)
    with applying(request) as how:
        how = replace(how, by_hand=by_hand, made=_made(file, request))
        if begun.run is not None:
            return resumed_run(session, request, begun.run, how, _plan(session, file, request) if file else None)
        if begun.resume and file is None:
            return resumed(session, request, how)
        plan = _plan(session, file, request)
        how = agreed(session, plan, request, how, sure=request.auto_approve or file is not None)
        return run_and_report(session, session.accounts, plan, request, how)


def _made(file: Path | None, request: ApplyRequest) -> Made:
    if file is None:
        return made_by(How.CONFIG, ["apply"], request)
    return made_by(How.SAVED, ["apply", file.as_posix()], request)


def _plan(session: Session, file: Path | None, request: ApplyRequest) -> Plan:
    if file is not None:
        from csws.cli.plan_file import read_plan

        return read_plan(file)
    from csws.cli.progress import fleet_of
    from csws.workflow.run.plan_run import plan_project

    return plan_project(session.root, session.accounts, request.planning, session.now, fleet_of(session, request.fleet))
