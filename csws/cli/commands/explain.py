"""`csws explain`: one rule with its reason, its source, a bad and a good example."""

from __future__ import annotations

import click

from csws.cli.completion import rule_codes
from csws.cli.invocation import session_of
from csws.errors import UsageFault


@click.command("explain")
@click.argument("code", shell_complete=rule_codes)
@click.pass_context
def command(context: click.Context, code: str) -> None:
    """Explain one rule: its reason and source, a bad and a good example."""
    from csws.model.suggestion import closest
    from csws.render.rules import rule_text
    from csws.rules import all_rules, rule

    found = rule(code.upper())
    if found is None:
        meant = closest(code, [item.code for item in all_rules()])
        raise UsageFault(
            f"Unknown rule `{code}`.",
            hint=f"Did you mean {meant}? `csws rules` lists them all." if meant else "`csws rules` lists them all.",
        )
    session = session_of(context)
    session.out(rule_text(found, session.style()))
