"""`csws watch`: for a nightly job, what somebody should look at."""

from __future__ import annotations

import click

from csws.cli.empty import empty_accounts
from csws.cli.invocation import session_of
from csws.cli.options import format_option, people_option


@click.command("watch")
@format_option(("text", "json", "markdown"), empty_accounts)
@click.option("--write", "writes", is_flag=True, help="Also write the catalogue to the account's `catalog:` file.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 if there is something to look at.")
@people_option
@click.pass_context
def command(context: click.Context, form: str, writes: bool, detailed_exitcode: bool, detail: str) -> int:
    """Report once, for a nightly job: what changed in HubSpot, which settings that breaks, drift, unfinished runs, and
    the age of the catalogue. Read-only, except for --write.

    Needs a token for each HubSpot account. A catalogue that cannot be pulled is a failure; the rest is reported anyway.
    """
    from csws.cli.outcomes import say_errors, say_outcomes
    from csws.cli.progress import reading_of
    from csws.render.watch import watch_document, watch_markdown, watch_text
    from csws.workflow.run.per_account import worst_of
    from csws.workflow.watch import Asked, watch_accounts

    session = session_of(context)
    asked = Asked(detail=detail, writes=writes, tell=reading_of(session))
    outcomes = watch_accounts(session.root, session.accounts, session.now, asked)
    if form == "markdown":
        say_errors(outcomes)
        session.out("\n".join(watch_markdown(item.account, item.value) for item in outcomes if item.value is not None))
    else:
        say_outcomes(session, outcomes, form, watch_document, watch_text)
    loud = any(item.value is not None and not item.value.is_quiet for item in outcomes)
    return worst_of(outcomes) or (2 if detailed_exitcode and loud else 0)
