"""`csws observe`: what somebody saw in the account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.completion import recorded
from csws.cli.invocation import session_of
from csws.cli.options import FILE, lock_option, who_option
from csws.cli.session import Session
from csws.errors import ConfigInvalid, CswsError

if TYPE_CHECKING:
    from csws.workflow.observe import Recorded


@click.command("observe")
@click.argument("file", type=FILE, required=False)
@click.option(
    "--set",
    "pairs",
    metavar="PATH=VALUE",
    multiple=True,
    shell_complete=recorded("paths_to_observe"),
    help="One field, e.g. workspace.emea.services.show=false or unmanaged.seen-x.name=X.",
)
@who_option(
    "--by", "--operator", "operator", envvar="CSWS_OPERATOR", metavar="WHO", help="Who saw it; overrides `operator:`."
)
@lock_option
@click.pass_context
def command(
    context: click.Context, file: Path | None, pairs: tuple[str, ...], operator: str | None, lock_timeout: float
) -> int:
    """Record what somebody saw in the account, as a new revision. Changes no setting.

    FILE is a worksheet, or YAML in the form of `csws export`. In the latter a block with a `name` describes its workspace
    completely; every other block describes only the fields it lists. `null` in place of a block means that the
    workspace is gone. A workspace that csws does not know yet is recorded as unmanaged. If anything cannot be what
    HubSpot shows, such as a misspelled property, nothing is recorded. If nothing differs from the record, csws only notes
    who looked and when. In a project with several accounts --account must name one.
    """
    from csws.model.target import RecordPermit
    from csws.workflow.observe import Observation, observe_account

    session = session_of(context)
    observation = Observation(pairs=pairs, text=_text(file), file=file.as_posix() if file else "")
    permit = RecordPermit(operator=operator, lock_timeout=lock_timeout)
    recorded = observe_account(session.root, session.accounts, session.now, observation, permit)
    if recorded.findings:
        return _refused(recorded, session)
    session.out(recorded_text(recorded, session))
    for note in recorded.notes:
        session.note(note)
    return 0


def _refused(recorded: Recorded, session: Session) -> int:
    from csws.render.change_words import counted
    from csws.render.diagnostics_text import findings_text

    click.echo(findings_text(recorded.findings, session.style()), err=True, nl=False)
    click.echo(f"Nothing was recorded: {counted(len(recorded.findings), 'error')}.", err=True)
    return ConfigInvalid.exit_code


def recorded_text(recorded: Recorded, session: Session) -> str:
    """What was recorded, and how it differs from what was known before."""
    from csws.render.observation import changes_text, unmanaged_text
    from csws.render.style import shown

    if recorded.is_silent:
        return f"{recorded.account}: nothing to record.\n"
    if recorded.revision is None:
        return f"{recorded.account}: seen at revision {recorded.known}. No difference from the last recorded state.\n"
    style = session.style()
    adopt = f"\n  → {shown(recorded.adopt)}\n" if recorded.adopt else ""
    news = "".join(unmanaged_text(item.name, item.change, style) for item in recorded.unmanaged)
    text = f"{recorded.account}: recorded as revision {recorded.revision}.\n{changes_text(recorded.changes, style)}{news}{adopt}"
    return f"{text}\n  → {_DRIFT}\n" if recorded.changes else text


_DRIFT = "This is drift now. To keep it, change the YAML in the same way. To undo it in the account, run `csws apply`."


def _text(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CswsError(
            f"`{file.as_posix()}` cannot be read: {error}.",
            hint="Give a YAML file in the form of `csws export`.",
            code="file",
        ) from error
