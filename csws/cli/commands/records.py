"""`csws records pull`: the records that a health score needs, from HubSpot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.invocation import CommandGroup, session_of
from csws.cli.options import language_option
from csws.errors import UsageFault

if TYPE_CHECKING:
    from csws.render.words import Words
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
@language_option
@click.pass_context
def pull(context: click.Context, key: str, out: Path, as_of: datetime | None, language: str) -> None:
    """Read the records of the score KEY from HubSpot: only the properties that its rules compare, and `property:`.

    Needs a token in CSWS_HUBSPOT_TOKEN. An interrupted pull goes on from FILE.part on the same day. Changes nothing in HubSpot.
    """
    from csws.cli.progress import pulling_of
    from csws.render.words import words_of
    from csws.workflow.records_pull import pull_records

    session, words = session_of(context), words_of(language)
    day = as_of.date() if as_of else None
    with pulling_of(session, words) as tell:
        found = pull_records(session.root, session.accounts, session.now, key, out, as_of=day, tell=tell)
    records = words.count("count.records", found.records).striptags()
    wrote = words.plain("pull.wrote", file=out.as_posix(), records=records, object=found.object)
    session.out(f"{wrote}\n", *(f"{note}\n" for note in _notes(found, words)))


def _notes(found: PulledRecords, words: Words) -> Iterator[str]:
    """What somebody must know of the file before they use it."""
    counts = {"pull.resumed": found.resumed, "pull.later": found.later, "pull.gone": found.gone}
    for key, number in counts.items():
        if number:
            yield words.plain(key, records=words.count("count.records", number).striptags())
    for name, number in found.unknown.items():
        yield words.plain("pull.unknown", name=name, records=words.count("count.records", number).striptags())
