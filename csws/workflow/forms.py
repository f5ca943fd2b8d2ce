"""What somebody said in a form, recorded or adopted: as `observe` and `adopt` do with a sheet, but every finding comes back
with the field of the form that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from csws.kinds import workspaces
from csws.model.diagnostic import Diagnostic, merged
from csws.model.frozen import frozen
from csws.model.target import RecordPermit
from csws.workflow.adopt import Adopted, adopt_text, prospect_of_text
from csws.workflow.observation.differences import differences
from csws.workflow.observation.filled import FilledItem, FilledSheet, Spot, filled_sheet
from csws.workflow.observation.observed import observed
from csws.workflow.observation.sheet import seen_in_file
from csws.workflow.observe import Observation, Recorded, observe_account
from csws.workflow.prospect import Prospect
from csws.workflow.worksheet import Known, known_settings

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
    sheet = _sheet(known_settings(root, [account], now), items, adopts=False)
    recorded = observe_account(root, [account], now, Observation(text=sheet.text), permit)
    return Settled(result=recorded, findings=_placed(sheet, recorded.findings), sheet=sheet)


def observation_foreseen(root: Path, account: str, now: datetime, items: Sequence[FilledItem]) -> Settled[Recorded]:
    """What `observe_form` would record; records nothing."""
    known = known_settings(root, [account], now)
    sheet = _sheet(known, items, adopts=False)
    seen, wrong = seen_in_file(sheet.text, "")
    found = observed(known.recorded, seen, known.catalog)
    changes, unmanaged = differences(known.recorded, found.settings, known.catalog)
    findings = merged([*wrong, *found.findings])
    recorded = Recorded(account=account, known=known.revision, changes=changes, unmanaged=unmanaged, findings=findings)
    return Settled(result=recorded, findings=_placed(sheet, findings), sheet=sheet)


def adopt_form(
    root: Path, account: str, now: datetime, items: Sequence[FilledItem], permit: RecordPermit
) -> Settled[Adopted]:
    """Adopts what a form says. Raises UsageFault in a project of several accounts."""
    sheet = _sheet(known_settings(root, [account], now), items, adopts=True)
    adopted = adopt_text(root, [account], now, sheet.text, permit)
    return Settled(result=adopted, findings=_placed(sheet, adopted.findings), sheet=sheet)


def adoption_foreseen(root: Path, account: str, now: datetime, items: Sequence[FilledItem]) -> Settled[Prospect]:
    """What `adopt_form` would record and write; does neither."""
    sheet = _sheet(known_settings(root, [account], now), items, adopts=True)
    found = prospect_of_text(root, [account], now, sheet.text)
    return Settled(result=found, findings=_placed(sheet, merged(found.findings)), sheet=sheet)


def _sheet(known: Known, items: Iterable[FilledItem], *, adopts: bool) -> FilledSheet:
    return filled_sheet(known.account, items, known.keys(workspaces.KIND), adopts=adopts)


def _placed(sheet: FilledSheet, findings: Iterable[Diagnostic]) -> tuple[tuple[Spot | None, Diagnostic], ...]:
    return tuple((sheet.spot_of(found), found) for found in findings)
