"""A path in the YAML → the field that it is, and what an account offers there. Knows no text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csws.kinds import LATER, objects, workspaces
from csws.kinds.choices import Choices
from csws.load.merge import underlaid
from csws.load.node import Node
from csws.model.choice import Choice
from csws.model.diagnostic import Severity
from csws.model.field import Field
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.place import Path
from csws.state.references import resolved_if_known
from csws.workflow.account.check import CheckedAccount, asked_rules

_SHARED = "defaults"


@frozen(kw_only=False)
class Place:
    """A path in the block of an item: its kind, the item's key ("" for defaults and objects), and the path there."""

    kind: Kind
    key: str
    inside: Path

    @property
    def path(self) -> str:
        """The path of a field; the items of its list share it."""
        return ".".join(step for step in self.inside if isinstance(step, str))

    @property
    def field(self) -> Field | None:
        if any(isinstance(step, int) for step in self.inside[:-1]):
            return None  # in a list of mappings
        try:
            return self.kind.field_at(self.path)
        except (KeyError, ValueError):  # a key that is being typed
            return None


def place_of(path: Path) -> Place | None:
    """The item that a path is in; None for what is not a setting."""
    head = path[0] if path else ""
    if head == objects.KIND.section:
        return Place(objects.KIND, "", path[1:])
    if head == _SHARED:
        return Place(workspaces.KIND, "", path[1:])
    kind = next((kind for kind in (workspaces.KIND, *LATER) if kind.section == head), None)
    return Place(kind, str(path[1]), path[2:]) if kind is not None and len(path) > 1 else None


def choices_at(account: CheckedAccount, path: Path, typed: Node | None = None) -> tuple[Choice, ...]:
    """What an account offers for the value at a path. `typed` is the file as it is now, where it can be read: what is
    being typed may depend on what was typed just before."""
    place = place_of(path)
    if account.catalog is None:
        return ()
    if place is None:
        return tuple(_others(account, path))
    if place.field is not None and (place.field.refers_to or place.field.choices):
        settings = resolved_if_known(account.loaded.declared.settings, account.catalog)
        offered = Choices(account.catalog, settings)
        return tuple(dict.fromkeys(_chosen(offered, place)))
    return tuple(place.kind.values_in(_block(account, path, typed), place.inside, account.catalog))


def keys_at(account: CheckedAccount, path: Path, typed: Node | None = None) -> tuple[Choice, ...]:
    """What an account offers as a key of the mapping at a path."""
    place = place_of(path)
    if account.catalog is None or place is None:
        return ()
    if place.path == "revenue.objects":
        names = account.loaded.declared.settings.objects.revenue
        found = account.catalog.objects
        return tuple(Choice(value=name, label=found[name].label if name in found else "") for name in names)
    return tuple(place.kind.keys_in(_block(account, path, typed), place.inside, account.catalog))


def _block(account: CheckedAccount, path: Path, typed: Node | None) -> Any:
    """The block of an item as it is typed, over what the account's other files say of it."""
    known, now = account.loaded.tree.at(path[:2]), typed.at(path[:2]) if typed is not None else None
    merged = underlaid(now, known) if now is not None and known is not None else now or known
    return merged.plain() if merged is not None else {}


def people_text(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


def _chosen(offered: Choices, place: Place) -> Iterator[Choice]:
    for source in offered.sources(place.kind, place.path):
        yield from offered.of(source)


def _others(account: CheckedAccount, path: Path) -> Iterator[Choice]:
    """What is no setting of the account: who applies, and which warnings are accepted."""
    if path[:1] == ("accounts",) and path[2:] == ("operator",) and account.catalog is not None:
        yield from (Choice(value=person.email) for person in account.catalog.people if person.email)
    elif path[:1] == ("accept",) and path[2:] == ("code",):
        warnings = {found.code for found in account.diagnostics if found.severity is Severity.WARNING}
        laws = {rule.code: rule.law for rule in asked_rules() if rule.code in warnings}
        yield from (Choice(value=code, label=law) for code, law in sorted(laws.items()))
    elif path[:1] == ("accept",) and path[2:] == ("address",):
        warnings = {found.address for found in account.diagnostics if found.severity is Severity.WARNING}
        yield from (Choice(value=address) for address in sorted(filter(None, warnings)))
