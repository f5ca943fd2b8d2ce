"""The scopes of a token: what csws needs each one for, and what it cannot check without it.

HubSpot accepts any one of several scopes for most reads; the first one named here gives the least
access, so it is the one to add.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from csws.hubspot.endpoints import STANDARD, WITHOUT_PIPELINES
from csws.model.frozen import frozen


@frozen
class Need:
    """Something that csws reads or writes. `what` is the word for it in a catalogue's `unreadable`;
    `scopes` are patterns, one of which the token needs; `unchecked` completes the sentence
    “Without the scope csws cannot …”."""

    what: str
    scopes: tuple[str, ...]
    unchecked: str

    @property
    def scope(self) -> str:
        """The scope to add; empty if HubSpot documents none."""
        return self.scopes[0] if self.scopes else ""

    def is_met(self, granted: Iterable[str]) -> bool:
        return any(fnmatchcase(scope, pattern) for scope in granted for pattern in self.scopes)


# HubSpot lists 92 scopes here: those of objects, never `crm.schemas.*` or `settings.*`.
ACTIVATED = Need(
    what="activated objects",
    scopes=(
        "crm.objects.services.read",
        *(f"crm.objects.{name}.*" for name in (*STANDARD, "custom")),
        *("contacts", "tickets*", "e-commerce"),
    ),
    unchecked="check whether the Services object is activated",
)
CUSTOM_OBJECTS = Need(
    what="custom objects",
    scopes=("crm.schemas.custom.read", "crm.objects.custom.*"),
    unchecked="check whether a custom object exists, with its properties and pipelines",
)
TEAMS = Need(
    what="teams",
    scopes=("settings.users.teams.read",),
    unchecked="check whether teams exist, and who sees a workspace",
)
PEOPLE = Need(
    what="people",
    scopes=("settings.users.read", "crm.objects.users.read"),
    unchecked="check whether the operator is a super admin and has a Service seat",
)
DEACTIVATED = Need(
    what="deactivated people",
    scopes=("crm.objects.owners.read",),
    unchecked="check which people are deactivated, so it counts them as people who see a workspace",
)

SEGMENTS = Need(
    what="segments",
    scopes=("crm.lists.read", "crm.segments.read"),
    unchecked="check whether the segments of health scores exist",
)
# HubSpot documents no scope that only reads them.
EVENTS = Need(
    what="events",
    scopes=("behavioral_events.event_definitions.read_write",),
    unchecked="check whether the account's own events in health scores exist",
)

# HubSpot documents no scope for sensitive data of services.
_SENSITIVE = ("contacts", "companies", "deals", "custom")


def properties_of(name: str, *, custom: bool = False) -> Need:
    unchecked = f"check whether properties of {name} exist and have the right type"
    return Need(what=f"properties of {name}", scopes=_of_object(name, custom), unchecked=unchecked)


def pipelines_of(name: str, *, custom: bool = False) -> Need:
    unchecked = f"check whether pipelines of {name} exist"
    return Need(what=f"pipelines of {name}", scopes=_of_object(name, custom), unchecked=unchecked)


def sensitive_properties_of(name: str, sensitivity: str, *, custom: bool = False) -> Need:
    """`sensitivity` is sensitive or highly_sensitive."""
    words = f"{sensitivity.replace('_', ' ')} properties of {name}"
    word = "custom" if custom else name
    # As people add it, and as HubSpot lists it for a token.
    scope = f"crm.objects.{word}.{sensitivity}.read"
    scopes = (scope, f"{scope}.v2") if word in _SENSITIVE else ()
    return Need(what=words, scopes=scopes, unchecked=f"check whether there are {words}")


def creation_in(name: str) -> Need:
    """What creating a property takes."""
    scope = f"crm.schemas.{name if name in STANDARD else 'custom'}.write"
    unchecked = f"create the properties of {name} that the project declares"
    return Need(what=f"new properties of {name}", scopes=(scope,), unchecked=unchecked)


def _of_object(name: str, custom: bool) -> tuple[str, ...]:
    word = "custom" if custom else name
    scopes = (f"crm.schemas.{word}.read", f"crm.objects.{word}.*")
    return (ACTIVATED.scope, *scopes) if word == "services" else scopes


def needs(*, custom: bool, created: Iterable[str] = (), scored: bool = False) -> tuple[Need, ...]:
    """Everything that csws needs of a token, without doubles. `custom`: custom objects too;
    `created`: the objects that have declared properties; `scored`: health scores are declared."""
    read = [properties_of(name) for name in STANDARD]
    read += [pipelines_of(name) for name in STANDARD if name not in WITHOUT_PIPELINES]
    schemas = [CUSTOM_OBJECTS] if custom else []
    scores = [SEGMENTS, EVENTS] if scored else []
    return (*read, ACTIVATED, *schemas, TEAMS, PEOPLE, DEACTIVATED, *scores, *map(creation_in, created))


# What a token needs to read a whole catalogue.
ALL = tuple(dict.fromkeys(need.scope for need in needs(custom=True)))
