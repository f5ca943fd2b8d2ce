"""`csws show`: a saved plan, in any format of `plan`."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.options import FILE, format_option, language_option, length_option
from csws.cli.session import Session, session_of
from csws.model.run import Plan
from csws.render import PLAN_FORMATS, pieces
from csws.render.style import shown


@click.command("show")
@click.argument("file", type=FILE)
@format_option(PLAN_FORMATS)
@length_option
@language_option
@click.option("--verify", is_flag=True, help="Check the plan by a verifier that shares no code with the planner.")
@click.pass_context
def command(context: click.Context, file: Path, form: str, max_length: int, language: str, verify: bool) -> int:
    """Show a plan that `csws plan --out FILE` saved.

    With --verify the plan is also run on a model of its account, step by step; it exits 1 where anything is wrong.
    """
    from csws.cli.plan_file import read_plan

    session = session_of(context)
    plan = read_plan(file)
    session.write(pieces(PLAN_FORMATS, form, plan, session.style(limit=max_length, language=language)))
    return _verified(session, plan) if verify else 0


def _verified(session: Session, plan: Plan) -> int:
    from csws.workflow.verify import verify_plan

    found = verify_plan(session.root, plan, session.now)
    for account, (against_base, wrong) in found.items():
        for sentence in wrong:
            click.echo(f"{account}: {shown(sentence)}", err=True)
        how = "against its account" if against_base else "by itself, because its account cannot be read here as it was"
        session.note(f"{account}: {'not verified' if wrong else 'verified'}, {how}.")
    return 1 if any(wrong for _, wrong in found.values()) else 0
