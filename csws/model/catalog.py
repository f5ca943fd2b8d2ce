"""What an account contains, that settings refer to: objects, properties, pipelines, teams, people,
segments, events. Read from a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta

from csws.model.frozen import frozen

ID_PREFIX = "id:"
ACTIVATION = "activated objects"  # in `unreadable`: HubSpot did not tell which objects are
MAX_AGE = timedelta(days=30)  # older catalogues are warned of (CSW504)


@frozen
class Option:
    """A choice of a property: records contain the `value`, people see the `label`."""

    value: str
    label: str


@frozen
class Property:
    """A property of an object or of an event. `type`, `field_type` and `references` are HubSpot's own
    words. `options` is None if the catalogue does not say which there are; where `has_more_options`,
    it has only the first of them, so that nothing can be said about another value."""

    name: str
    label: str
    type: str
    field_type: str | None = None
    references: str | None = None
    archived: bool = False
    options: tuple[Option, ...] | None = None
    has_more_options: bool = False
    declared: bool = False  # not there yet: the project wants it

    @property
    def is_user(self) -> bool:
        """A *HubSpot user* property (DOMAIN §2)."""
        return self.type == "enumeration" and self.references == "user"

    @property
    def is_date(self) -> bool:
        """A date-time one too: settings accept it with a warning (CSW403)."""
        return self.type == "date" or self.has_time

    @property
    def has_time(self) -> bool:
        return self.type == "datetime"

    @property
    def has_several(self) -> bool:
        """Whether it can contain several users (CSW402)."""
        return self.field_type == "checkbox"

    def is_a(self, kind: str) -> bool:
        """Whether it can be used as a property of that kind: user or date."""
        return {"user": self.is_user, "date": self.is_date}[kind]


@frozen
class Named:
    """Something with an id and a name that people know it by: a pipeline or a team. `former` are names it had, which
    the project's files still use."""

    id: str
    name: str
    former: tuple[str, ...] = ()


@frozen
class Team(Named):
    """A team with its members, by id; `parent` is the team that contains it, where HubSpot tells."""

    parent: str | None = None
    primary_members: tuple[str, ...] = ()
    extra_members: tuple[str, ...] = ()


@frozen
class Person:
    """A user of the account; `permissions` is None where they could not be read. A deactivated one cannot log in."""

    id: str
    email: str | None = None
    super_admin: bool = False
    permissions: tuple[str, ...] | None = None
    seats: tuple[str, ...] = ()
    deactivated: bool = False


@frozen
class Segment(Named):
    """A segment (formerly a list) of the records of one object, which `object` names."""

    object: str


@frozen
class EventType:
    """An event that HubSpot can count, with its properties by name. It may have others too unless
    it `is_complete`."""

    name: str
    label: str
    properties: Mapping[str, Property] = field(default_factory=dict)
    is_complete: bool = False


_NOTHING: frozenset[str] = frozenset()


class Directory:
    """Things by id and by name. A name that two things share finds none: it needs `id:…` (SPEC §1)."""

    __slots__ = ("_by_id", "_by_name", "_shared")

    def __init__(self, things: tuple[Named, ...]) -> None:
        self._by_id = {thing.id: thing for thing in things}
        self._by_name = {thing.name: thing for thing in things}
        self._shared = self._twice() if len(self._by_name) < len(self._by_id) else _NOTHING

    def _twice(self) -> frozenset[str]:
        counts = Counter(thing.name for thing in self._by_id.values())
        return frozenset(name for name, count in counts.items() if count > 1)

    def __bool__(self) -> bool:
        return bool(self._by_id)

    def all(self) -> tuple[Named, ...]:
        return tuple(self._by_id.values())

    def names(self) -> list[str]:
        return sorted(name for name in self._by_name if name)

    def same_name(self, name: str) -> list[str]:
        """The ids of all things of that name."""
        return sorted(thing.id for thing in self._by_id.values() if thing.name == name)

    def find(self, reference: str) -> Named | None:
        """What a reference as written (a name, or `id:…`) refers to; None if it is unknown or ambiguous."""
        if reference.startswith(ID_PREFIX):
            return self._by_id.get(reference.removeprefix(ID_PREFIX))
        return None if not reference or reference in self._shared else self._by_name.get(reference)

    def now_called(self, name: str) -> str | None:
        """The name that something has that had this one until it was renamed in HubSpot; "" if it has none now, None
        if nothing, or more than one thing, had it."""
        now = {thing.name for thing in self._by_id.values() if name in thing.former}
        return now.pop() if len(now) == 1 else None

    def formerly(self, name: str) -> str | None:
        """What to do about a name that something had until it was renamed in HubSpot; None if nothing had it."""
        now = self.now_called(name)
        if now is None:
            return None
        if not now:
            return "It has no name in HubSpot now; `csws catalog pull --rename` corrects your files."
        return f"It is called `{now}` in HubSpot now; `csws catalog pull --rename` corrects your files."

    def id_of(self, reference: str) -> str | None:
        """The id of a reference; an explicit `id:…` means that id, even if it is not in the catalogue."""
        found = self.find(reference)
        if found is not None:
            return found.id
        return reference.removeprefix(ID_PREFIX) if reference.startswith(ID_PREFIX) else None

    def shown(self, identity: str) -> str:
        """The name of an id, or `id:…` where the name is unknown or would not lead back to it."""
        thing = self._by_id.get(identity)
        if thing is None or not thing.name or thing.name in self._shared or thing.name.startswith(ID_PREFIX):
            return f"{ID_PREFIX}{identity}"
        return thing.name


