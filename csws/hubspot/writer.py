"""The only thing that csws writes over HubSpot's API: a property that an account lacks. Never
changes an existing one.

HubSpot has no idempotency keys (DOMAIN §3), so the writer reads before it sends, sends once, and
reads back before it does anything else.
"""

from __future__ import annotations

from typing import Any

from csws.errors import AnswerLost, CswsError, StepNotDone
from csws.hubspot import endpoints
from csws.hubspot.faults import NotThere, failure
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.transport import Transport

# Reads after writes can lag by about a second (DOMAIN §3).
LAG = 1.5
LOOKS = 3
_SHAPES: dict[str, dict[str, Any]] = {
    "user": {"type": "enumeration", "fieldType": "select", "externalOptions": True, "referencedObjectType": "OWNER"},
    "date": {"type": "date", "fieldType": "date"},
}


class PropertyWriter:
    """Creates properties."""

    def __init__(self, transport: Transport) -> None:
        self._transport, self._reader = transport, HubSpotReader(transport)

    def create(self, object_type: str, name: str, label: str, kind: str, group: str) -> None:
        """Creates the property if it does not exist. Raises StepNotDone if it was surely not
        created, AnswerLost if that is unknown, and CswsError if the name belongs to something
        else."""
        if self._is_there(object_type, name, kind):
            return
        wanted = {"name": name, "label": label, "groupName": group, **_SHAPES[kind]}
        try:
            answer = self._transport.post(endpoints.properties(object_type), f"property `{name}`", wanted)
        except AnswerLost:
            self._read_back(object_type, name, kind)
            return
        if answer.status in (200, 201):
            return
        if answer.status == 409 or answer.status >= 500:
            self._read_back(object_type, name, kind)
            return
        refused = failure(answer, f"property `{name}`")
        raise StepNotDone(f"The property `{name}` was not created. {refused.message}", hint=refused.hint)

    def _read_back(self, object_type: str, name: str, kind: str) -> None:
        for _ in range(LOOKS):
            self._transport.wait(LAG)
            if self._is_there(object_type, name, kind):
                return
        raise AnswerLost(
            f"It is not known whether the property `{name}` was created: HubSpot does not show it yet.",
            hint="Wait a minute, then run `csws apply --resume`: it checks again before it sends anything.",
        )

    def _is_there(self, object_type: str, name: str, kind: str) -> bool:
        try:
            found = self._reader.property_of(object_type, name)
        except NotThere:
            return False
        if found["type"] != _SHAPES[kind]["type"]:
            raise CswsError(
                f"The account already has a property `{name}`, but it is not a {kind} property.",
                hint="Choose another name: csws never changes an existing property.",
                code="property_exists",
            )
        return True
