"""`csws show`: a saved plan, in any format of `plan`."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.about import about_option
from csws.cli.empty import empty_plan
from csws.cli.invocation import session_of
from csws.cli.options import PLAN_FILE, as_record, format_option, language_option, length_option, next_option
from csws.cli.session import Session
from csws.model.frozen import frozen
from csws.model.run import Plan
from csws.render import PLAN_FORMATS, pieces
from csws.render.about import About
from csws.render.style import shown


@frozen
class ShowRequest:
    """How to show a plan, and whether to verify it."""

    form: str
    max_length: int
    next_action: str | None
    language: str
    about: About
    verify: bool


show_options = as_record(
    "request",
    ShowRequest,
    format_option(PLAN_FORMATS, empty_plan),
    length_option,
    next_option,
    language_option,
    about_option,
    click.option("--verify", is_flag=True, help="Check the plan with a verifier that shares no code with the planner."),
)


@click.command("show")
@click.argument("file", type=PLAN_FILE)
@show_options
@click.pass_context
def command(context: click.Context, file: Path, request: ShowRequest) -> int:
    """Show a plan that `csws plan --out FILE` saved.

    With --verify the plan is also run step by step on a model of its account; exits 1 if anything is wrong.
    """
    from csws.cli.plan_file import read_plan

    session = session_of(context)
    plan = read_plan(file)
    style = session.style(
        limit=request.max_length,
        language=request.language,
        about=request.about,
        command=session.command("apply", file.as_posix()),
        next_action=request.next_action,
    )
    session.write(pieces(PLAN_FORMATS, request.form, plan, style))
    return _verified(session, plan) if request.verify else 0


def _verified(session: Session, plan: Plan) -> int:
    from csws.workflow.verify import verify_plan

    found = verify_plan(session.root, plan, session.now)
    for account, (against_base, wrong) in found.items():
        for sentence in wrong:
            click.echo(f"{account}: {shown(sentence)}", err=True)
        how = (
            "against its account"
            if against_base
            else "on its own, because the account's state at planning time is not available here"
        )
        session.note(f"{account}: {'not verified' if wrong else 'verified'}, {how}.")
    return 1 if any(wrong for _, wrong in found.values()) else 0
