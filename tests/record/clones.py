"""Clones of a record that live apart, in memory: each act appends the line that csws would, and is
remembered in words of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from csws.targets.record.changes import Flat, differences
from csws.targets.record.line import Line, following, header
from csws.targets.record.merging import Merge, merged, text_of
from csws.targets.record.replay import Record

AT = "2026-11-26T10:00:00Z"


@dataclass
class Clone:
    """`touched` are the workspaces (by id and key) and runs of every line, by its identity;
    `opened` are the runs that a line begins or ends."""

    record: Record = field(default_factory=lambda: fresh())
    touched: dict[str, frozenset[str]] = field(default_factory=dict)
    opened: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def copied(self) -> Clone:
        return Clone(again(self.record.lines), dict(self.touched), dict(self.opened))

    @property
    def text(self) -> bytes:
        return text_of(self.record.lines)

    @property
    def settings(self) -> Flat:
        return self.record.position.settings

    @property
    def identities(self) -> list[str]:
        return [line.identity for line in self.record.lines]

    def append(self, entries: list[dict[str, Any]], by: str, touched: set[str]) -> None:
        line = following(self.record.lines[-1], {"at": AT, "by": by, "entries": entries})
        self.touched[line.identity] = frozenset(touched)
        self.record.take(line)

    def sets(self, identity: str, by: str, applied: bool = False, **fields: Any) -> None:
        """Somebody sees a workspace, or has `applied` it; a new one is made."""
        old = self.settings.items.get(("workspace", identity))
        items = {
            **self.settings.items,
            ("workspace", identity): {"key": None, **(old or {}), **fields},
        }
        after = Flat(self.settings.objects, items)
        self._revision(after, by, identity, old, fields.get("key"), applied)

    def removes(self, identity: str, by: str) -> None:
        old = self.settings.items.get(("workspace", identity))
        items = {at: value for at, value in self.settings.items.items() if at[1] != identity}
        self._revision(Flat(self.settings.objects, items), by, identity, old, None)

    def _revision(self, after: Flat, by: str, identity: str, old: Any, key: str | None, applied: bool = False) -> None:
        changes = differences(self.settings, after)
        if not changes:
            return
        number = self.record.position.revision + 1
        entry = {"entry": "revision", "revision": number, "kind": "observed", "changes": changes}
        keys = {f"key {held}" for held in ((old or {}).get("key"), key) if held}
        entries = self._with_base(entry, after, identity) if applied else [entry]
        self.append(entries, by, {f"id {identity}", *keys})

    def _with_base(self, entry: dict[str, Any], after: Flat, identity: str) -> list[dict[str, Any]]:
        """What is applied is the base of drift from now on, and nothing else of it changes."""
        at, place = self.record.position, ("workspace", identity)
        before = at.base or at.settings
        base = Flat(before.objects, {**before.items, place: after.items[place]})
        changes = differences(before, base)
        if changes == entry["changes"]:
            return [{**entry, "base": True}]
        return [{"entry": "base", "changes": changes}, entry]

    def adopts(self, identity: str, key: str, by: str) -> None:
        """csws manages the workspace from now on, and what is known of it is the base of drift."""
        at, place = self.record.position, ("workspace", identity)
        after = Flat(
            at.settings.objects,
            {**at.settings.items, place: {**at.settings.items[place], "key": key}},
        )
        changes = differences(at.settings, after)
        base = {"entry": "base", "changes": differences(at.base or at.settings, after)}
        revision = {
            "entry": "revision",
            "revision": at.revision + 1,
            "kind": "imported",
            "changes": changes,
        }
        self.append([base, revision], by, {f"id {identity}", f"key {key}"})

    def agrees(self, by: str) -> None:
        """The base of drift is the account as it is."""
        at = self.record.position
        changes = differences(at.base or at.settings, at.settings)
        self.append([{"entry": "base", "changes": changes}], by, set())

    def sees(self, by: str) -> None:
        self.append([{"entry": "seen", "after": self.record.position.revision, "data": {}}], by, set())

    def begins(self, run: str, by: str, revision: int = 0) -> None:
        data = {"run": run, "digest": f"sha256:{run}", "how": "config"}
        made = {"how": "config", "command": "csws apply", "language": "en"}
        at = self.record.position.revision
        plan = {"format_version": "1.1", "base": {"revision": revision}}
        entry = {
            "entry": "begun",
            "after": at,
            "data": data,
            "since": AT,
            "plan": plan,
            "made": made,
        }
        self.append([entry], by, {f"run {run}"})
        self.opened[self.identities[-1]] = run, True

    def ends(self, run: str, by: str) -> None:
        entry = {
            "entry": "ended",
            "after": self.record.position.revision,
            "data": {"run": run, "how": "done"},
        }
        self.append([entry], by, {f"run {run}"})
        self.opened[self.identities[-1]] = run, False

    def merges(self, other: Clone) -> Merge:
        """The record of this clone becomes the joined one, where there is one."""
        result = merged(self.record, other.record)
        if not result.disputes:
            self.record = again(list(result.lines))
            self.touched |= other.touched
            self.opened |= other.opened
        return result


def fresh() -> Record:
    return again([header("1234567", "acme")])


def again(lines: list[Line]) -> Record:
    """The record as it is read from its text."""
    record = Record("records/acme.jsonl")
    record.read_on(text_of(lines))
    return record
