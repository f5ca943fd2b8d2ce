"""`csws test`: runs the examples beside the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from csws.cli.empty import Json, error_document
from csws.cli.invocation import session_of
from csws.cli.options import format_option, language_option
from csws.errors import ConfigInvalid, CswsError, worst
from csws.render import EXAMPLES_FORMATS, pieces


def _empty(error: CswsError, words: Sequence[str]) -> Json:
    from csws.model.examples import Examples
    from csws.render.examples_json import document

    return document(Examples(files=(), ran=(), findings=()), error_document(error))


@click.command("test")
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@format_option(EXAMPLES_FORMATS, _empty)
@language_option
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...], form: str, language: str) -> int:
    """Run examples: what a health score gives to a record, and which workspace a person or a team sees.

    They are in the project's tests/*.yaml, or at PATH (files or folders). Uses no network and opens no account.
    Exits 0 if all are as expected, 1 if one is not, 3 if one names something that is not there.
    """
    from csws.workflow.examples import run_examples

    session = session_of(context)
    found = run_examples(session.root, session.accounts, session.now, paths)
    session.write(pieces(EXAMPLES_FORMATS, form, found, session.style(language=language)))
    return worst([CswsError.exit_code if found.failed else 0, ConfigInvalid.exit_code if found.findings else 0])
