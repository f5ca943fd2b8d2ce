"""`csws observe`: what somebody saw in the account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.invocation import session_of
from csws.cli.options import FILE, lock_option
from csws.cli.session import Session
from csws.errors import CswsError

if TYPE_CHECKING:
    from csws.workflow.observe import Recorded


@click.command("observe")
@click.argument("file", type=FILE, required=False)
@click.option(
    "--set", "pairs", metavar="PATH=VALUE", multiple=True, help="One field, e.g. workspace.emea.services.show=false."
)
@click.option("--operator", envvar="CSWS_OPERATOR", metavar="EMAIL", help="Who saw it; overrides `operator:`.")
@lock_option
@click.pass_context
def command(
    context: click.Context, file: Path | None, pairs: tuple[str, ...], operator: str | None, lock_timeout: float
) -> int:
    """Record what somebody saw in the account, as a new revision. Changes no setting.

    FILE is YAML in the form of `csws export`. A block with a `name` describes its workspace completely; a block without
    one describes only the fields it lists; `null` means that the workspace is gone. Workspaces under unknown keys
    are recorded as unmanaged.
    """
    from csws.cli.outcomes import say_errors
    from csws.model.target import RecordPermit
    from csws.workflow.observe import observe_project, seen_of
    from csws.workflow.run.per_account import worst_of

    session = session_of(context)
    seen = seen_of(pairs, _text(file), str(file))
    permit = RecordPermit(operator=operator, lock_timeout=lock_timeout)
    outcomes = observe_project(session.root, session.accounts, session.now, seen, permit)
    say_errors(outcomes)
    for item in outcomes:
        if item.value is not None:
            session.out(
                f"{item.account}: recorded as revision {item.value.revision}.{_differences(item.value, session)}\n"
            )
    return worst_of(outcomes)


def _differences(recorded: Recorded, session: Session) -> str:
    """What differs from what was known before."""
    from csws.render.change_text import change_lines

    lines = [line for change in recorded.changes for line in change_lines(change, session.style(), past=True)]
    return "\n" + "\n".join(lines) if lines else " No difference from the last recorded state."


def _text(file: Path | None) -> str | None:
    try:
        return file.read_text(encoding="utf-8-sig") if file else None
    except (OSError, UnicodeDecodeError) as error:
        raise CswsError(
            f"`{file}` cannot be read: {error}.", hint="Give a YAML file in the form of `csws export`.", code="file"
        ) from error
