"""The scopes that a token needs to read a catalogue (DOMAIN §3). Does not know which ones a token
has."""

from __future__ import annotations

from csws.hubspot.endpoints import STANDARD

CUSTOM = "crm.schemas.custom.read"  # on Enterprise only
TEAMS = "settings.users.teams.read"
USERS = "settings.users.read"


def of_object(name: str) -> str:
    """The scope to read the properties and pipelines of a standard object."""
    return f"crm.schemas.{name}.read"


ALL = (*map(of_object, STANDARD), CUSTOM, USERS, TEAMS)
