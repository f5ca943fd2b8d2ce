"""`csws init`: creates a project that works immediately."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from csws.cli.invocation import session_of


@click.command("init")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, folder: Path | None) -> None:
    """Create a project that works immediately: an embedded account, a realistic catalogue, two team
    workspaces.

    The account gets the name of the folder. Nothing is ever overwritten: if there is a project
    already, init exits with 1.
    """
    from csws.workflow.init import start_project

    session = session_of(context)
    where = session.root / folder if folder else session.root
    for path in start_project(where):
        session.out(f"wrote {path}\n")
    session.note(f"Next: run {_csws_in(context, where)} validate, then plan, then apply.")


def _csws_in(context: click.Context, folder: Path) -> str:
    """The words that run csws in a folder, from the person's working directory."""
    place = Path(context.find_root().params["directory"]) / folder
    return "csws" if place == Path() else f"csws -C {shlex.quote(str(place))}"
