"""`csws init`: creates a project that works immediately."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.invocation import session_of


@click.command("init")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, folder: Path | None) -> None:
    """Create a project that works immediately: an embedded account, a realistic catalogue, two team workspaces.

    Nothing is ever overwritten: if one of its files already exists, init exits with 1.
    """
    from csws.workflow.init import start_project

    session = session_of(context)
    where = session.root / folder if folder else session.root
    for path in start_project(where):
        session.out(f"wrote {path}\n")
    place = Path(context.find_root().params["directory"]) / where  # relative to the person's working directory
    session.note(f"Next: run csws -C {place} validate, then plan, then apply.")
