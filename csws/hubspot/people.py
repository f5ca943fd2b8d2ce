"""The people and teams of a catalogue, with as much personal data as the project wants in git."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from csws.model.frozen import frozen

Json = dict[str, Any]


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


def people_document(users: Iterable[Json], people: People) -> list[Json]:
    """The people by id. HubSpot does not show permissions (DOMAIN §3), so these are null."""
    kept = [user for user in users if people.detail is not Detail.NONE or people.is_operator(user)]
    return [_person(user, people) for user in sorted(kept, key=lambda user: str(user["id"]))]


def _person(user: Json, people: People) -> Json:
    out: Json = {"id": str(user["id"])}
    if user.get("email") and (people.detail is Detail.EMAILS or people.is_operator(user)):
        out["email"] = str(user["email"])
    return {**out, "super_admin": bool(user.get("superAdmin")), "permissions": None, "seats": _seats(user)}


def _seats(user: Json) -> list[str]:
    """One word for each seat: `Service Hub Enterprise` and similar names are a service seat
    (assumed, DOMAIN §3)."""
    names = [str(name).casefold() for name in user.get("seatNames") or ()]
    words = {word for name in names for word in ("service", "sales", "core") if word in name}
    return sorted(words)


def teams_document(teams: Iterable[Json], people: People) -> list[Json]:
    found = sorted(teams, key=lambda team: str(team["id"]))
    shown = _shown(found, people)
    return [
        {
            "id": str(team["id"]),
            "name": str(team["name"]),
            "primary_members": sorted(shown[str(one)] for one in team.get("userIds") or ()),
            "extra_members": sorted(shown[str(one)] for one in team.get("secondaryUserIds") or ()),
        }
        for team in found
    ]


def _shown(teams: list[Json], people: People) -> dict[str, str]:
    """User id → the name of the person in the catalogue; with NONE a number, so that people can be
    counted but not identified."""
    ids = {str(one) for team in teams for kind in ("userIds", "secondaryUserIds") for one in team.get(kind) or ()}
    if people.detail is not Detail.NONE:
        return {one: one for one in ids}
    return {one: f"person-{number}" for number, one in enumerate(sorted(ids), 1)}
