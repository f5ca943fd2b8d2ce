"""`csws drift`: what in the account differs from what was last applied."""

from __future__ import annotations

import click

from csws.cli.options import format_option
from csws.cli.session import session_of


@click.command("drift")
@format_option(("text", "json"))
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 where something has drifted.")
@click.pass_context
def command(context: click.Context, form: str, detailed_exitcode: bool) -> int:
    """Show what in the account differs from what csws last applied. Reads only.

    A change made by hand becomes known by `csws observe`.
    """
    from csws.cli.outcomes import outcomes_json, say_errors
    from csws.render.drift import drift_document, drift_text
    from csws.workflow.accounts import worst_of
    from csws.workflow.history import drifts_of

    session = session_of(context)
    outcomes = drifts_of(session.root, session.accounts, session.now)
    say_errors(outcomes)
    if form == "json":
        session.out(outcomes_json(outcomes, drift_document))
    else:
        session.out(
            "\n".join(
                drift_text(item.account, item.value, session.style()) for item in outcomes if item.value is not None
            )
        )
    drifted = any(item.value is not None and item.value.changes for item in outcomes)
    return worst_of(outcomes) or (2 if detailed_exitcode and drifted else 0)
