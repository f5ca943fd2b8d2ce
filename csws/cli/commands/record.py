"""`csws record verify|show|merge`: the record of an account as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from csws.cli.empty import Json, error_document
from csws.cli.invocation import CommandGroup, session_of
from csws.cli.options import FILE, format_option
from csws.cli.session import Session
from csws.errors import CswsError, UsageFault

_paths = click.argument("paths", metavar="[PATH]...", nargs=-1, type=FILE)


def _empty(error: CswsError, words: Sequence[str]) -> Json:
    from csws.render.record import health_document

    return health_document([], error_document(error))


@click.group("record", cls=CommandGroup)
def command() -> None:
    """Verify, show or merge records that are kept as text (`store: file:PATH`)."""


@command.command("verify")
@_paths
@click.option(
    "--base-ref",
    metavar="REF",
    help="Also compare with the record at this git ref: lines may only be added.",
)
@format_option(("text", "json"), _empty)
@click.pass_context
def verify(context: click.Context, paths: tuple[Path, ...], base_ref: str | None, form: str) -> int:
    """Check that records are complete and unchanged. Without PATH: every record of the project.
    Read-only.

    Exits 1 if a record is broken, was written by a newer csws, or lacks a line that the base has.
    """
    from csws.render.record import health_json, health_text
    from csws.workflow.record import records_of, verified

    session = session_of(context)
    names = [path.as_posix() for path in paths]
    files = records_of(session.root, session.accounts, session.now, names)
    if not files:
        session.note(_NONE)
    healths = verified(session.root, files, base_ref)
    session.out((health_json if form == "json" else health_text)(healths, session.style()))
    return 1 if any(health.faults for health in healths) else 0


_NONE = "No account of this project keeps its record as text (`store: file:PATH`)."


@command.command("show")
@_paths
@click.pass_context
def show(context: click.Context, paths: tuple[Path, ...]) -> int:
    """Show the lines of records in words. A broken record is shown as far as it can be read.
    Read-only."""
    from csws.render.record import record_text
    from csws.workflow.record import records_of, shown

    session = session_of(context)
    names = [path.as_posix() for path in paths]
    files = records_of(session.root, session.accounts, session.now, names)
    if not files:
        session.note(_NONE)
    for file in files:
        session.out(record_text(file.path, shown(session.root, file), session.style()))
    return 0


@command.command("merge")
@click.argument("ours", type=FILE, required=False)
@click.argument("theirs", type=FILE, required=False)
@click.option(
    "--path",
    "name",
    metavar="NAME",
    help="What messages call OURS. git passes the path in the project.",
)
@click.option(
    "--install",
    is_flag=True,
    help="Make git use this command for the project's records in this clone.",
)
@click.pass_context
def merge(context: click.Context, ours: Path | None, theirs: Path | None, name: str | None, install: bool) -> int:
    """Add the lines that only THEIRS has to OURS, with new numbers.

    Both are versions of one account's record. If they touch the same workspace, score or run, OURS
    stays as it is, the command shows what both sides say, and exits 1.
    """
    session = session_of(context)
    if install:
        if ours is not None:
            hint = "Run `csws record merge --install`."
            raise UsageFault("`--install` takes no files.", hint=hint)
        return _install(session)
    if ours is None or theirs is None:
        hint = "Run `csws record merge OURS THEIRS`."
        raise UsageFault("`csws record merge` needs two files.", hint=hint)
    return _merge(session, ours, theirs, name or ours.as_posix())


def _merge(session: Session, ours: Path, theirs: Path, name: str) -> int:
    from csws.render.record import disputes_text
    from csws.render.style import shown
    from csws.workflow.record import merge_files

    done = merge_files(session.root, ours, theirs, name)
    if not done.disputes:
        session.note(f"{shown(name)}: {done.added} line{'' if done.added == 1 else 's'} added.")
        return 0
    click.echo(disputes_text(name, done.disputes, session.style()).rstrip(), err=True)
    raise CswsError(
        f"`{name}` was not merged: both sides touch the same things.",
        hint="Keep one version of the file. Then look at the account, and record what it shows with `csws observe`.",
        code="disputed",
    )


def _install(session: Session) -> int:
    from csws.workflow.record import records_of
    from csws.workflow.record_driver import install

    files = records_of(session.root, session.accounts, session.now, [])
    if not files:
        raise CswsError(_NONE, hint="Set `store: file:records/ACCOUNT.jsonl` first.", code="no_record")
    is_new, driver = install(session.root, [file.path for file in files])
    session.note(f".gitattributes {'was written; commit it' if is_new else 'has the line already'}.")
    session.note(f"This clone merges records with `{driver}`. Every clone needs this once.")
    return 0
