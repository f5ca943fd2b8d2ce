"""What an account's record means, in words of its own: what changed between two revisions, the base of drift, and drift.

Independent of csws on purpose: it knows the stored text of settings and the promises of the manual, and imports nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

Flat = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """Settings as they are stored: the objects, and the fields of each workspace and each health score by its id. `key` is
    one of the fields; that of a score is its address."""

    objects: Flat
    spaces: dict[str, Flat]

    @property
    def managed(self) -> dict[str, Flat]:
        """The workspaces by key."""
        return {key: space for key, space in self.keyed.items() if "." not in key}

    @property
    def keyed(self) -> dict[str, Flat]:
        return {space["key"]: space for space in self.spaces.values() if space["key"] is not None}


@dataclass(frozen=True)
class Planned:
    """A step of a plan: which fields it sets. `old` is the key that a moved workspace had before."""

    id: int
    action: str
    address: str
    paths: frozenset[str]
    old: str | None


def account_of(text: str) -> Account:
    data = json.loads(text)
    spaces = {item["id"]: {"key": item["key"], **item["fields"]} for item in data["workspaces"]}
    spaces |= {item["id"]: _item(item) for item in data.get("items", ())}
    assert len(spaces) == len([*data["workspaces"], *data.get("items", ())]), "an id is there twice"
    return Account(objects=data["objects"], spaces=spaces)


def _item(item: Any) -> Flat:
    key = item["key"] and f"{item['kind']}.{item['key']}"
    return {"key": key, "kind": item["kind"], **item["fields"]}


def address_of(key: str) -> str:
    return key if "." in key else f"workspace.{key}"


FRESH = Account(objects={}, spaces={"primary": {"key": "primary"}})


def differing(before: Flat, after: Flat) -> set[str]:
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def changed_ids(before: Account, after: Account) -> set[str]:
    return {at for at in {*before.spaces, *after.spaces} if before.spaces.get(at) != after.spaces.get(at)}


def what_changed(before: Account, after: Account) -> tuple[str, str, frozenset[str]]:
    """The one step that leads from one revision to the next: its action, its address, and the fields that differ."""
    if before.objects != after.objects:
        return "update", "objects", frozenset(differing(before.objects, after.objects))
    (changed,) = changed_ids(before, after)
    old, new = before.spaces.get(changed), after.spaces.get(changed)
    paths = frozenset(differing(old or {}, new or {}))
    if old is None or new is None:
        held = old or new or {}
        return ("create" if old is None else "delete"), address_of(held["key"]), paths
    return ("move" if "key" in paths else "update"), address_of(new["key"]), paths


def after_outcome(base: Account | None, before: Account, after: Account) -> Account:
    """A step is done: what it changed is as csws made it."""
    if base is None:
        return after
    roles = differing(before.objects, after.objects)
    out = Account(objects=_taken(base.objects, after.objects, roles), spaces=dict(base.spaces))
    for at in sorted(changed_ids(before, after)):
        _follow(out.spaces, at, before.spaces.get(at), after.spaces.get(at))
    return out


def _follow(spaces: dict[str, Flat], at: str, old: Flat | None, new: Flat | None) -> None:
    held = spaces.pop(at, None)
    if new is None:
        return
    moved = old is None or old["key"] != new["key"]
    for other in [other for other, space in spaces.items() if moved and space["key"] == new["key"]]:
        del spaces[other]  # what is made or moved takes the place of whatever had the key
    spaces[at] = new if old is None or held is None else _taken(held, new, differing(old, new))


def _taken(kept: Flat, source: Flat, paths: Iterable[str]) -> Flat:
    out = {path: value for path, value in kept.items() if path not in paths}
    return out | {path: source[path] for path in paths if path in source}


def after_begin(base: Account | None, now: Account, steps: Iterable[Planned]) -> Account | None:
    """A plan begins: the configuration agrees with all that the plan leaves as it is."""
    if base is None:
        return None
    out = replace(now, objects=dict(now.objects), spaces=dict(now.spaces))
    known = {space["key"]: at for at, space in now.spaces.items() if space["key"] is not None}
    for step in steps:
        kind, _, key = step.address.partition(".")
        key = step.old or key
        key = key if kind == "workspace" else f"{kind}.{key}"
        if step.address == "objects":
            out.objects.clear()
            out.objects.update(_taken(now.objects, base.objects, step.paths))
        elif step.action == "create":
            out.spaces.update({at: space for at, space in base.spaces.items() if space["key"] == key})
        elif step.action == "delete":
            _restore(out.spaces, known[key], base)
        elif known.get(key) in base.spaces:  # a score that is only made now is not known
            at = known[key]
            out.spaces[at] = _taken(out.spaces[at], base.spaces[at], step.paths)
    return out


def _restore(spaces: dict[str, Flat], at: str, base: Account) -> None:
    spaces.pop(at)
    if at in base.spaces:
        spaces[at] = base.spaces[at]


def after_import(base: Account | None, now: Account, keys: Collection[str]) -> Account:
    if base is None:
        return now
    adopted = {at: space for at, space in now.spaces.items() if space["key"] in keys}
    others = {at: space for at, space in base.spaces.items() if space["key"] not in keys}
    return replace(base, spaces={**others, **adopted})


Fields = frozenset[tuple[str, Any, Any]]


def field(path: str, before: Any, after: Any) -> tuple[str, Any, Any]:
    """A field that differs. Texts are compared as they are; what else there is has names in csws, and ids here."""
    return (path, before or "", after or "") if path in ("name", "description") else (path, None, None)


def _fields(before: Flat, after: Flat) -> Fields:
    return frozenset(field(path, before.get(path), after.get(path)) for path in differing(before, after))


def drift(base: Account | None, now: Account) -> dict[str, tuple[str, Fields]]:
    """What the account has and nobody applied or adopted: by address, the action and the fields of an update."""
    if base is None:
        return {}
    had, has = base.keyed, now.keyed
    nothing: Fields = frozenset()
    out = {address_of(key): ("create", nothing) for key in has.keys() - had.keys()}
    out |= {address_of(key): ("delete", nothing) for key in had.keys() - has.keys()}
    for key in had.keys() & has.keys():
        if fields := _fields(had[key], has[key]):
            out[address_of(key)] = ("update", fields)
    if fields := _fields(base.objects, now.objects):
        out["objects"] = ("update", fields)
    return out
