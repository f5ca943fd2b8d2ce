"""Which property or object was probably meant by a word that is no internal name. People read labels
on HubSpot's screens, so a label leads to its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from csws.model.catalog import Directory, Property
from csws.model.fix import Remedy, instead
from csws.model.names import folded
from csws.model.place import Path
from csws.model.suggestion import closest, did_you_mean

_MOST = 12  # names in a list of what fits
_FEW = 4  # of which each is offered


class Labeled(Protocol):
    """Something with an internal name and a label."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


def titled(item: Labeled) -> str:
    """`Company owner (hubspot_owner_id)`, or just the name where the label says nothing new."""
    new = item.label and folded(item.label) != folded(item.name)
    return f"{item.label} ({item.name})" if new else item.name


def fitting(properties: Iterable[Property], *, user: bool) -> list[Property]:
    """The properties that a field for users, or one for dates, can name; in the order of their
    labels."""
    fits = [item for item in properties if (item.is_user if user else item.is_date)]
    return sorted((item for item in fits if not item.archived), key=lambda item: (folded(item.label), item.name))


def meant(word: str, items: Iterable[Labeled]) -> str | None:
    """The hint for a word: what has exactly this label, else what is spelled like it; None if
    nothing is."""
    known = list(items)
    same = sorted({item.name for item in known if folded(item.label) == folded(word)})
    if len(same) == 1:
        return f"`{same[0]}` has this label."
    if same:
        names = " and ".join(f"`{name}`" for name in same)
        return f"{names} have this label. Write the internal name."
    name = did_you_mean(word, [item.name for item in known])
    if name is not None:
        return name
    labels = {item.label: item.name for item in reversed(known)}
    label = closest(word, labels)
    return f"Did you mean `{labels[label]}` (“{label}”)?" if label else None


def renamed(path: Path, word: str, items: Iterable[Labeled]) -> tuple[Remedy, ...]:
    """The correction that `meant` hints at: certain for a label that only one of the items has."""
    known = list(items)
    same = sorted({item.name for item in known if folded(item.label) == folded(word)})
    if same:
        return tuple(one for name in same for one in instead(path, word, name, certain=len(same) == 1))
    name = closest(word, [item.name for item in known])
    labels = {item.label: item.name for item in reversed(known)}
    return instead(path, word, name or labels.get(closest(word, labels) or ""))


def respelled(path: Path, word: str, known: Directory) -> tuple[Remedy, ...]:
    """The correction of a name of something that has an id too: certain for one that it had until it was renamed."""
    now = known.now_called(word)
    return instead(path, word, now, certain=True) if now else instead(path, word, closest(word, known.names()))


def one_that_fits(path: Path, word: str, properties: Sequence[Property]) -> tuple[Remedy, ...]:
    """Writing one of the properties that a field can name, where they are few."""
    few = properties if len(properties) <= _FEW else ()
    return tuple(one for item in few for one in instead(path, word, item.name))


def those_that_fit(properties: Sequence[Property], *, user: bool) -> str:
    """The hint that lists what a field could name."""
    if not properties:
        kind = "HubSpot user" if user else "date"
        return (
            f"The catalogue lists no {kind} property for this object. "
            "Create one, or run `csws catalog pull` if it is new."
        )
    listed = ", ".join(titled(item) for item in properties[:_MOST])
    more = f", and {len(properties) - _MOST} more" if len(properties) > _MOST else ""
    return f"Properties that fit: {listed}{more}."


def property_hint(word: str, properties: Iterable[Property], *, user: bool) -> str:
    """What to write in place of a word that names no property, or one of the wrong type."""
    usable = fitting(properties, user=user)
    return meant(word, usable) or those_that_fit(usable, user=user)
