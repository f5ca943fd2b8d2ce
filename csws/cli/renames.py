"""Shows which names in the files are out of date since something was renamed in HubSpot, and
corrects them if a person agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csws.cli.approval import agrees
from csws.cli.session import Session
from csws.errors import CswsError
from csws.render.style import shown

if TYPE_CHECKING:
    from csws.workflow.catalog import Written
    from csws.workflow.renames import Correction


def say_renames(
    session: Session, account: str, written: Written, language: str, *, rename: bool, auto_approve: bool
) -> int:
    """The exit code: 1 if a name should have been corrected and was not."""
    from csws.workflow.renames import corrections

    places = corrections(session.root, account, session.now, written.renamed)
    certain = [place for place in places if place.other is None]
    for item in written.renamed:
        if any(place.item == item for place in places):
            to_be_done = not rename and any(place.item == item for place in certain)
            what_to_do = " Run `csws catalog pull --rename` to correct your files." if to_be_done else ""
            click.echo(f"{account}: {shown(item.said)}.{what_to_do}", err=True)
    for place in places:
        if place.other is not None:
            click.echo(f"{account}: {_left(place)}", err=True)
    if not rename or not certain:
        return 0
    try:
        _corrected(session, account, written, certain, None if auto_approve else language)
    except CswsError as error:
        hint = f"\n→ {shown(error.hint)}" if error.hint else ""
        click.echo(f"{account}: {shown(error.message)}{hint}", err=True)
        return error.exit_code
    return 0


def _corrected(
    session: Session, account: str, written: Written, certain: list[Correction], language: str | None
) -> None:
    """Asks in a language, or not at all."""
    from csws.workflow.renames import correct

    for place in certain:
        session.out(f"  {shown(place.file)}:{place.line}: {shown(place.item.old)} → {shown(place.new)}\n")
    if language is not None:
        agrees(session, "ask.rename", language)
    files = correct(session.root, account, session.now, written.renamed)
    session.out(f"{account}: corrected {', '.join(map(shown, files))}.\n")


def _left(place: Correction) -> str:
    return shown(
        f"{place.file}:{place.line} still says `{place.item.old}`: the account `{place.other}` uses this"
        f" file too, and has that name. Set `{place.new}` in an overlay."
    )
