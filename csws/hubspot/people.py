"""The people and teams of a catalogue, with as much personal data as the project wants in git."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any

from csws.model.frozen import frozen

Json = dict[str, Any]
_NUMBERED = "person-"


class Detail(Enum):
    """NONE: members are only counted; IDS: members have HubSpot's ids; EMAILS: they also have their
    addresses."""

    NONE = "none"
    IDS = "ids"
    EMAILS = "emails"


@frozen(kw_only=False)
class People:
    """How much to store, and the operators (folded), whose addresses are always stored."""

    detail: Detail
    operators: frozenset[str]

    def is_operator(self, user: Json) -> bool:
        return str(user.get("email") or "").casefold() in self.operators

    def shows_address(self, user: Json) -> bool:
        return bool(user.get("email")) and (self.detail is Detail.EMAILS or self.is_operator(user))

    def are_kept(self, user: Json) -> bool:
        return self.detail is not Detail.NONE or self.is_operator(user)


def deactivated_ids(archived_owners: Iterable[Json]) -> frozenset[str]:
    """The ids of the users who cannot log in. An archived owner has no `userId` any more, only
    `userIdIncludingInactive`."""
    found = (owner for owner in archived_owners if owner.get("userId") in (None, ""))
    ids = (owner.get("userIdIncludingInactive") for owner in found)
    return frozenset(str(one) for one in ids if one not in (None, ""))


def people_document(users: Iterable[Json], people: People, deactivated: Collection[str]) -> list[Json]:
    """The people by id. HubSpot does not show permissions (DOMAIN §3), so these are null."""
    kept = sorted(filter(people.are_kept, users), key=lambda user: str(user["id"]))
    return [_person(user, people, deactivated) for user in kept]


def _person(user: Json, people: People, deactivated: Collection[str]) -> Json:
    out: Json = {"id": str(user["id"])}
    if people.shows_address(user):
        out["email"] = str(user["email"])
    out |= {"super_admin": user.get("superAdmin") is True, "permissions": None}
    out["seats"] = _seats(user.get("seatNames"))
    return {**out, "deactivated": True} if out["id"] in deactivated else out


def _seats(names: Any) -> list[str]:
    """One word for each seat: `Service Hub Enterprise` and similar names are a service seat
    (assumed, DOMAIN §3)."""
    listed = [names] if isinstance(names, str) else names if isinstance(names, list) else []
    folded = [str(name).casefold() for name in listed]
    words = {word for name in folded for word in ("service", "sales", "core") if word in name}
    return sorted(words)


def people_before(before: Iterable[Json], people: People) -> list[Json]:
    """The people of the committed catalogue, with no more of them than is stored now."""
    return [
        {key: value for key, value in item.items() if key != "email" or people.shows_address(item)}
        for item in before
        if people.are_kept(item)
    ]


def teams_document(
    teams: Iterable[Json],
    people: People,
    deactivated: Collection[str],
    parents: Mapping[str, str],
    kept: Iterable[Json],
) -> list[Json]:
    """The teams by id, with those that are `kept` from the committed catalogue; no more is said of
    their members than is stored now. `parents` has the ids of the teams that contain others. Where
    people are only counted, deactivated ones cannot be told apart later, and are left out."""
    hidden = deactivated if people.detail is Detail.NONE else ()
    documents = [*(_team(team, hidden, parents) for team in teams), *kept]
    ids = {str(team["id"]) for team in documents}
    return _counted(
        [
            {name: value for name, value in team.items() if name != "parent" or str(value) in ids}
            for team in sorted(documents, key=lambda team: str(team["id"]))
        ],
        people,
    )


def _team(team: Json, hidden: Collection[str], parents: Mapping[str, str]) -> Json:
    identity = str(team["id"])
    out = {
        "id": identity,
        "name": str(team.get("name") or ""),
        "primary_members": _members(team.get("userIds"), hidden),
        "extra_members": _members(team.get("secondaryUserIds"), hidden),
    }
    return {**out, "parent": parents[identity]} if identity in parents else out


def _members(ids: Any, hidden: Collection[str]) -> list[str]:
    """Ids without doubles; HubSpot may leave the list out."""
    found = {str(one) for one in ids} if isinstance(ids, list) else set()
    return sorted(found.difference(hidden))


def _counted(teams: list[Json], people: People) -> list[Json]:
    """With NONE each member has a number, so that people can be counted but not identified."""
    if people.detail is not Detail.NONE:
        return teams
    both = ("primary_members", "extra_members")
    ids = {str(one) for team in teams for kind in both for one in team.get(kind) or ()}
    known = {one: f"{_NUMBERED}{number}" for number, one in enumerate(sorted(ids), 1)}
    return [
        {**team, **{kind: sorted(known[str(one)] for one in team.get(kind) or ()) for kind in both}} for team in teams
    ]
