"""`csws doctor`: what is and isn't set up."""

from __future__ import annotations

import click

from csws.cli.options import format_option
from csws.cli.session import session_of


@click.command("doctor")
@format_option(("text", "json"))
@click.pass_context
def command(context: click.Context, form: str) -> int:
    """Tell what is and isn't set up: versions, project, target, operator, catalogue age. Changes nothing.

    Exits 1 where something is a problem.
    """
    from csws.render.doctor import doctor_json, doctor_text
    from csws.workflow.doctor import look_around

    session = session_of(context)
    looks = look_around(session.root, session.accounts, session.now)
    session.out(
        (doctor_json if form == "json" else doctor_text)(
            [(look.what, look.state, look.message) for look in looks], session.style()
        )
    )
    return 1 if any(look.state == "problem" for look in looks) else 0
