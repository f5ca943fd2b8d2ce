"""`csws adopt`: a filled sheet of what exists in HubSpot becomes record, keys and YAML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.invocation import session_of
from csws.cli.options import FILE, lock_option, who_option
from csws.cli.session import Session
from csws.errors import ConfigInvalid, CswsError

if TYPE_CHECKING:
    from csws.model.address import Address
    from csws.workflow.additions import Unwritten
    from csws.workflow.adopt import Adopted


@click.command("adopt")
@click.argument("file", type=FILE)
@who_option(
    "--by", "--operator", "operator", envvar="CSWS_OPERATOR", metavar="WHO", help="Who saw it; overrides `operator:`."
)
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 if changes are pending afterwards.")
@lock_option
@click.pass_context
def command(
    context: click.Context, file: Path, operator: str | None, detailed_exitcode: bool, lock_timeout: float
) -> int:
    """Adopt what exists in HubSpot: a filled worksheet becomes the record, the keys and the YAML.

    FILE is a worksheet (`csws worksheet FILE`), or YAML in the form of `csws export`. The
    workspaces get the keys that they have in it. What the project declares already does not change;
    the plan at the end shows where it differs. If anything is wrong with the sheet, or with the
    project as it would be, csws records and writes nothing. After an interruption, run the same
    command again. Not for a project with several accounts.

    No setting is changed.
    """
    from csws.model.target import RecordPermit
    from csws.workflow.adopt import adopt_sheet

    session = session_of(context)
    permit = RecordPermit(operator=operator, lock_timeout=lock_timeout)
    adopted = adopt_sheet(session.root, session.accounts, session.now, file, permit)
    if adopted.findings:
        return _refused(adopted, session, file.as_posix())
    session.out(_adopted_text(adopted, session))
    for note in adopted.notes:
        session.note(note)
    if adopted.unwritten:
        return _unwritten(adopted, file)
    return _planned(session, detailed_exitcode)


def _refused(adopted: Adopted, session: Session, sheet: str) -> int:
    from csws.render.change_words import counted
    from csws.render.diagnostics_text import findings_text

    click.echo(findings_text(adopted.findings, session.style_of_stderr()), err=True, nl=False)
    click.echo(f"Nothing was recorded or written: {counted(len(adopted.findings), 'error')}.", err=True)
    places = {item.span.file for item in adopted.findings if item.span}
    if places - {sheet}:
        click.echo("→ Correct the files of the project first; `csws validate` checks them too.", err=True)
    if adopted.breaks_laws and sheet in places:
        click.echo(_IF_IT_IS_SO, err=True)
    return ConfigInvalid.exit_code


_IF_IT_IS_SO = (
    "→ Correct the sheet where it is wrong. If HubSpot really shows this, write the block into the "
    "YAML as it should be:\n  `csws adopt` leaves it alone, records what HubSpot shows, and the plan "
    "shows the difference.\n  `csws observe FILE` records the sheet without adopting anything."
)


def _adopted_text(adopted: Adopted, session: Session) -> str:
    from csws.render.observation import changes_text, unmanaged_text
    from csws.render.style import shown

    if not adopted.is_recorded:
        return "" if adopted.unwritten else f"{adopted.account}: nothing to adopt.\n\n"
    style, revision = session.style(), adopted.revision
    known = f"{adopted.account}: as known at revision {adopted.known}.\n"
    lines = [f"{adopted.account}: recorded as revision {revision}.\n" if revision is not None else known]
    lines += [f"  adopted {_called(address, name)}\n" for address, name in adopted.adopted.items()]
    lines += [f"  wrote {shown(file)}\n" for file in adopted.files]
    lines += [changes_text(adopted.changes, style)]
    lines += [unmanaged_text(item.name, item.change, style) for item in adopted.unmanaged]
    return "".join([*lines, "\n"])


def _called(address: Address, name: str) -> str:
    from csws.kinds import kind_of
    from csws.render.style import shown

    return f"{kind_of(address).shown_key(address.key)} “{shown(name)}”" if address.key else f"the {address}"


def _unwritten(adopted: Adopted, file: Path) -> int:
    """The text of each file that lacks it, so that nothing is lost."""
    for item in adopted.unwritten:
        click.echo(_missing(item), err=True, nl=False)
    done = "The sheet was recorded." if adopted.is_recorded else "Nothing was recorded or written."
    next_step = f"Fix this, or add the text yourself, and run again: csws adopt {file.as_posix()}"
    click.echo(f"{done}\n→ {next_step}", err=True)
    return CswsError.exit_code


def _missing(item: Unwritten) -> str:
    from csws.render.style import shown

    lines = "".join(f"    {shown(line)}\n" for line in item.added.splitlines())
    return f"Error: {shown(item.why.message)} It should also contain:\n\n{lines}\n"


def _planned(session: Session, detailed_exitcode: bool) -> int:
    from csws.render import PLAN_FORMATS, pieces
    from csws.workflow.account.options import PlanOptions
    from csws.workflow.run.plan_run import plan_project

    plan = plan_project(session.root, session.accounts, PlanOptions(), session.now)
    session.write(pieces(PLAN_FORMATS, "text", plan, session.style(command=session.command("apply"))))
    return 2 if detailed_exitcode and plan.has_changes else 0
