"""The kinds of settings: one file for each, and the table of them, in the order in which a plan changes them.

`csws/model/kind.py` says what a kind must provide and what it may provide.
"""

from __future__ import annotations

from csws.kinds import objects, properties, workspaces
from csws.kinds.health_scores.kind import KIND as HEALTH_SCORES
from csws.model.address import Address
from csws.model.field import Field
from csws.model.kind import Kind
from csws.model.settings import Settings

KINDS: tuple[Kind, ...] = (properties.KIND, objects.KIND, workspaces.KIND, HEALTH_SCORES)
_BY_NAME = {kind.name: kind for kind in KINDS}

KEYED = tuple(kind for kind in KINDS if kind.is_keyed)
RECORDED = tuple(kind for kind in KEYED if kind.is_recorded)  # what stores keep, in addition to the objects
LATER = tuple(kind for kind in RECORDED if kind is not workspaces.KIND)  # those whose items have no class of their own


def ids_in(settings: Settings) -> frozenset[str]:
    """The ids of everything that there is."""
    return frozenset(thing.id for kind in RECORDED for thing in kind.all(settings) if thing.id)


def kind_of(address: Address) -> Kind:
    """Raises KeyError for an address of a kind that this csws does not know."""
    return _BY_NAME[address.kind]


def kind_named(name: str) -> Kind | None:
    """The kind whose addresses begin with a word."""
    return _BY_NAME.get(name)


def field_of(address: Address, path: str) -> Field | None:
    """The field at a path of the item at an address; None for a path that is not a field, such as the key."""
    return kind_of(address).field_at(path)
