"""`csws validate`: reports everything that is wrong in the files, in one run."""

from __future__ import annotations

from collections.abc import Sequence

import click

from csws.cli.empty import Json, error_document
from csws.cli.invocation import session_of
from csws.cli.options import FleetRequest, fleet_options, format_option
from csws.errors import CswsError
from csws.render import DIAGNOSTICS_FORMATS, pieces


def _empty(error: CswsError, words: Sequence[str]) -> Json:
    from csws.render.diagnostics_json import findings_document

    return findings_document((), valid=False, error=error_document(error))


@click.command("validate")
@format_option(DIAGNOSTICS_FORMATS, _empty)
@click.option("--strict", is_flag=True, help="Treat warnings as failures.")
@fleet_options
@click.pass_context
def command(context: click.Context, form: str, strict: bool, fleet: FleetRequest) -> int:
    """Check the project's files: YAML, schemas and rules. Uses no network and opens no account.

    Exits 0 when the configuration is valid (warnings alone are valid without --strict), 3 when it is not.
    """
    from csws.cli.progress import fleet_of
    from csws.workflow.validate import validate_project

    session = session_of(context)
    found = validate_project(session.root, session.accounts, session.now, fleet_of(session, fleet))
    session.write(pieces(DIAGNOSTICS_FORMATS, form, found, session.style(strict=strict)))
    return 0 if found.is_valid(strict=strict) else 3
