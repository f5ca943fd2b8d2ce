"""The entries of a line: what each kind may contain. Knows no account and no database.

Whatever else a line contains was written by a newer csws, or by another program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType
from typing import Any

from csws.model.unknown import Unknown
from csws.targets.ledger import events
from csws.targets.record.changes import OBJECTS
from csws.targets.record.line import Line

Entry = Mapping[str, Any]
Json = dict[str, Any]
_Types = Mapping[str, tuple[type, ...]]

_TEXT, _NUMBER, _MAP, _LIST = (str,), (int,), (dict,), (list,)
_NAME = (str, NoneType)
_WHO: _Types = {"entry": _TEXT, "at": _TEXT, "by": _NAME}
_EVENT: _Types = {**_WHO, "after": _NUMBER, "data": _MAP}
_REVISION: _Types = {"revision": _NUMBER, "was": _LIST, "kind": _TEXT, "plan": _TEXT}
_STEP: _Types = {"run": _TEXT, "step": _NUMBER, "state": _TEXT, "note": _TEXT, "revision": _NUMBER}
KINDS: Mapping[str, _Types] = {
    "revision": {**_WHO, **_REVISION, "changes": _MAP, "base": (bool,)},
    "base": {"entry": _TEXT, "changes": _MAP},
    "step": {**_WHO, **_STEP},
    **dict.fromkeys(events.KINDS, _EVENT),
    "begun": {**_EVENT, "since": _TEXT, "plan": _MAP, "made": _MAP, "base": _MAP},
}
_OPTIONAL = {"was", "plan", "base", "note"}
_DATA: Mapping[str, _Types] = {
    "begun": {"run": _TEXT, "digest": _TEXT},
    "ended": {"run": _TEXT},
    "given_up": {"run": _TEXT},
    "remark": {"step": _NUMBER, "text": _TEXT},
}
_LINE: _Types = {"number": _NUMBER, "at": _TEXT, "by": _NAME, "entries": _LIST, "prev": _TEXT}
_MOVED: _Types = {"was": _NUMBER, "was_checksum": _TEXT}


def entries_of(line: Line) -> Iterator[Entry]:
    """The entries of a line, each with who and when. Raises Unknown for anything that this csws
    does not write."""
    _check(line.data, {**_LINE, **_MOVED, "checksum": _TEXT}, {*_MOVED}, f"its line {line.number}")
    for entry in line.data["entries"]:
        kind = entry.get("entry") if isinstance(entry, dict) else None
        if not isinstance(kind, str) or kind not in KINDS:
            raise Unknown(f"its line {line.number} has an entry `{kind}`")
        whole = {"at": line.data["at"], "by": line.data["by"], **entry}
        _check_entry(entry if kind == "base" else whole, f"its line {line.number} has an entry `{kind}`")
        yield whole


def _check_entry(entry: Entry, where: str) -> None:
    kind = entry["entry"]
    optional = _OPTIONAL if kind != "step" else {*_OPTIONAL, "revision"}
    _check(entry, KINDS[kind], optional - {"plan"} if kind == "begun" else optional, f"{where} that")
    if "changes" in entry:
        _check_changes(entry["changes"], where)
    if kind == "begun":
        base_of(entry, where)
        _check_changes(entry.get("base", {}), where)
    data = entry.get("data", {})
    for key, types in _DATA.get(kind, {}).items():
        if not isinstance(data.get(key), types):
            raise Unknown(f"{where} without `{key}`")
    lists = [entry.get("was", []), *(data.get(key, []) for key in ("left", "done"))]
    if not all(isinstance(each, list) and all(type(at) is int for at in each) for each in lists):
        raise Unknown(f"{where} with another kind of numbers")


def _check(found: Entry, known: _Types, optional: set[str], where: str) -> None:
    for key in sorted(found.keys() - known.keys()):
        raise Unknown(f"{where} contains `{key}`")
    for key, types in known.items():
        if key in found and not isinstance(found[key], types):
            raise Unknown(f"{where} contains another kind of `{key}`")
        if key not in found and key not in optional:
            raise Unknown(f"{where} lacks `{key}`")


def _check_changes(changes: Json, where: str) -> None:
    for kind, items in changes.items():
        fields = items.values() if isinstance(items, dict) and kind != OBJECTS else [items]
        if not all(isinstance(each, dict | NoneType) for each in fields) or items is None:
            raise Unknown(f"{where} with another kind of `changes`")


def base_of(begun: Entry, where: str = "it") -> int:
    """The revision that the plan of a run begins with, as it was numbered then."""
    base = begun["plan"].get("base") or {}
    number = base.get("revision", 0) if isinstance(base, dict) else None
    if not isinstance(number, int):
        raise Unknown(f"{where} with another kind of `plan`")
    return number


def spelled_out(entries: Iterable[Json]) -> Iterator[Json]:
    """With an entry of its own for a base that changes as the settings do."""
    for entry in entries:
        if entry["entry"] == "revision" and "base" in entry:
            yield {"entry": "base", "changes": entry["changes"]}
            entry = {key: value for key, value in entry.items() if key != "base"}
        yield entry
