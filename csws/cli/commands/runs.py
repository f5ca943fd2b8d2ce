"""`csws runs`: runs that have begun and not ended."""

from __future__ import annotations

import click

from csws.cli.empty import empty_accounts
from csws.cli.invocation import session_of
from csws.cli.options import FleetRequest, fleet_options, format_option


@click.command("runs")
@format_option(("text", "json"), empty_accounts)
@fleet_options
@click.pass_context
def command(context: click.Context, form: str, fleet: FleetRequest) -> int:
    """List unfinished runs: since when, by whom, which steps are done and which wait, and the runbook. Read-only.

    `csws apply --resume --run ID` continues one, and `csws abandon ID` gives one up.
    """
    from csws.cli.outcomes import say_outcomes
    from csws.cli.progress import fleet_of
    from csws.render.runs import runs_document, runs_text
    from csws.workflow.run.per_account import worst_of
    from csws.workflow.runs import runs_of

    session = session_of(context)
    outcomes = runs_of(session.root, session.accounts, session.now, fleet_of(session, fleet))
    say_outcomes(session, outcomes, form, runs_document, runs_text)
    return worst_of(outcomes)
