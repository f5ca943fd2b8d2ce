"""`csws fmt`: the YAML in canonical form, comments kept."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.invocation import session_of
from csws.errors import worst
from csws.render.style import shown


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where something would change.")
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...], check: bool) -> int:
    """Bring YAML files into canonical form; comments and the order of keys stay.

    Without a PATH: the files of the project. What is in a file means the same before and after.
    """
    from csws.workflow.fmt import format_files

    session = session_of(context)
    places = tuple(session.root / path for path in paths)
    done = format_files(session.root, places, write=not check)
    for name in done.changed:
        session.out(f"{'would change' if check else 'changed'} {shown(name)}\n")
    for name, error in done.failed:
        hint = f"\n→ {shown(error.hint)}" if error.hint else ""
        click.echo(f"{shown(name)}: {shown(error.message)}{hint}", err=True)
    return worst([*(error.exit_code for _, error in done.failed), 1 if check and done.changed else 0])
