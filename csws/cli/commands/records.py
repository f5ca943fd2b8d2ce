"""`csws records pull`: the records that a health score needs, from HubSpot."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.invocation import CommandGroup, session_of
from csws.errors import UsageFault
from csws.render.style import shown

if TYPE_CHECKING:
    from csws.workflow.records_pull import PulledRecords


class _Records(CommandGroup):
    """Says where the commands of `csws record` are: the two names are easily taken for each other."""

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in ("verify", "merge", "show"):
            hint = f"To {args[0]} the record of an account, use `csws record {args[0]}`."
            raise UsageFault(f"`csws records` has no command `{args[0]}`.", hint=hint)
        return super().resolve_command(context, args)


@click.group("records", cls=_Records)
def command() -> None:
    """Pull the records that a health score needs, to try the score on them (`csws score`)."""


@command.command("pull")
@click.argument("key")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Write the records here, as CSV."
)
@click.option(
    "--as-of",
    "as_of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The records as they were at the end of this day, from the history that HubSpot keeps.",
)
@click.pass_context
def pull(context: click.Context, key: str, out: Path, as_of: datetime | None) -> None:
    """Read the records of the score KEY from HubSpot: only the properties that its rules compare, and `property:`.

    Needs a token in CSWS_HUBSPOT_TOKEN. An interrupted pull goes on from FILE.part on the same day. Changes nothing in HubSpot.
    """
    from csws.render.change_words import counted
    from csws.workflow.records_pull import pull_records

    session = session_of(context)
    day = as_of.date() if as_of else None
    found = pull_records(session.root, session.accounts, session.now, key, out, as_of=day)
    session.out(f"Wrote {out.as_posix()}: {counted(found.records, 'record')} of {found.object}.\n", *_notes(found))


def _notes(found: PulledRecords) -> list[str]:
    """What somebody must know of the file before they use it."""
    from csws.render.change_words import counted

    out = [f"Read in an earlier, interrupted pull: {counted(found.resumed, 'record')}.\n"] if found.resumed else []
    out += [f"Left out, because created later: {counted(found.later, 'record')}.\n"] if found.later else []
    out += [f"Left out, because deleted during the pull: {counted(found.gone, 'record')}.\n"] if found.gone else []
    for name, count in found.unknown.items():
        out.append(f"`{shown(name)}` is not known on that day for {counted(count, 'record')}: {_UNKNOWN}\n")
    return out


_UNKNOWN = "HubSpot does not keep its history for so long. The cell is empty, which counts as no value."
