"""`csws drift`: what in the account differs from what was last applied."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.options import FILE, fleet_options, format_option, language_option
from csws.cli.session import Session, session_of
from csws.errors import CswsError, UsageFault


@click.command("drift")
@format_option(("text", "json"))
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 where something has drifted.")
@click.option(
    "--worksheet", type=FILE, metavar="FILE", help="Write every setting to FILE, to be held against the screens."
)
@language_option
@fleet_options
@click.pass_context
def command(
    context: click.Context,
    form: str,
    detailed_exitcode: bool,
    worksheet: Path | None,
    language: str,
    jobs: int | None,
    executor: str,
) -> int:
    """Show what in the account differs from what csws last applied. Reads only.

    A change made by hand becomes known by `csws observe`. With --worksheet, a check-list of every setting is written for
    a person to compare with HubSpot's screens; corrected, `csws observe FILE` reads it back.
    """
    if worksheet is not None:
        return _worksheet(session_of(context), worksheet, language)
    from csws.cli.outcomes import say_outcomes
    from csws.cli.progress import fleet_of
    from csws.render.drift import drift_document, drift_text
    from csws.workflow.accounts import worst_of
    from csws.workflow.history import drifts_of

    session = session_of(context)
    outcomes = drifts_of(session.root, session.accounts, session.now, fleet_of(session, jobs, executor))
    say_outcomes(session, outcomes, form, drift_document, drift_text)
    drifted = any(item.value is not None and item.value.changes for item in outcomes)
    return worst_of(outcomes) or (2 if detailed_exitcode and drifted else 0)


def _worksheet(session: Session, file: Path, language: str) -> int:
    from csws.cli.outcomes import say_errors
    from csws.load.replacing import replace_file
    from csws.render.worksheet import worksheet_text
    from csws.workflow.accounts import worst_of
    from csws.workflow.history import settings_of

    outcomes = settings_of(session.root, session.accounts, session.now)
    if len(outcomes) > 1:
        raise UsageFault("A worksheet is for one account.", hint="Say --account NAME before `drift`.")
    say_errors(outcomes)
    for item in outcomes:
        if item.value is not None:
            try:
                replace_file(file, worksheet_text(item.account, item.value, language))
            except OSError as error:
                message = f"The worksheet cannot be written to `{file}`: {error.strerror}."
                raise CswsError(message, hint="Check the folder and the free space.", code="file") from error
            session.note(f"Wrote {file}. Correct what differs from the screens, then: csws observe {file}")
    return worst_of(outcomes)
