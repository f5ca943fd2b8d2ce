"""What a test knows of one account, and how each turn of its record is held against that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csws.model.target import Revision
from csws.state.snapshot import to_text
from tests.histories import model
from tests.histories.model import FRESH, Account
from tests.histories.record import Record, planned
from tests.histories.stores import Store

NOBODY: Mapping[str, frozenset[str]] = {}
OURS = frozenset({"key", "protect"})  # what csws writes down itself, wherever steps are done by hand


@dataclass(frozen=True)
class Act:
    """What a command may do: revisions of one `kind`, in the accounts asked for. `who` runs it; `by` did the steps `done`.
    `deletes` are the keys that the configuration of then asks to delete, by account. One that `agrees` takes an account in
    which nothing is left to do as base of drift; one that `adopts` does where there is no base yet."""

    kind: str = ""
    who: str | None = None
    accounts: Sequence[str] = ()
    deletes: Mapping[str, frozenset[str]] = field(default_factory=lambda: NOBODY)
    resumes: bool = False
    agrees: bool = False
    adopts: bool = False
    by: str | None = None
    done: Sequence[int] = ()
    ends: str | None = None


READS = Act()


@dataclass
class Book:
    store: Store
    name: str
    states: list[Account] = field(default_factory=lambda: [FRESH])
    base: Account | None = None
    events: int = 0
    texts: list[str] = field(default_factory=list)
    deletes: dict[str, frozenset[str]] = field(default_factory=dict)  # by run
    run: str | None = None
    used: set[str] = field(default_factory=lambda: {"primary"})

    def turned(self, act: Act, record: Record, told: Any, agreed: bool) -> None:
        """The record after an act: nothing of before has changed, and what is new is true."""
        known = len(self.texts)
        assert [item.number for item in record.revisions] == list(range(1, len(record.revisions) + 1)), "a gap"
        assert [repr(item) for item in record.revisions[:known]] == self.texts, "the past has changed"
        self._begun(act, record)
        for revision in record.revisions[known:]:
            self._revision(act, revision, record, _told(told, revision.number))
        assert self.states[-1] == record.now
        if agreed and self.states[1:]:
            self.base = self.states[-1]
        self.run = record.run.id if record.run else None
        if told["run"] is not None:
            self._check_waiting(record, told["run"])

    def _check_waiting(self, record: Record, told: Any) -> None:
        """Each step of the unfinished run is done or waits, and none waits that is recorded as done."""
        assert record.run is not None
        assert told["id"] == record.run.id
        steps = [item.id for item in planned(record.run)]
        assert sorted([*told["done"], *told["waiting"]]) == steps, told
        recorded = {item.step for item in record.done if item.run == record.run.id}
        assert recorded <= set(told["done"]), (recorded, told)

    def _begun(self, act: Act, record: Record) -> None:
        for event in record.events[self.events :]:
            expected = act.by if event.kind in ("given_up", "seen") and act.by else act.who
            assert event.who == expected, (event, expected)
            if event.kind == "begun":
                assert act.kind == "applied", event
                assert event.data["run"] not in self.deletes, "a run's id was given twice"
                self.deletes[event.data["run"]] = act.deletes.get(self.name, frozenset())
                self._set_base(record, event.data["run"])
        self.events = len(record.events)

    def _set_base(self, record: Record, run: str) -> None:
        """Where steps go one at a time the base moves when a run begins. One that has ended already has done all."""
        if self.store.whole:
            return
        if record.run and record.run.id == run:
            self.base = model.after_begin(self.base, self.states[-1], planned(record.run))
        elif self.base is not None:
            self.base = self.states[-1]

    def _revision(self, act: Act, revision: Revision, record: Record, told: Any) -> None:
        before, after = self.states[-1], model.account_of(to_text(revision.settings))
        assert revision.kind == act.kind, (revision.kind, act)
        assert self.name in act.accounts, "an account that nobody asked for"
        keys = [space["key"] for space in after.spaces.values() if space["key"] is not None]
        assert len(keys) == len(set(keys)), "a key is there twice"
        made = after.spaces.keys() - before.spaces.keys()
        assert not made & self.used, "an id was used again"
        self.used |= made
        self._check_told(act, revision, record, told)
        if revision.kind == "applied":
            self._check_deletes(act, before, after, told)
        self.base = self._base(revision.kind, before, after)
        self.states.append(after)
        self.texts.append(repr(revision))

    def _check_told(self, act: Act, revision: Revision, record: Record, told: Any) -> None:
        who = act.by if act.by and (told["step"] in act.done or revision.kind != "applied") else act.who
        assert (told["operator"], revision.operator) == (who, who), (told, who)
        if revision.kind != "applied":
            assert (told["run"], told["step"], told["plan"]) == (None, None, None), told
            return
        assert told["run"] in self.deletes, "a revision of a run that nobody began"
        digest = next(item.data["digest"] for item in record.events if item.data.get("run") == told["run"])
        assert told["plan"] == digest == revision.plan_digest
        assert (told["step"] is None) == self.store.whole

    def _check_deletes(self, act: Act, before: Account, after: Account, told: Any) -> None:
        asked = self.deletes[told["run"]] | (frozenset() if act.resumes else act.deletes.get(self.name, frozenset()))
        for gone in before.spaces.keys() - after.spaces.keys():
            space = before.spaces[gone]
            assert space["key"] in asked, f"{space} was deleted, and nobody asked for it: {asked}"
            assert not space.get("protect"), f"{space} was deleted, and is protected"
        if before.objects == after.objects:
            for at in model.changed_ids(before, after):
                assert after.spaces.get(at, {"key": ""})["key"] is not None, "what csws does not manage was changed"

    def _base(self, kind: str, before: Account, after: Account) -> Account | None:
        if kind == "observed":
            return self.base
        if kind == "imported":
            new = {key for key in after.keyed if key not in before.keyed}
            return model.after_import(self.base, after, new)
        return after if self.store.whole else model.after_outcome(self.base, before, after)

    def check_drift(self, told: Any) -> None:
        if told is None or told["error"] is not None:
            return
        found = {item["address"]: (item["action"], _fields(item)) for item in told["drift"]}
        assert found == model.drift(self.base, self.states[-1])

    def check_done(self, record: Record, log: Sequence[str]) -> None:
        """Each step is recorded once, and somebody or something did it."""
        steps = [(item.run, item.step) for item in record.done]
        assert len(steps) == len(set(steps)), "a step is recorded twice"
        recorded: Counter[str] = Counter()
        for item in record.done:
            assert item.revision is not None
            action, address, paths = model.what_changed(self.states[item.revision - 1], self.states[item.revision])
            if action not in ("update", "move") or not paths <= OURS:
                recorded[f"{item.step} {action} {address}"] += 1
        missing = recorded - Counter(log)
        assert not missing, f"recorded, but not in the log of the place: {missing}"


def _told(told: Any, number: int) -> Any:
    return next(item for item in told["revisions"] if item["number"] == number)


def _fields(change: Any) -> model.Fields:
    fields = change["fields"] if change["action"] == "update" else []
    return frozenset(model.field(item["path"], item["before"], item["after"]) for item in fields)
