"""Reads what an account contains, in parallel, into a catalogue document.

Where HubSpot refuses one part, the committed catalogue's part stays. Any other failure ends the
pull.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from csws.errors import CswsError
from csws.hubspot import scopes
from csws.hubspot.endpoints import STANDARD
from csws.hubspot.faults import ScopeMissing
from csws.hubspot.gaps import Gap, flaw_in, gap_of, sentences
from csws.hubspot.object_document import ObjectKind, ObjectRead, read_object
from csws.hubspot.people import (
    People,
    deactivated_ids,
    people_before,
    people_document,
    teams_before,
    teams_document,
)
from csws.hubspot.reader import HubSpotReader, Listing
from csws.hubspot.scopes import Need

Json = dict[str, Any]
Tell = Callable[[int, int], None]
T = TypeVar("T")
_READERS = 8
FORMAT_VERSION = "1.1"
_STANDARD = tuple(
    ObjectKind(name=name, type_id=type_id, label=name.capitalize(), custom=False) for name, type_id in STANDARD.items()
)


@dataclass(slots=True)
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
    before: Json | None = None,
) -> Pulled:
    """The catalogue document of `account`, which the project calls `name`. `before` is the
    committed catalogue of the same account; `tell` receives the number of finished objects and the
    total."""
    return _Pull(reader, people, before or {}).whole(account, name, at, tell)


class _Pull:
    """One pull, and the gaps found so far."""

    def __init__(self, reader: HubSpotReader, people: People, before: Json) -> None:
        self._reader, self._people, self._before = reader, people, before
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
            },
            "source": "hubspot",
            "pulled_at": at,
            "objects": objects,
            "teams": self._teams(gone),
            "people": self._persons(gone),
        }
        if self._gaps:
            document["unreadable"] = sorted({gap.what for gap in self._gaps})
        return Pulled(document, self._gaps, self._kept)

    def _asked(self, need: Need, read: Callable[[], T]) -> T | None:
        """What HubSpot answers; None if the token lacks the scope."""
        try:
            found = read()
        except ScopeMissing as error:
            self._gaps.append(gap_of(need, error))
            return None
        if isinstance(found, Listing):
            self._gaps += flaw_in(need, found.flawed)
        return found

    def _kept_of(self, member: str) -> list[Json]:
        """The teams or the people of the committed catalogue."""
        items = list(self._before.get(member) or ())
        self._kept += [member] if items else []
        return items

    def _objects(self, tell: Tell) -> Json:
        old: Json = self._before.get("objects") or {}
        kinds = list(_STANDARD)
        listing = self._asked(scopes.CUSTOM_OBJECTS, self._reader.custom_objects)
        kinds += self._custom(listing) if listing else []
        enabled = self._asked(scopes.ACTIVATED, self._reader.enabled_types)
        found = _in_parallel(
            kinds, lambda kind: read_object(self._reader, kind, enabled, old.get(kind.name) or {}), tell
        )
        for read in found:
            self._gaps += read.gaps
            self._kept += read.kept
        objects = {kind.name: read.document for kind, read in zip(kinds, found, strict=True)}
        if listing is None or listing.flawed:
            lost = {name: item for name, item in old.items() if item.get("custom") and name not in objects}
            self._kept += [scopes.CUSTOM_OBJECTS.what] if lost else []
            objects |= lost
        return dict(sorted(objects.items()))

    def _custom(self, listing: Listing) -> list[ObjectKind]:
        """The custom objects. One that has the name of a standard object is never taken for it."""
        live = [item for item in listing.items if not item.get("archived")]
        kinds = [
            ObjectKind(name=str(item["name"]), type_id=str(item["objectTypeId"]), label=_label(item), custom=True)
            for item in live
        ]
        for kind in kinds:
            if kind.name in STANDARD:
                sentence = (
                    f"The custom object `{kind.name}` ({kind.type_id}) has the name of a standard"
                    " object, so csws leaves it out: settings cannot refer to it."
                )
                self._gaps.append(Gap(what=f"custom object {kind.name}", sentence=sentence))
        return sorted((kind for kind in kinds if kind.name not in STANDARD), key=lambda kind: kind.name)

    def _teams(self, gone: frozenset[str]) -> list[Json]:
        listing = self._asked(scopes.TEAMS, self._reader.teams)
        if listing is None:
            return teams_before(self._kept_of("teams"), self._people)
        found = teams_document(listing.items, self._people, gone, self._parents())
        return _with_lost(found, teams_before(self._kept_of("teams"), self._people)) if listing.flawed else found

    def _parents(self) -> Mapping[str, str]:
        """Team → the team that contains it, if HubSpot tells; it is no gap if it does not."""
        old = {str(team["id"]): str(team["parent"]) for team in self._before.get("teams") or () if team.get("parent")}
        with suppress(CswsError):  # a beta never costs the pull
            found = self._reader.nested_teams().items
            return {str(team["id"]): str(team["parentTeamId"]) for team in found if team.get("parentTeamId")}
        return old

    def _persons(self, gone: frozenset[str]) -> list[Json]:
        listing = self._asked(scopes.PEOPLE, self._reader.users)
        if listing is None:
            return people_before(self._kept_of("people"), self._people)
        found = people_document(listing.items, self._people, gone)
        return _with_lost(found, people_before(self._kept_of("people"), self._people)) if listing.flawed else found

    def _deactivated_before(self) -> frozenset[str]:
        people = self._before.get("people") or ()
        return frozenset(str(person["id"]) for person in people if person.get("deactivated"))


def _with_lost(found: list[Json], before: list[Json]) -> list[Json]:
    """A list of which some items could not be used, with those that it had before."""
    ids = {item["id"] for item in found}
    lost = [item for item in before if str(item["id"]) not in ids]
    return sorted([*found, *lost], key=lambda item: str(item["id"]))


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
