"""`csws schema`: a JSON Schema that csws uses."""

from __future__ import annotations

import click

from csws.cli.session import session_of


@click.command("schema")
@click.argument("name", required=False)
@click.pass_context
def command(context: click.Context, name: str | None) -> None:
    """Print a JSON Schema that csws uses: config, part, catalog, plan, diagnostics, report or event.

    Without a NAME, the names.
    """
    from csws.schema import NAMES, schema_text

    session_of(context).out(schema_text(name) if name else "\n".join(NAMES) + "\n")
