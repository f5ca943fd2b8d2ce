"""`csws rules`: the rules."""

from __future__ import annotations

import click

from csws.cli.options import format_option
from csws.cli.session import session_of


@click.command("rules")
@format_option(("text", "json"))
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """List the rules: code, severity and law. `csws explain CODE` tells more of one."""
    from csws.render.rules import rules_json, rules_text
    from csws.rules import all_rules

    session = session_of(context)
    render = rules_json if form == "json" else rules_text
    session.out(render(all_rules(), session.style()))
