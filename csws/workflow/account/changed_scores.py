"""Which health scores of an account change while they are in force, and the records that tell how many change band."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csws.errors import ConfigInvalid
from csws.load.bounds import is_inside
from csws.model.catalog import Catalog
from csws.model.declaration import AccountEntry
from csws.model.score_moves import ScoreMoves
from csws.model.settings import Settings
from csws.workflow.account.check import CheckedAccount
from csws.workflow.account.desired import Desired
from csws.workflow.account.options import PlanOptions

if TYPE_CHECKING:
    from csws.kinds.health_scores.in_force import Changing


def changed_scores(
    root: Path, account: CheckedAccount, catalog: Catalog, sides: tuple[Settings, Desired], options: PlanOptions
) -> tuple[ScoreMoves, ...]:
    """What records tell of them; nothing where none are given. `sides` are the settings now and those that are wanted.

    Raises RecordsUnreadable, ConfigInvalid for a file outside the project that the project names, and UsageFault for
    csws's own record.
    """
    found = _changing(sides)
    _check_can_be_opened((*(options.records or ()), *options.activity))
    records = records_of(root, account.loaded.entry, options) if found else ()
    if not records:
        return ()
    from csws.workflow.account.questions import check_is_no_record  # most plans do without the lab
    from csws.workflow.account.score_moves import score_moves

    check_is_no_record(root, account.loaded.entry, (*records, *options.activity))
    return score_moves(account, catalog, found, records, options)


def notes_on_records(sides: tuple[Settings, Desired], options: PlanOptions) -> tuple[str, ...]:
    """What whoever gives records has to know, where they are not looked at."""
    return (_NOTHING_TO_COMPARE,) if options.records and not _changing(sides) else ()


def _changing(sides: tuple[Settings, Desired]) -> list[Changing]:
    current, wanted = sides
    if not wanted.settings.items:
        return []
    from csws.kinds.health_scores.in_force import changing  # only where there is a score

    return list(changing(current, wanted.settings, wanted.moved))


_NOTHING_TO_COMPARE = "No published health score changes its points or bands, so the records are not compared."


def _check_can_be_opened(paths: tuple[Path, ...]) -> None:
    """Whoever gives a file learns that it is missing or damaged, even if no score needs it."""
    if paths:
        from csws.records.sources import sources_of

        sources_of(paths)


def records_of(root: Path, entry: AccountEntry, options: PlanOptions) -> tuple[Path, ...]:
    """Those that somebody gives, else those that the project names. Raises ConfigInvalid for a file outside it."""
    name = entry.score_records
    if options.records is not None or name is None:
        return options.records or ()
    if not is_inside(root, name):
        raise ConfigInvalid(
            f"`{name}` leads out of the project's folder.",
            hint="Use a file beside or below csws.yaml, or give it with --records.",
            code="CSW005",
        )
    return (root / name,)
