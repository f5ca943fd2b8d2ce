"""What the record of an account holds, read through csws's own reader: any store that has one can be checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from csws.model.runs import BegunRun, DoneStep
from csws.model.settings import Settings
from csws.model.target import AccountRef, RecordEvent, Revision
from csws.state.snapshot import to_text
from csws.targets import target_for
from tests.histories.model import FRESH, Account, Planned, account_of
from tests.histories.project import ACCOUNTS, Project


@dataclass(frozen=True)
class Record:
    revisions: Sequence[Revision]
    events: Sequence[RecordEvent]
    done: Sequence[DoneStep]
    run: BegunRun | None
    settings: Settings

    @property
    def now(self) -> Account:
        return account_of(to_text(self.settings)) if self.revisions else FRESH


def reference(project: Project, name: str) -> AccountRef:
    store = project.record(name) or "sqlite:.csws/store.db"
    return AccountRef(id=ACCOUNTS[name], name=name, target=project.target(name), root=str(project.root), store=store)


def record_of(project: Project, name: str) -> Record:
    account = reference(project, name)
    with target_for(account.scheme).reader(account) as reader:
        settings = reader.read().settings
        return Record(
            revisions=list(reader.revisions()),
            events=list(reader.events()),
            done=list(reader.done_steps()),
            run=reader.unfinished(),
            settings=settings,
        )


def planned(run: BegunRun) -> list[Planned]:
    """The steps of a run that was begun."""
    plan = json.loads(run.plan)
    return [
        Planned(
            id=step["id"],
            action=step["action"],
            address=step["address"],
            paths=frozenset(step["sets"]),
            old=step["was"].get("key") if step["action"] == "move" else None,
        )
        for step in plan["steps"]
    ]
