"""`csws apply`: runs a saved plan, or plans and asks."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.approval import approved
from csws.cli.options import FILE, format_option, guard_options
from csws.cli.session import Session, session_of
from csws.model.plan import Plan
from csws.render import REPORT_FORMATS, renderer


@click.command("apply")
@click.argument("file", type=FILE, required=False)
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@click.option("--expect", metavar="DIGEST", help="Refuse any plan but the one with this digest.")
@click.option(
    "--lock-timeout",
    type=click.FloatRange(0),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another run.",
)
@format_option(REPORT_FORMATS)
@guard_options
@click.pass_context
def command(
    context: click.Context,
    file: Path | None,
    auto_approve: bool,
    expect: str | None,
    lock_timeout: float,
    form: str,
    allow_delete: tuple[str, ...],
    max_lost: float | None,
    operator: str | None,
) -> int:
    """Run a saved plan, or plan and ask. Each account's plan is applied whole or not at all.

    Without a terminal, in CI and with --format json nobody is asked: give a plan FILE or --auto-approve.
    """
    from csws.workflow.apply import ApplyOptions, apply_project, check_expected
    from csws.workflow.plan import PlanOptions

    session = session_of(context)
    options = PlanOptions(operator=operator, allow_delete=frozenset(allow_delete), max_lost=max_lost)
    plan = _plan(session, file, options)
    check_expected(plan, expect)
    if file is None and not auto_approve and plan.has_changes:
        options = approved(session, plan, options, may_ask=form == "text")
    report = apply_project(session.root, session.accounts, plan, ApplyOptions(plan=options, lock_timeout=lock_timeout))
    session.out(renderer(REPORT_FORMATS, form)(report, session.style()))
    return report.exit_code


def _plan(session: Session, file: Path | None, options: object) -> Plan:
    from csws.cli.plan_file import read_plan
    from csws.workflow.plan import PlanOptions, plan_project

    if file is not None:
        return read_plan(file)
    assert isinstance(options, PlanOptions)
    return plan_project(session.root, session.accounts, options, session.now)
