"""`csws schema`: a JSON Schema that csws uses."""

from __future__ import annotations

import click

from csws.cli.completion import schema_names
from csws.cli.invocation import session_of


@click.command("schema")
@click.argument("name", required=False, shell_complete=schema_names)
@click.option(
    "--account", "account", metavar="NAME", help="Include what this account has: teams, properties, segments …"
)
@click.pass_context
def command(context: click.Context, name: str | None, account: str | None) -> None:
    """Print a JSON Schema that csws uses: config, part, overlay, sheet, catalog, plan, diagnostics, report,
    event, runs, history, drift, score, tests or test.

    Without a NAME, list the names. With --account, `config`, `part` and `overlay` contain what that account has,
    for completion in an editor.
    """
    from csws.schema import NAMES, schema_text

    session = session_of(context)
    wanted = [account] if account else session.accounts
    if name and wanted:
        from csws.workflow.account_schema import account_schema

        session.out(account_schema(session.root, wanted, name, session.now))
    else:
        session.out(schema_text(name) if name else "\n".join(NAMES) + "\n")
