"""`csws rules`: lists the rules."""

from __future__ import annotations

from collections.abc import Sequence

import click

from csws.cli.empty import Json, error_document
from csws.cli.invocation import session_of
from csws.cli.options import format_option
from csws.errors import CswsError


def _empty(error: CswsError, words: Sequence[str]) -> Json:
    from csws.render.rules import rules_document

    return rules_document((), error_document(error))


@click.command("rules")
@format_option(("text", "json"), _empty)
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """List the rules: code, severity and law. `csws explain CODE` shows the details of one."""
    from csws.render.rules import rules_json, rules_text
    from csws.rules import all_rules

    session = session_of(context)
    render = rules_json if form == "json" else rules_text
    session.out(render(all_rules(), session.style()))
