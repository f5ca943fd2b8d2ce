"""`csws rollback`: the way back to an earlier revision, as a plan like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from csws.cli.apply_options import ApplyRequest, apply_options
from csws.cli.applying import agreed, applying, made_by, run_and_report
from csws.cli.completion import recorded
from csws.cli.empty import Json, empty_plan, empty_report
from csws.cli.invocation import session_of
from csws.cli.options import FILE, as_record
from csws.cli.session import Session
from csws.errors import CswsError, UsageFault
from csws.model.frozen import frozen
from csws.model.run import Plan
from csws.model.runs import How
from csws.render import PLAN_FORMATS, REPORT_FORMATS, pieces


@frozen
class SaveRequest:
    """Whether the plan is to be saved in place of being applied."""

    out: Path | None
    detailed_exitcode: bool


save_options = as_record(
    "save",
    SaveRequest,
    click.option("--out", type=FILE, metavar="FILE", help="Save the plan for `csws apply FILE`; apply nothing."),
    click.option("--detailed-exitcode", is_flag=True, help="With --out: exit 2 if changes are pending."),
)


def _empty(error: CswsError, words: Sequence[str]) -> Json:
    """With --out it shows a plan, else the report of an apply."""
    saves = any(word == "--out" or word.startswith("--out=") for word in words)
    return (empty_plan if saves else empty_report)(error, words)


@click.command("rollback")
@click.argument("revision", type=click.IntRange(0), shell_complete=recorded("revision_numbers"))
@save_options
@apply_options(PLAN_FORMATS, _empty)
@click.pass_context
def command(context: click.Context, revision: int, save: SaveRequest, request: ApplyRequest) -> int:
    """Plan a return to the settings of an earlier revision, and apply it once approved.

    The YAML does not change, so the next plan shows the reversal. A deleted workspace comes back as a new one.
    """
    session = session_of(context)
    plan = _plan(session, revision, request)
    if save.out is not None:
        return _saved(session, plan, save.out, save, request)
    if request.form not in REPORT_FORMATS:
        raise UsageFault(
            f"Format `{request.form}` is not available for a report.",
            hint="Use --out FILE to get the plan in that format.",
        )
    with applying(request) as how:
        how = replace(how, made=made_by(How.ROLLBACK, ["rollback", str(revision)], request))
        how = agreed(session, plan, request, how, sure=request.auto_approve, kept=False)
        return run_and_report(session, session.accounts, plan, request, how)


def _plan(session: Session, revision: int, request: ApplyRequest) -> Plan:
    from csws.cli.progress import fleet_of
    from csws.workflow.rollback import rollback_plan

    fleet = fleet_of(session, request.fleet)
    return rollback_plan(session.root, session.accounts, revision, request.planning, session.now, fleet)


def _saved(session: Session, plan: Plan, file: Path, save: SaveRequest, request: ApplyRequest) -> int:
    from csws.cli.plan_file import save_plan

    save_plan(plan, file)
    style = session.style(language=request.language, command=session.command("apply", file.as_posix()))
    session.write(pieces(PLAN_FORMATS, request.form, plan, style))
    return plan.exit_code or (2 if save.detailed_exitcode and plan.has_changes else 0)
