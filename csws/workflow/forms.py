"""What somebody said in a form, recorded or adopted: as `observe` and `adopt` do with a sheet, but every finding comes back
with the field of the form that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from csws.kinds import workspaces
from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.target import RecordPermit
from csws.workflow.adopt import Adopted, adopt_text
from csws.workflow.observation.filled import FilledItem, FilledSheet, Spot, filled_sheet
from csws.workflow.observe import Observation, Recorded, observe_account
from csws.workflow.worksheet import known_settings

T = TypeVar("T")


@frozen
class Settled(Generic[T]):
    """What came of a form, and its findings with their fields; None for a finding about none of them."""

    result: T
    findings: tuple[tuple[Spot | None, Diagnostic], ...]
    sheet: FilledSheet


def observe_form(
    root: Path, account: str, now: datetime, items: Sequence[FilledItem], permit: RecordPermit
) -> Settled[Recorded]:
    """Records what a form says, or nothing at all. Raises UsageFault for a form that says nothing."""
    sheet = _sheet(root, account, now, items, adopts=False)
    recorded = observe_account(root, [account], now, Observation(text=sheet.text), permit)
    return Settled(result=recorded, findings=_placed(sheet, recorded.findings), sheet=sheet)


def adopt_form(
    root: Path, account: str, now: datetime, items: Sequence[FilledItem], permit: RecordPermit
) -> Settled[Adopted]:
    """Adopts what a form says. Raises UsageFault in a project of several accounts, and for a form that says nothing."""
    sheet = _sheet(root, account, now, items, adopts=True)
    adopted = adopt_text(root, [account], now, sheet.text, permit)
    return Settled(result=adopted, findings=_placed(sheet, adopted.findings), sheet=sheet)


def _sheet(root: Path, account: str, now: datetime, items: Iterable[FilledItem], *, adopts: bool) -> FilledSheet:
    known = known_settings(root, [account], now)
    return filled_sheet(account, items, known.keys(workspaces.KIND), adopts=adopts)


def _placed(sheet: FilledSheet, findings: Iterable[Diagnostic]) -> tuple[tuple[Spot | None, Diagnostic], ...]:
    return tuple((sheet.spot_of(found), found) for found in findings)
