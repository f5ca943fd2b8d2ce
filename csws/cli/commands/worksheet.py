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
    """Write all the account's settings as a YAML sheet, to fill in or to compare with HubSpot's screens. Read-only.

    Without a FILE the worksheet goes to standard output. Correct whatever the screens show differently, then record it
    with `csws observe FILE`; `csws adopt FILE` also writes the YAML of what the project does not manage yet. In a
    project with several accounts --account must name one.
    """
    from csws.render.worksheet import worksheet_text
    from csws.workflow.worksheet import known_settings

    session = session_of(context)
    known = known_settings(session.root, session.accounts, session.now, file)
    text = worksheet_text(
        known.account,
        known.settings,
        known.choices,
        language,
        is_recorded=known.is_recorded,
        is_shared=known.is_shared,
    )
    if file is None:
        session.out(text)
        return
    name, kept = file.as_posix(), _write(file, text)
    if kept is not None:
        session.note(f"{name} was there already; what it contained is now in {kept.as_posix()}.")
    if known.is_shared:
        command = f"csws --account {known.account} observe {name}"
        session.note(f"Wrote {name}. Correct what differs from the screens, then run: {command}")
    elif known.is_recorded:
        session.note(f"Wrote {name}. Correct what differs from the screens, then run: csws observe {name}")
    else:
        session.note(f"Wrote {name}. Fill in what the screens show, then run: csws adopt {name}")


def _write(file: Path, text: str) -> Path | None:
    """Writes the sheet. A sheet that is there already may have been filled in: it gets another name, which is returned."""
    from csws.load.atomic_write import write_named

    kept = None
    try:
        if file.is_file() and file.read_bytes() != text.encode():
            kept = file.with_name(f"{file.name}~")
            file.replace(kept)
        write_named(file, (text,))
    except OSError as error:
        message = f"The worksheet cannot be written to `{file.as_posix()}`: {error.strerror}."
        raise CswsError(message, hint="Check the folder and the free space.", code="file") from error
    return kept
