"""`csws score try|compare|backtest|verify`: health scores tried on real records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csws.cli.empty import Empty, Json, error_document
from csws.cli.guard_options import activity_option, as_of_option
from csws.cli.invocation import CommandGroup, session_of
from csws.cli.options import READ, Decorator, as_record, format_option, language_option
from csws.cli.session import Session
from csws.errors import CswsError
from csws.model.frozen import frozen

if TYPE_CHECKING:
    from csws.lab.results import Result
    from csws.workflow.score_records import Given

_FORMATS = ("text", "json", "html", "markdown")


@frozen
class LabRequest:
    """What every command of the lab is given."""

    key: str
    records: tuple[Path, ...]
    activity: tuple[Path, ...]
    as_of: date | None
    names: bool
    strict: bool
    form: str
    language: str

    @property
    def given(self) -> Given:
        from csws.workflow.score_records import Given

        return Given(records=self.records, activity=self.activity, names=self.names, strict=self.strict)


def _empty(command: str) -> Empty:
    def document(error: CswsError, words: Sequence[str]) -> Json:
        from csws.render.scores.document import failure_of

        return failure_of(command, error_document(error))

    return document


def _lab_options(command: str, as_of: Decorator) -> Decorator:
    return as_record(
        "request",
        LabRequest,
        click.argument("key"),
        click.argument("records", metavar="RECORDS...", nargs=-1, required=True, type=READ),
        activity_option,
        as_of,
        click.option("--names", is_flag=True, help="Show the names of records, not only their ids."),
        click.option("--strict", is_flag=True, help="Exit 3 if anything in the files does not fit."),
        format_option(_FORMATS, _empty(command)),
        language_option,
    )


@click.group("score", cls=CommandGroup)
def command() -> None:
    """Try a health score on real records: exports of HubSpot as CSV, a zip of them, or JSON Lines.

    Nothing is written, in HubSpot or here, but a file that --out names.
    """


@command.command("try")
@_lab_options("try", as_of_option())
@click.option("--explain", metavar="ID", multiple=True, help="Show why this record has its points (may be repeated).")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write each record's points as CSV."
)
@click.pass_context
def try_(context: click.Context, request: LabRequest, explain: tuple[str, ...], out: Path | None) -> int:
    """Show what the score KEY gives to the records: bands, groups, rules, and what to look at."""
    from csws.workflow.score_try import try_score

    session = session_of(context)
    found = try_score(
        session.root,
        session.accounts,
        session.now,
        request.key,
        request.given,
        as_of=request.as_of,
        explain=explain,
        out=out,
    )
    if out is not None:
        session.note(f"Wrote {out.as_posix()}.")
    return _say(session, request, found)


@command.command("compare")
@_lab_options("compare", as_of_option())
@click.option("--against", "other", metavar="FILE|REVISION", help="A csws.yaml, an included file, or a revision.")
@click.option("--base-ref", metavar="REF", help="The score at this git ref, e.g. origin/main.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 if a record changes band.")
@click.pass_context
def compare(
    context: click.Context, request: LabRequest, other: str | None, base_ref: str | None, detailed_exitcode: bool
) -> int:
    """Compare the score KEY with another version of it: which records change band, and why."""
    from csws.workflow.score_compare import Against, compare_score

    session = session_of(context)
    found = compare_score(
        session.root,
        session.accounts,
        session.now,
        request.key,
        request.given,
        Against(other=other, base_ref=base_ref),
        as_of=request.as_of,
    )
    return _say(session, request, found) or (2 if detailed_exitcode and found.comparison.moved else 0)


@command.command("backtest")
@_lab_options("backtest", as_of_option(required=True, help="The day that the records are of, e.g. 2025-11-25."))
@click.option(
    "--outcome", type=READ, multiple=True, required=True, metavar="FILE", help="Who was lost and when: id, date."
)
@click.option(
    "--within",
    type=click.IntRange(1),
    default=365,
    show_default=True,
    metavar="DAYS",
    help="How long after that day a loss counts.",
)
@click.pass_context
def backtest(context: click.Context, request: LabRequest, outcome: tuple[Path, ...], within: int) -> int:
    """Compare the score KEY with what really happened: did it predict who would be lost?"""
    from csws.workflow.score_backtest import backtest_score

    session = session_of(context)
    assert request.as_of is not None  # it is required
    found = backtest_score(
        session.root,
        session.accounts,
        session.now,
        request.key,
        request.given,
        outcome,
        as_of=request.as_of,
        within=within,
    )
    code = _say(session, request, found)
    return code or (3 if request.strict and not found.backtest.findings.concluded else 0)


@command.command("verify")
@_lab_options("verify", as_of_option())
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 if a number differs.")
@click.pass_context
def verify(context: click.Context, request: LabRequest, detailed_exitcode: bool) -> int:
    """Compare HubSpot's own number of the score KEY (`property:`) with csws's, record by record."""
    from csws.workflow.score_verify import verify_score

    session = session_of(context)
    found = verify_score(session.root, session.accounts, session.now, request.key, request.given, as_of=request.as_of)
    return _say(session, request, found) or (2 if detailed_exitcode and found.verification.differ else 0)


def _say(session: Session, request: LabRequest, found: Result) -> int:
    """Prints a result. Returns 3 where something does not fit and nothing may be left out."""
    from csws.render import SCORE_FORMATS, pieces

    session.write(pieces(SCORE_FORMATS, request.form, found, session.style(language=request.language)))
    return 3 if request.strict and found.about.misfits else 0
