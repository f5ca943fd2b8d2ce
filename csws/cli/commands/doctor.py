"""`csws doctor`: checks the setup."""

from __future__ import annotations

from collections.abc import Sequence

import click

from csws.cli.empty import Json, error_document
from csws.cli.invocation import session_of
from csws.cli.options import format_option
from csws.errors import CswsError


def _empty(error: CswsError, words: Sequence[str]) -> Json:
    from csws.render.doctor import doctor_document

    return doctor_document([], error_document(error))


@click.command("doctor")
@format_option(("text", "json"), _empty)
@click.pass_context
def command(context: click.Context, form: str) -> int:
    """Check the setup: versions, project, target, operator, age of the catalogue. Read-only.

    Exits 1 if there is a problem.
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
