"""A step-wise place for several accounts: each has its settings, and a log of what was done, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from csws.model.settings import Settings
from csws.model.target import AccountRef
from csws.state.snapshot import from_text, to_text
from csws.targets.stepwise import StepwiseTarget
from tests.crash.place import FilePlace


def folder_of(root: Path, account: str) -> Path:
    folder = root / "place" / account
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class OwnPlace(FilePlace):
    def __init__(self, account: AccountRef) -> None:
        folder = folder_of(Path(account.root), account.id)
        self.file, self.log = folder / "settings.json", folder / "log"


def looked(place: FilePlace) -> Settings:
    found = place.look()
    assert found is not None
    return found


def copied(place: FilePlace, before: Settings, after: Settings) -> None:
    """What somebody saw of the workspaces and scores that differ is how the place is."""
    here = looked(place)
    workspaces = _copied(here.workspaces, before.workspaces, after.workspaces)
    settings = here.with_workspaces(workspaces).with_items(_copied(here.items, before.items, after.items))
    place.file.write_text(to_text(from_text(to_text(settings))))


def _copied(here: Iterable[Any], before: Iterable[Any], after: Iterable[Any]) -> list[Any]:
    old, new = ({item.id: item for item in side} for side in (before, after))
    changed = {at for at in {*old, *new} if old.get(at) != new.get(at)}
    kept = [item for item in here if item.id not in changed]
    return [*kept, *(new[at] for at in changed if at in new)]


TARGET = StepwiseTarget(OwnPlace)
