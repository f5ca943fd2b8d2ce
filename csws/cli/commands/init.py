"""`csws init`: creates a project, with samples or for a HubSpot account that exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from csws.cli.invocation import session_of
from csws.cli.session import Session
from csws.errors import UsageFault

if TYPE_CHECKING:
    from csws.workflow.init_hubspot import Request
    from csws.workflow.new_project import NewProject


def _portal(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    if text is not None and not re.fullmatch("[0-9]+", text):
        raise click.BadParameter(f"`{text}` is not the id of a HubSpot account, which is a number.")
    return text


@click.command("init")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--hubspot", is_flag=True, help="For a HubSpot account that exists, without samples.")
@click.option(
    "--portal",
    metavar="ID",
    callback=_portal,
    help="The id of the HubSpot account; needed only if no token is set.",
)
@click.option(
    "--subscription",
    type=click.Choice(["professional", "enterprise"]),
    help="The tier of the account's Service Hub; enterprise unless given.",
)
@click.pass_context
def command(
    context: click.Context,
    folder: Path | None,
    hubspot: bool,
    portal: str | None,
    subscription: str | None,
) -> None:
    """Create a project that works immediately: an embedded account, a realistic catalogue, two team
    workspaces. With --hubspot, create one for a HubSpot account that exists.

    The account gets the name of the folder. Nothing is ever overwritten: if there is a project
    already, init exits with 1.
    """
    session = session_of(context)
    where = session.root / folder if folder else session.root
    if hubspot:
        from csws.workflow.init_hubspot import Request

        asked = Request(portal=portal, subscription=subscription)
        _start_hubspot(session, where, _csws_in(context, where), asked)
        return
    if portal or subscription:
        message = "--portal and --subscription describe a HubSpot account."
        raise UsageFault(message, hint="Add --hubspot.")
    from csws.workflow.init import start_project

    _report(session, start_project(where))
    session.note(f"Next: run {_csws_in(context, where)} validate, then plan, then apply.")


def _start_hubspot(session: Session, where: Path, csws: str, asked: Request) -> None:
    from csws.cli.progress import reading_of
    from csws.workflow.init_hubspot import start_hubspot_project

    done = start_hubspot_project(where, asked, session.now, reading_of(session))
    _report(session, done.project)
    session.out(f"The account is portal {done.portal}, called `{done.account}` here.\n")
    session.note("csws reads the account with these scopes of the token:")
    session.note(fill(", ".join(done.scopes), initial_indent="  ", subsequent_indent="  "))
    for line in done.unreadable:
        session.note(line)
    if done.pulled:
        session.note(f"Next: run {csws} worksheet sheet.yaml, correct the sheet while you look at")
        session.note(f"HubSpot's screens, and run {csws} adopt sheet.yaml")
    else:
        session.note(f"Next: set CSWS_HUBSPOT_TOKEN to a token, then run {csws} catalog pull")


def _report(session: Session, project: NewProject) -> None:
    session.out("".join(f"wrote {path.as_posix()}\n" for path in sorted(project.written)))
    for path, lines in project.lacking.items():
        session.note(f"{path.as_posix()} already exists and was left unchanged. Add these lines to it:")
        session.note("".join(f"  {line}\n" for line in lines).rstrip("\n"))


def _csws_in(context: click.Context, folder: Path) -> str:
    """The words that run csws in a folder, from the person's working directory."""
    place = Path(context.find_root().params["directory"]) / folder
    return "csws" if place == Path() else f"csws -C {shlex.quote(place.as_posix())}"
