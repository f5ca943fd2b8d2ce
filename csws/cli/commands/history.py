"""`csws history`: the revisions of the account."""

from __future__ import annotations

import click

from csws.cli.options import fleet_options, format_option
from csws.cli.session import session_of


@click.command("history")
@format_option(("text", "json"))
@fleet_options
@click.pass_context
def command(context: click.Context, form: str, jobs: int | None, executor: str) -> int:
    """List the revisions of each account, newest first: when, what kind, who, and by which plan."""
    from csws.cli.outcomes import say_outcomes
    from csws.cli.progress import fleet_of
    from csws.render.history import history_document, history_text
    from csws.workflow.accounts import worst_of
    from csws.workflow.history import history_of

    session = session_of(context)
    outcomes = history_of(session.root, session.accounts, session.now, fleet_of(session, jobs, executor))
    say_outcomes(session, outcomes, form, history_document, history_text)
    return worst_of(outcomes)
