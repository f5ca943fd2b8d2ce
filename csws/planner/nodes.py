"""The problem of ordering, as small values: which items give up an exclusive value, and which take it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from csws.model.address import Address
from csws.model.change import Action, Change
from csws.model.frozen import frozen
from csws.model.kind import Claim, Kind, Thing
from csws.model.settings import Settings
from csws.state.transition import found_at


@frozen
class PlanNode:
    """One item that changes: before and after, and the exclusive values that it gives up and takes (teams, a
    name)."""

    change: Change
    before: Thing | None
    after: Thing | None
    gives: frozenset[Claim]
    takes: frozenset[Claim]

    @property
    def address(self) -> Address:
        return self.change.address

    @property
    def is_delete(self) -> bool:
        return self.after is None

    @property
    def is_create(self) -> bool:
        return self.before is None

    def waits_for(self, other: PlanNode) -> bool:
        """Whether this item takes something that the other one gives up."""
        return self is not other and bool(self.takes & other.gives)


def nodes_of(
    kind: Kind, current: Settings, desired: Settings, changes: tuple[Change, ...], moved: Mapping[Address, Address]
) -> list[PlanNode]:
    """A node for each change of an item of the kind, in the order of the changes."""
    out = []
    for change in changes:
        address = change.address
        if address.kind == kind.name:
            before = found_at(current, moved.get(address, address))
            after = None if change.action is Action.DELETE else found_at(desired, address)
            had, wants = kind.claims(before), kind.claims(after)
            out.append(PlanNode(change=change, before=before, after=after, gives=had - wants, takes=wants - had))
    return out
