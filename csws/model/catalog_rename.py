"""Teams and pipelines that have another name than before, known by their ids. Reads catalogue
documents; does not know who refers to them.

A catalogue keeps an old name (`former_names`) as long as the project's files use it, so that the
name can still be corrected after the next pull.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from csws.model.frozen import frozen
from csws.model.names import normal_name

FORMER = "former_names"
Json = Mapping[str, Any]
_Home = str | None  # the object of a pipeline; None: the account, which has the teams


@frozen
class Renamed:
    """A team, or a pipeline of an object, and one of the names it had. `is_taken`: something else
    of its kind has that name now."""

    object_name: str | None
    id: str
    old: str
    new: str
    is_taken: bool

    @property
    def what(self) -> str:
        return "team" if self.object_name is None else f"pipeline of {self.object_name}"

    @property
    def said(self) -> str:
        """The fact as a sentence, up to its full stop."""
        now = f"is called `{self.new}`" if self.new else "has no name"
        return f"The {self.what} `{self.old}` {now} in HubSpot now"


def renamed(before: Json, after: Json) -> tuple[Renamed, ...]:
    """What was renamed between two catalogues of one account, and what `before` remembers."""
    found: list[Renamed] = []
    for home, things in _lists(after):
        old = {str(item["id"]): item for item in dict(_lists(before)).get(home, ())}
        names = {str(item["id"]): _name(item) for item in things}
        for identity, new in names.items():
            others = {name for key, name in names.items() if key != identity}
            for name in _names_of(old.get(identity), new):
                taken = name in others
                found.append(Renamed(object_name=home, id=identity, old=name, new=new, is_taken=taken))
    return tuple(found)


def remembering(document: dict[str, Any], found: Iterable[Renamed], used: Collection[str]) -> None:
    """Puts the old names that are still used into a catalogue document. A name that something else
    has by now is not remembered: nobody could tell later which of the two is meant."""
    kept: dict[tuple[_Home, str], list[str]] = {}
    for item in found:
        if item.old in used and not item.is_taken:
            kept.setdefault((item.object_name, item.id), []).append(item.old)
    for home, things in _lists(document):
        for thing in things:
            thing.pop(FORMER, None)
            if names := kept.get((home, str(thing["id"]))):
                thing[FORMER] = sorted(names)


def _lists(document: Json) -> Iterator[tuple[_Home, list[dict[str, Any]]]]:
    yield None, document.get("teams") or []
    for name, item in (document.get("objects") or {}).items():
        yield name, item.get("pipelines") or []


def _name(item: Json) -> str:
    return normal_name(str(item.get("name") or item.get("label") or ""))


def _names_of(item: Json | None, new: str) -> list[str]:
    if item is None:
        return []
    names = [_name(item), *map(normal_name, item.get(FORMER) or ())]
    return [name for name in dict.fromkeys(names) if name and name != new]