@frozen
class ObjectType:
    """An object of the account; of `other_properties` only the names are known."""

    name: str
    type_id: str
    label: str
    custom: bool = False
    enabled: bool | None = True  # None: not known
    properties: Mapping[str, Property] = field(default_factory=dict)
    other_properties: frozenset[str] = frozenset()
    pipelines: Directory = field(default_factory=lambda: Directory(()))


@frozen
class Catalog:
    """What one account contains. `unreadable` names what the token could not read. `time_zone` is a
    name of the IANA database. `segments` and `event_types` (by name) are None if the catalogue does
    not say which there are."""

    account_id: str
    account_name: str
    ui_domain: str = "app.hubspot.com"
    pulled_at: datetime | None = None
    objects: Mapping[str, ObjectType] = field(default_factory=dict)
    teams: Directory = field(default_factory=lambda: Directory(()))
    team_list: tuple[Team, ...] = ()
    people: tuple[Person, ...] = ()
    deactivated: frozenset[str] = frozenset()  # ids of people
    unreadable: frozenset[str] = frozenset()
    time_zone: str | None = None
    segments: tuple[Segment, ...] | None = None
    event_types: Mapping[str, EventType] | None = None

    def is_old(self, now: datetime) -> bool:
        return self.pulled_at is not None and now - self.pulled_at > MAX_AGE

    def unread(self, what: str) -> str | None:
        """What to do about something that could not be read when the catalogue was pulled; None where it could."""
        if what not in self.unreadable:
            return None
        return f"csws could not read the {what} of the account. Run `csws catalog pull` again: it names the missing scope, or what else is wrong."

    def unread_properties(self, object_name: str | None) -> str | None:
        """The same for the properties of an object, of which those in one sensitivity may be missing."""
        kinds = ("properties", "sensitive properties", "highly sensitive properties")
        found = (self.unread(f"{kind} of {object_name}") for kind in kinds)
        return next((hint for hint in found if hint is not None), None)

    @staticmethod
    def is_id(reference: str) -> bool:
        """Whether a reference means something also where the catalogue does not have it."""
        return reference.startswith(ID_PREFIX)

    def usable_objects(self, standard: Collection[str]) -> list[ObjectType]:
        """The objects that may fill a role: its standard ones, and every custom one."""
        return [item for item in self.objects.values() if item.custom or item.name in standard]

    def with_declared(self, declared: Iterable[tuple[str, Property]]) -> Catalog:
        """The catalogue with the properties that a project declares, (object, property); what is there stays as it is."""
        new: dict[str, ObjectType] = {}
        for name, item in declared:
            found = new.get(name) or self.objects.get(name)
            if found and item.name not in found.properties and item.name not in found.other_properties:
                new[name] = replace(found, properties={**found.properties, item.name: item})
        return replace(self, objects={**self.objects, **new}) if new else self

    def primary_members(self, team_id: str) -> frozenset[str]:
        """The people who see the workspace of that team.

        Assumed: only the primary team counts (DOMAIN §1; a beta with several full teams would change that), deactivated
        people see nothing, and members of a nested team do not see the workspace of the team that contains it.
        """
        members = next((team.primary_members for team in self.team_list if team.id == team_id), ())
        return frozenset(members).difference(self.deactivated)

    def extra_members(self, team_id: str) -> frozenset[str]:
        members = next((team.extra_members for team in self.team_list if team.id == team_id), ())
        return frozenset(members).difference(self.deactivated)

    def teams_within(self, team_id: str) -> tuple[str, ...]:
        """The names of the teams that a team contains, directly or not."""
        inside = {team_id}
        while more := {team.id for team in self.team_list if team.parent in inside} - inside:
            inside |= more
        return tuple(sorted(team.name for team in self.team_list if team.id in inside - {team_id}))

    def person(self, email: str) -> Person | None:
        """The person with that email address, ignoring case; None if there is no such person."""
        wanted = email.casefold()
        return next((person for person in self.people if person.email and person.email.casefold() == wanted), None)

    def segments_of(self, object_name: str) -> Directory | None:
        """The segments of an object's records; None if the catalogue does not say which there are. A
        catalogue has those of the objects that health scores used when it was pulled, so that one
        without a segment of this object proves nothing."""
        found = tuple(item for item in self.segments or () if item.object == object_name)
        return Directory(found) if found else None

    def pipelines(self, object_name: str | None) -> Directory:
        found = self.objects.get(object_name or "")
        return found.pipelines if found else Directory(())
