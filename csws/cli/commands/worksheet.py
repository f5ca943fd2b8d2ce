"""`csws worksheet`: all settings of an account as a sheet, to compare with HubSpot's screens."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.invocation import session_of
from csws.cli.options import FILE, language_option
from csws.errors import CswsError


@click.command("worksheet")
@click.argument("file", type=FILE, required=False)
@language_option
@click.pass_context
def command(context: click.Context, file: Path | None, language: str) -> None:
    """Write a checklist of all the account's settings as YAML, to compare with HubSpot's screens. Read-only.

    Without a FILE the worksheet goes to standard output. Correct whatever the screens show differently, then record it
    with `csws observe FILE`. In a project with several accounts --account must name one.
    """
    from csws.render.worksheet import worksheet_text
    from csws.workflow.worksheet import known_settings

    session = session_of(context)
    sheet = known_settings(session.root, session.accounts, session.now)
    text = worksheet_text(sheet.account, sheet.settings, sheet.choices, language)
    if file is None:
        session.out(text)
        return
    _write(file, text)
    session.note(f"Wrote {file}. Correct what differs from the screens, then run: csws observe {file}")


def _write(file: Path, text: str) -> None:
    from csws.load.atomic_write import write_named

    try:
        write_named(file, (text,))
    except OSError as error:
        message = f"The worksheet cannot be written to `{file}`: {error.strerror}."
        raise CswsError(message, hint="Check the folder and the free space.", code="file") from error
