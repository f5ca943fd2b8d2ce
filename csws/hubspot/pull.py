"""Reads what an account contains, in parallel, into a catalogue document.

Where HubSpot refuses one part, what the committed catalogue had of it stays, but for what HubSpot
showed to be gone. An object that the project does not use costs only itself. Any other failure ends
the pull.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import field
from typing import Any, TypeVar

from csws.errors import CswsError
from csws.hubspot import scopes
from csws.hubspot.custom_objects import custom_objects, not_found
from csws.hubspot.endpoints import STANDARD
from csws.hubspot.faults import ScopeMissing
from csws.hubspot.gaps import Gap, flaw_in, gap_of, may_hide, sentences
from csws.hubspot.object_document import ObjectKind, ObjectRead, read_object
from csws.hubspot.people import (
    People,
    deactivated_ids,
    people_before,
    people_document,
    teams_document,
)
from csws.hubspot.reader import HubSpotReader, Listing
from csws.hubspot.scopes import Need
from csws.hubspot.score_parts import read_score_parts
from csws.model.frozen import frozen, mutable

Json = dict[str, Any]
Tell = Callable[[int, int], None]
T = TypeVar("T")
_READERS = 8
FORMAT_VERSION = "1.1"


@frozen
class Project:
    """What a project has of an account: its committed catalogue, and the names of the objects that
    its settings use. `scored` are the objects whose health scores it declares or may declare next;
    it declares none if there are none."""

    catalog: Mapping[str, Any] = field(default_factory=dict)
    uses: frozenset[str] = frozenset(STANDARD)
    scored: frozenset[str] = frozenset()


@mutable
class Pulled:
    """A catalogue document, what it lacks, and what of it the committed catalogue had."""

    document: Json
    gaps: list[Gap] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def sentences(self) -> tuple[str, ...]:
        return sentences(self.gaps, self.kept)


def pull(
    reader: HubSpotReader,
    account: Json,
    name: str,
    at: str,
    people: People,
    tell: Tell,
    project: Project,
) -> Pulled:
    """The catalogue document of `account`, which the project calls `name`. The committed catalogue
    is of the same account; `tell` receives the number of finished objects and the total."""
    return _Pull(reader, people, project).whole(account, name, at, tell)


class _Pull:
    """One pull, and the gaps found so far."""

    def __init__(self, reader: HubSpotReader, people: People, project: Project) -> None:
        self._reader, self._people = reader, people
        self._before, self._uses, self._scored = project.catalog, project.uses, project.scored
        self._gaps: list[Gap] = []
        self._kept: list[str] = []

    def whole(self, account: Json, name: str, at: str, tell: Tell) -> Pulled:
        objects = self._objects(tell)
        owners = self._asked(scopes.DEACTIVATED, self._reader.archived_owners)
        gone = deactivated_ids(owners.items) if owners else self._deactivated_before()
        document: Json = {
            "format_version": FORMAT_VERSION,
            "account": {
                "id": str(account["portalId"]),
                "name": name,
                "ui_domain": str(account.get("uiDomain") or "app.hubspot.com"),
                **self._time_zone(account),
            },
            "source": "hubspot",
            "pulled_at": at,
            "objects": objects,
            "teams": self._teams(gone),
            "people": self._persons(gone),
            **self._score_parts(objects),
        }
        if self._gaps:
            document["unreadable"] = sorted({gap.what for gap in self._gaps})
        return Pulled(document, self._gaps, self._kept)

    def _time_zone(self, account: Json) -> Json:
        """Health scores count days in it; nothing else needs it."""
        zone = account.get("timeZone")
        return {"time_zone": zone} if self._scored and isinstance(zone, str) and zone else {}

    def _score_parts(self, objects: Json) -> Json:
        if not self._scored:
            return {}
        types = {name: str(item["type_id"]) for name, item in objects.items() if name in self._scored}
        read = read_score_parts(self._reader, types, self._before)
        self._gaps += read.gaps
        self._kept += read.kept
        return read.members

    def _asked(self, need: Need, read: Callable[[], T]) -> T | None:
        """What HubSpot answers; None if the token lacks the scope."""
        try:
            found = read()
        except ScopeMissing as error:
            self._gaps.append(gap_of(need, error))
            return None
        if isinstance(found, Listing):
            self._gaps += flaw_in(need, found)
        return found

    def _kept_of(self, member: str, found: Listing | None, word: str) -> list[Json]:
        """The teams or the people of the committed catalogue that HubSpot's list may hide: all of
        them, if it could not be read. `word` is the member that they are known by besides the id."""
        items = list(self._before.get(member) or ())
        if found is not None:
            seen = {str(item["id"]) for item in found.items}
            lost = [item for item in items if str(item["id"]) not in seen]
            items = [item for item in lost if may_hide(found.unusable, **{"id": item["id"], word: item.get(word)})]
        self._kept += [member] if items else []
        return items

    def _objects(self, tell: Tell) -> Json:
        old: Json = self._before.get("objects") or {}
        listing = self._asked(scopes.CUSTOM_OBJECTS, self._reader.custom_objects)
        kinds = [*self._standard(), *self._custom(listing)]
        enabled = self._asked(scopes.ACTIVATED, self._reader.enabled_types)
        found = _in_parallel(
            kinds,
            lambda kind: read_object(self._reader, kind, enabled, old.get(kind.name) or {}),
            tell,
        )
        for read in found:
            self._gaps += read.gaps
            self._kept += read.kept
        objects = {kind.name: read.document for kind, read in zip(kinds, found, strict=True)}
        lost = {name: item for name, item in not_found(old, listing).items() if name not in objects}
        self._kept += [scopes.CUSTOM_OBJECTS.what] if lost else []
        return dict(sorted({**objects, **lost}.items()))

    def _standard(self) -> list[ObjectKind]:
        return [
            ObjectKind(
                name=name,
                type_id=known,
                label=name.capitalize(),
                custom=False,
                is_used=name in self._uses,
                is_scored=name in self._scored,
            )
            for name, known in STANDARD.items()
        ]

    def _custom(self, listing: Listing | None) -> list[ObjectKind]:
        """The custom objects. One is never taken for another of its name."""
        if listing is None:
            return []
        found = custom_objects(listing)
        self._gaps += found.gaps()
        return [
            ObjectKind(
                name=name,
                type_id=str(item["objectTypeId"]),
                label=_label(item),
                custom=True,
                is_used=name in self._uses,
                is_scored=name in self._scored,
            )
            for name, item in found.by_name.items()
        ]

    def _teams(self, gone: frozenset[str]) -> list[Json]:
        listing = self._asked(scopes.TEAMS, self._reader.teams)
        kept = self._kept_of("teams", listing, "name")
        found, parents = (listing.items, self._parents()) if listing else ((), {})
        return teams_document(found, self._people, gone, parents, kept)

    def _parents(self) -> Mapping[str, str]:
        """Team → the team that contains it, if HubSpot tells; it is no gap if it does not."""
        old = {str(team["id"]): str(team["parent"]) for team in self._before.get("teams") or () if team.get("parent")}
        with suppress(CswsError):  # a beta never costs the pull
            found = self._reader.nested_teams().items
            return {str(team["id"]): str(team["parentTeamId"]) for team in found if team.get("parentTeamId")}
        return old

    def _persons(self, gone: frozenset[str]) -> list[Json]:
        listing = self._asked(scopes.PEOPLE, self._reader.users)
        kept = people_before(self._kept_of("people", listing, "email"), self._people)
        if listing is None:
            return kept
        return _by_id([*people_document(listing.items, self._people, gone), *kept])

    def _deactivated_before(self) -> frozenset[str]:
        people = self._before.get("people") or ()
        return frozenset(str(person["id"]) for person in people if person.get("deactivated"))


def _by_id(items: list[Json]) -> list[Json]:
    return sorted(items, key=lambda item: str(item["id"]))


def _label(schema: Json) -> str:
    labels = schema.get("labels")
    plural = labels.get("plural") if isinstance(labels, dict) else None
    return str(plural or schema["name"])


def _in_parallel(kinds: list[ObjectKind], read: Callable[[ObjectKind], ObjectRead], tell: Tell) -> list[ObjectRead]:
    done = 0

    def one(kind: ObjectKind) -> ObjectRead:
        nonlocal done
        found = read(kind)
        done += 1
        tell(done, len(kinds))
        return found

    with ThreadPoolExecutor(_READERS) as pool:
        futures = [pool.submit(one, kind) for kind in kinds]
        try:
            return [future.result() for future in futures]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
