"""`csws validate`: everything wrong in the files, in one run."""

from __future__ import annotations

import click

from csws.cli.options import fleet_options, format_option
from csws.cli.session import session_of
from csws.render import DIAGNOSTICS_FORMATS, pieces


@click.command("validate")
@format_option(DIAGNOSTICS_FORMATS)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@fleet_options
@click.pass_context
def command(context: click.Context, form: str, strict: bool, jobs: int | None, executor: str) -> int:
    """Check the files of the project: YAML, schemas and rules. No network, and no account is opened.

    Exits 0 when the configuration is valid (warnings alone are valid without --strict), 3 when it is not.
    """
    from csws.cli.progress import fleet_of
    from csws.workflow.validate import validate_project

    session = session_of(context)
    found = validate_project(session.root, session.accounts, session.now, fleet_of(session, jobs, executor))
    session.write(pieces(DIAGNOSTICS_FORMATS, form, found, session.style(strict=strict)))
    return 0 if found.is_valid(strict=strict) else 3
