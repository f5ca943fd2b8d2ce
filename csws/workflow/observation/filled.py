"""What somebody said in a form, as data → a sheet that `observe` and `adopt` read. Makes the keys of what is new from its
name, and finds the field of the form that a finding is about. Reads no account."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from csws.kinds import objects
from csws.kinds.addresses import lies_in
from csws.model.address import KEY
from csws.model.diagnostic import Diagnostic
from csws.model.fields import Fields
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.names import folded
from csws.model.yaml_text import yaml_text
from csws.workflow.observation.said import Handle, address_in
from csws.workflow.observation.sheet import ACCOUNT

_NO_KEY = re.compile(r"[^a-z0-9]+")


@frozen
class FilledItem:
    """What is said of one thing: `key` where csws knows it by one, `id` where it is known without a key, neither where it is
    new. `ref` is what the form calls it. One that is `gone` has no fields."""

    ref: str
    kind: Kind
    fields: Fields
    key: str | None = None
    id: str | None = None
    gone: bool = False

    @property
    def name(self) -> str:
        return str(self.fields.get("name") or "")


@frozen
class Spot:
    """A field of the form; `path` is "" for the item itself."""

    ref: str
    path: str


@frozen
class FilledSheet:
    """The text of the sheet, the address of every field in it, and the key that everything new has got, by its ref."""

    text: str
    spots: tuple[tuple[str, Spot], ...]
    keys: Mapping[str, str]

    def spot_of(self, finding: Diagnostic) -> Spot | None:
        """The field of the form that a finding is about; None for one that is about none of them."""
        around = [(above, spot) for above, spot in self.spots if lies_in(finding.address, above)]
        return max(around, key=lambda pair: len(pair[0]))[1] if around else None


def filled_sheet(account: str, items: Iterable[FilledItem], taken: Mapping[str, str], *, adopts: bool) -> FilledSheet:
    """The sheet of what a form says. `taken` are the keys that the project and the record know, with the name that each
    belongs to. Where the sheet `adopts`, what is known without a key gets one too."""
    data: dict[str, Any] = {ACCOUNT: account}
    spots: list[tuple[str, Spot]] = []
    keys = dict(taken)
    new: dict[str, str] = {}
    for item in items:
        if item.kind is objects.KIND:
            data[item.kind.section] = item.kind.block_of(item.fields)
            spots += [(address_in(None, path), Spot(ref=item.ref, path=path)) for path in item.fields]
            spots.append((item.kind.name, Spot(ref=item.ref, path="")))
            continue
        handle = _handle(item, keys, adopts=adopts)
        if not handle.is_id and item.key is None:
            keys[handle.text] = item.name
            new[item.ref] = handle.text
        section = "unmanaged" if handle.is_id else item.kind.section
        data.setdefault(section, {})[handle.text] = None if item.gone else item.kind.block_of(item.fields)
        spots += _spots(item, handle)
    return FilledSheet(text=yaml_text(data), spots=tuple(spots), keys=new)


def key_from(name: str, taken: Set[str], otherwise: str) -> str:
    """A key for something of that name which nothing else has: `Nordics & Baltics` is `nordics-baltics`. A name without a
    Latin letter gives `otherwise`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    wanted = _NO_KEY.sub("-", plain).strip("-")
    wanted = wanted if KEY.match(wanted) else otherwise
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _handle(item: FilledItem, keys: Mapping[str, str], *, adopts: bool) -> Handle:
    if item.key is not None:
        return Handle(text=item.key, kind=item.kind)
    if item.id is not None and not (adopts and item.fields):
        return Handle(text=item.id, kind=item.kind, is_id=True)
    same = [key for key, name in keys.items() if item.name and folded(name) == folded(item.name)]
    key = same[0] if len(same) == 1 else key_from(item.name, keys.keys(), item.kind.noun.replace(" ", "-"))
    return Handle(text=key, kind=item.kind)


def _spots(item: FilledItem, handle: Handle) -> Iterator[tuple[str, Spot]]:
    yield str(handle), Spot(ref=item.ref, path="")
    yield from ((address_in(handle, path), Spot(ref=item.ref, path=path)) for path in item.fields)
