"""What a change of objects empties: every choice of the tab, in every workspace (SPEC §5.3; assumed of HubSpot, DOMAIN §1).

The tab's switch (`show`) stays, everything chosen on the tab goes. A second revenue object clears nothing. An item of another
kind loses the fields that depend on the object, too.
"""

from __future__ import annotations

from dataclasses import replace

from csws.kinds import RECORDED
from csws.model.kind import Kind, Thing
from csws.model.settings import Objects, Settings


def cleared_paths(kind: Kind, before: Objects, after: Objects, thing: Thing) -> tuple[str, ...]:
    """The paths of this item that hold something now and will not after the change."""
    held = ((path, value) for path, value in kind.flat(thing).items() if value != kind.empty(path))
    return tuple(path for path, _ in held if kind.is_cleared(path, before, after))


def with_objects(settings: Settings, after: Objects) -> Settings:
    """The account after its objects change: the choices that depended on them are empty."""
    for kind in RECORDED:
        for thing in kind.all(settings):
            paths = cleared_paths(kind, settings.objects, after, thing)
            if paths:
                empties = {path: kind.empty(path) for path in paths}
                settings = kind.put(settings, kind.changed(thing, thing.key, empties), instead_of=thing)
    return replace(settings, objects=after)
