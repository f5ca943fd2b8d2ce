"""`csws show`: a saved plan, in any format of `plan`."""

from __future__ import annotations

from pathlib import Path

import click

from csws.cli.options import FILE, format_option
from csws.cli.session import session_of
from csws.render import PLAN_FORMATS, renderer


@click.command("show")
@click.argument("file", type=FILE)
@format_option(PLAN_FORMATS)
@click.pass_context
def command(context: click.Context, file: Path, form: str) -> None:
    """Show a plan that `csws plan --out FILE` saved."""
    from csws.cli.plan_file import read_plan

    session = session_of(context)
    session.out(renderer(PLAN_FORMATS, form)(read_plan(file), session.style()))
