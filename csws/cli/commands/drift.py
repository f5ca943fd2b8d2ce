"""`csws drift`: how the account differs from what csws last applied."""

from __future__ import annotations

import click

from csws.cli.empty import empty_accounts
from csws.cli.invocation import session_of
from csws.cli.options import FleetRequest, fleet_options, format_option, language_option, moved_option


@click.command("drift")
@format_option(("text", "json"), empty_accounts)
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 if there is drift.")
@moved_option("--worksheet", "csws worksheet FILE")
@language_option
@fleet_options
@click.pass_context
def command(context: click.Context, form: str, language: str, detailed_exitcode: bool, fleet: FleetRequest) -> int:
    """Show how the account differs from what csws last applied. Read-only.

    csws learns of manual changes through `csws observe`; `csws worksheet` writes a checklist for it.
    """
    from csws.cli.outcomes import say_outcomes
    from csws.cli.progress import fleet_of
    from csws.render.drift import drift_document, drift_text
    from csws.workflow.history import drifts_of
    from csws.workflow.run.per_account import worst_of

    session = session_of(context)
    outcomes = drifts_of(session.root, session.accounts, session.now, fleet_of(session, fleet))
    say_outcomes(session, outcomes, form, drift_document, drift_text, language)
    drifted = any(item.value is not None and item.value.changes for item in outcomes)
    return worst_of(outcomes) or (2 if detailed_exitcode and drifted else 0)
