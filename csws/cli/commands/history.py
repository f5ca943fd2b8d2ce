"""`csws history`: the revisions of the account."""

from __future__ import annotations

import click

from csws.cli.empty import empty_accounts
from csws.cli.invocation import session_of
from csws.cli.options import FleetRequest, fleet_options, format_option, language_option


@click.command("history")
@format_option(("text", "json"), empty_accounts)
@language_option
@fleet_options
@click.pass_context
def command(context: click.Context, form: str, language: str, fleet: FleetRequest) -> int:
    """List the revisions of each account, newest first: when, what kind, who, and which plan."""
    from csws.cli.outcomes import say_outcomes
    from csws.cli.progress import fleet_of
    from csws.render.history import history_document, history_text
    from csws.workflow.history import history_of
    from csws.workflow.run.per_account import worst_of

    session = session_of(context)
    outcomes = history_of(session.root, session.accounts, session.now, fleet_of(session, fleet))
    say_outcomes(session, outcomes, form, history_document, history_text, language)
    return worst_of(outcomes)
