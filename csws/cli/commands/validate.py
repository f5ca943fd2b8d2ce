"""`csws validate`: everything wrong in the files, in one run."""

from __future__ import annotations

import click

from csws.cli.options import format_option
from csws.cli.session import session_of
from csws.render import DIAGNOSTICS_FORMATS, renderer


@click.command("validate")
@format_option(DIAGNOSTICS_FORMATS)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.pass_context
def command(context: click.Context, form: str, strict: bool) -> int:
    """Check the files of the project: YAML, schemas and rules. No network, and no account is opened.

    Exits 0 when the configuration is valid (warnings alone are valid without --strict), 3 when it is not.
    """
    from csws.model.findings import Findings
    from csws.workflow.check import asked_rules, check_project

    session = session_of(context)
    checked = check_project(session.root, session.accounts, session.now)
    found = Findings(diagnostics=checked.diagnostics, rules=asked_rules())
    session.out(renderer(DIAGNOSTICS_FORMATS, form)(found, session.style(strict=strict)))
    return 0 if checked.is_valid(strict=strict) else 3
