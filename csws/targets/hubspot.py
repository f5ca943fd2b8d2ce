"""A HubSpot account (hubspot:PORTAL_ID). Its settings have no API: a person does the steps, and csws keeps the record.

The record and the journal are kept in `store:`. What csws does itself is what the API does carry: creating a property.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from csws.errors import ApplyUnfinished, CswsError, StepIsManual
from csws.hubspot.custom_objects import custom_objects, shared_name
from csws.hubspot.endpoints import STANDARD
from csws.hubspot.faults import ScopeMissing
from csws.hubspot.gaps import naming_scope
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.scopes import CUSTOM_OBJECTS
from csws.hubspot.token import find_token, token_of
from csws.kinds import properties
from csws.model.change import Action
from csws.model.plan import Step
from csws.model.settings import Settings
from csws.model.target import AccountRef, WritePermit
from csws.targets.stepwise import PlaceWriter, StepwiseTarget

if TYPE_CHECKING:
    from csws.hubspot.transport import Transport

# csws's own settings: they do not appear on HubSpot's screens.
_OURS = frozenset({"key", "protect"})


class HubSpotPlace:
    """What a person sees on the screens. It cannot be read."""

    def __init__(self, account: AccountRef) -> None:
        self._account = account

    def look(self) -> Settings | None:
        return None

    def looks_first(self, step: Step) -> bool:
        """A property is looked for before it is created, and a step that changes nothing in HubSpot can be repeated."""
        return not self.is_manual(step)

    def is_manual(self, step: Step) -> bool:
        """Whether only a person can do it: every step that changes what HubSpot's screens show."""
        return step.address.kind != properties.KIND.name and not is_ours_alone(step)

    def send(self, step: Step, serial: int) -> str | None:
        """Creates a property. Raises StepIsManual for every other step that HubSpot's screens show."""
        if self.is_manual(step):
            raise StepIsManual(f"Step {step.id} must be done in HubSpot: {step.summary}")
        if step.address.kind != properties.KIND.name:
            return None
        try:
            return self._create_property(step)
        except ApplyUnfinished:  # a request was sent
            raise
        except CswsError as error:
            raise type(error)(f"{error.message} Nothing was created.", hint=error.hint, code=error.code) from None

    def _create_property(self, step: Step) -> str | None:
        from csws.hubspot.transport import connected
        from csws.hubspot.writer import NewProperty, PropertyWriter

        name, key = properties.object_and_name(step.address)
        label, kind, group = (str(step.sets[part]) for part in ("label", "kind", "group"))
        with connected(token_of(self._account.name)) as transport:
            wanted = NewProperty(
                object_name=name,
                object_type=self._type_of(transport, name),
                name=key,
                label=label,
                kind=kind,
                group=group,
            )
            return PropertyWriter(transport).create(wanted)

    def _type_of(self, transport: Transport, name: str) -> str:
        """The type id of an object: ids of custom objects differ from account to account."""
        if name in STANDARD:
            return STANDARD[name]
        try:
            found = custom_objects(HubSpotReader(transport).custom_objects())
        except ScopeMissing as error:
            raise naming_scope(error, CUSTOM_OBJECTS) from None
        if name in found.shared:
            hint = "Rename or delete one of them in HubSpot, then pull the catalogue again."
            raise CswsError(f"{shared_name(name, found.shared[name])}.", hint=hint, code="ambiguous")
        if name not in found.by_name:
            raise CswsError(f"The account has no object `{name}`.", hint="Pull the catalogue again.", code="not_there")
        return str(found.by_name[name]["objectTypeId"])


def is_ours_alone(step: Step) -> bool:
    """Whether a step changes nothing on HubSpot's screens."""
    return step.action in (Action.UPDATE, Action.MOVE) and set(step.sets) <= _OURS


class HubSpotTarget(StepwiseTarget):
    """Refuses to write if the token belongs to another portal; without a token csws cannot check this."""

    @contextmanager
    def writer(self, account: AccountRef, permit: WritePermit) -> Iterator[PlaceWriter]:
        _check_portal(account)
        with super().writer(account, permit) as writer:
            yield writer


def _check_portal(account: AccountRef) -> None:
    token = find_token(account.name)
    if token is None:
        return
    from csws.hubspot.transport import connected

    with connected(token) as transport:
        HubSpotReader(transport).account_of(account.id)


TARGET = HubSpotTarget(HubSpotPlace)
