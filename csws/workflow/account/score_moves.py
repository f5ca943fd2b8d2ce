"""The figures of changed health scores over records: how many change band, and why. Keeps no record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.in_force import Changing
from csws.kinds.health_scores.score import Score
from csws.lab.comparing import Comparing, Comparison
from csws.lab.scoring.engine import Engine
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.score_moves import BandMove, ScoreMoves
from csws.records.misfits import MisfitKind, Misfits
from csws.records.records import Records
from csws.records.sources import Source
from csws.records.values import zone_of
from csws.workflow.account.check import CheckedAccount
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.questions import headings_in, question_of

_CHUNK = 1 << 20


@frozen
class _Files:
    """Records and activity, with their day and their checksum."""

    records: tuple[Path, ...]
    activity: tuple[Path, ...]
    as_of: date
    checksum: str


def score_moves(
    account: CheckedAccount,
    catalog: Catalog,
    found: Iterable[Changing],
    records: tuple[Path, ...],
    options: PlanOptions,
) -> tuple[ScoreMoves, ...]:
    """The figures of every score in `found` whose version in force is known. Raises RecordsUnreadable."""
    files = _Files(
        records=records,
        activity=options.activity,
        as_of=options.as_of or account.now.astimezone(zone_of(catalog.time_zone)).date(),
        checksum=_checksum((*records, *options.activity)),
    )
    return tuple(_moves(item.before, item, files, catalog) for item in found if item.before is not None)


def _checksum(paths: Iterable[Path]) -> str:
    """Of the files, one after another: of one file it is that of `sha256sum`."""
    found = sha256()
    for path in paths:
        with Source(path=path).opened() as stream:
            while part := stream.read(_CHUNK):
                found.update(part)
    return f"sha256:{found.hexdigest()}"


def _moves(before: Score, item: Changing, files: _Files, catalog: Catalog) -> ScoreMoves:
    misfits = Misfits()
    engine = Engine(question_of(catalog, (before, item.after), files.as_of, files.activity), Misfits())
    comparing = Comparing(engine)
    comparing.take(Records(files.records, headings_in(catalog, item.after.object, engine.wanted), misfits))
    found = comparing.found()
    missing = [one.column for one in misfits.found() if one.kind is MisfitKind.MISSING_COLUMN]
    return ScoreMoves(
        address=item.address,
        records=found.records,
        changed=found.changed,
        unclear=found.unclear,
        checksum=files.checksum,
        as_of=files.as_of.isoformat(),
        missing=tuple(sorted(name for name in missing if name is not None)),
        matrix=() if missing else _matrix(found),
        moves=() if missing else _reasons(found),
    )


def _matrix(found: Comparison) -> tuple[tuple[str, str, int], ...]:
    """From the worst band to the best."""
    cells = ((start, end, found.matrix.get((start, end), 0)) for start in Band for end in Band)
    return tuple((start.value, end.value, number) for start, end, number in cells if number)


def _reasons(found: Comparison) -> tuple[BandMove, ...]:
    """The most frequent first."""
    return tuple(
        BandMove(start=move.start.value, end=move.end.value, because=move.because, records=number)
        for move, number in found.moves
    )
