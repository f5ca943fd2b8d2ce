"""The option `--about`: where a plan comes from, as the head of a page shows it. It is no part of the
plan."""

from __future__ import annotations

import click

from csws.cli.options import Command
from csws.errors import UsageFault
from csws.render.about import About, about_of


def about_option(command: Command) -> Command:
    return click.option(
        "--about",
        metavar="KEY=VALUE",
        multiple=True,
        callback=_said,
        help="Show on the page where the plan comes from: title=TEXT, pull=URL, commit=URL, run=URL, by=WHO, at=TIME (may be repeated).",
    )(command)


def _said(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> About:
    try:
        return about_of(texts)
    except ValueError as error:
        hint = "Write, for example, --about pull=https://github.com/acme/settings/pull/128."
        raise UsageFault(f"--about: {error}", hint=hint) from error
