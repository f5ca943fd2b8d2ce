"""`csws studio`: a local page for those who write no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.invocation import session_of
from csws.cli.options import FILE, language_option
from csws.cli.session import Session
from csws.errors import CswsError

if TYPE_CHECKING:
    from csws.studio.door import Door


@click.command("studio")
@click.option("--no-browser", is_flag=True, help="Print the link instead of opening the browser.")
@click.option(
    "--records",
    "records",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Records to try health scores on (may be repeated).",
)
@language_option
@click.pass_context
def command(context: click.Context, no_browser: bool, records: tuple[Path, ...], language: str) -> int:
    """Open a local page of this project: adopt an account, change its settings, review, and carry out runbooks.

    The page is for this machine and one browser only. It ends with its button, with Ctrl-C, or after 30 minutes without
    use. It needs the extra `csws[studio]`.
    """
    try:
        from csws.studio.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        hint = "Install it beside csws: pip install starlette uvicorn"
        raise CswsError("The studio is not installed.", hint=hint, code="not_installed") from None
    from csws.studio.desk import Desk
    from csws.workflow.account.check import no_account

    session = session_of(context)
    desk = Desk(root=session.root, language=language, patterns=session.accounts, records=records)
    if not desk.opened().names and not desk.has_project:
        raise no_account(session.root)
    serve(desk, lambda door: _opened(session, door, is_shown=no_browser))
    session.note("The studio has ended. What you typed is kept as drafts.")
    return 0


def _opened(session: Session, door: Door, *, is_shown: bool) -> None:
    """Tells the link: to the browser, or to whoever reads stdout."""
    if is_shown:
        session.out(f"{door.link()}\n")
    else:
        _show_in_browser(session, door)
    if sys.stdin.isatty():
        session.note("Press Enter for a new link; each works once, within a minute. Ctrl-C ends the studio.")
        _answer_enter(session, door)
    else:
        session.note("The link works once, within a minute. Ctrl-C ends the studio.")


def _show_in_browser(session: Session, door: Door) -> None:
    import webbrowser

    if not webbrowser.open(door.link()):
        session.note("No browser could be opened. Open this link:")
        session.out(f"{door.link()}\n")
        return
    session.note(f"The studio is open in your browser (127.0.0.1:{door.port}).")


def _answer_enter(session: Session, door: Door) -> None:
    from threading import Thread

    def each_line() -> None:
        for _ in sys.stdin:
            session.out(f"{door.link()}\n")

    Thread(target=each_line, daemon=True).start()
