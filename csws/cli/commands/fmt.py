"""`csws fmt`: the YAML in canonical form, comments kept."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.invocation import session_of
from csws.errors import worst
from csws.render.style import shown


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something would change.")
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...], check: bool) -> int:
    """Format the project's YAML files. Comments and the order of keys stay.

    Without a PATH: csws.yaml, the files it includes, overlays and the YAML below tests/. A PATH is one of these
    files, or a folder that contains some. Formatting never changes what a file means.
    """
    from csws.workflow.fmt import format_files

    session = session_of(context)
    places = tuple(session.root / path for path in paths)
    done = format_files(session.root, places, write=not check)
    for name in done.changed:
        session.out(f"{'would change' if check else 'changed'} {shown(name)}\n")
    for error in done.failed:
        hint = f"\n→ {shown(error.hint)}" if error.hint else ""
        click.echo(f"{shown(error.message)}{hint}", err=True)
    for name, why in done.left:
        click.echo(f"{shown(name)} {why}; it was left unchanged.", err=True)
    misses = bool(done.left) and not done.looked_at
    would_change = check and bool(done.changed)
    return worst([*(error.exit_code for error in done.failed), int(misses or would_change)])
