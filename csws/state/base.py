"""The base of drift: what of an account's settings an apply or an adoption made so.

Knows no store. `applied` is the base so far; None where nothing was applied or adopted yet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from csws.kinds import RECORDED, kind_of
from csws.model.address import OBJECTS, Address
from csws.model.fields import flat_objects
from csws.model.kind import Kind, Thing
from csws.model.settings import Objects, Settings


def after_adoption(applied: Settings | None, now: Settings, adopted: Collection[Address]) -> Settings:
    """The first adoption takes the whole account as it is known; later ones take only what they
    adopt."""
    if applied is None:
        return now
    if OBJECTS in adopted:
        applied = replace(applied, objects=now.objects)
    for kind in RECORDED:
        things = [thing for thing in kind.all(now) if thing.key is not None and kind.address(thing) in adopted]
        ids, keys = {thing.id for thing in things}, {thing.key for thing in things}
        if things:
            others = [thing for thing in kind.all(applied) if thing.id not in ids and thing.key not in keys]
            applied = kind.with_all(applied, [*others, *things])
    return applied


def after_begin(applied: Settings | None, now: Settings, end: Settings) -> Settings | None:
    """When a plan that leads to `end` begins: the configuration agrees with everything that the plan leaves
    unchanged. What the plan changes stays as it was last applied, so drift that the plan corrects stays drift until
    its step is done."""
    return None if applied is None else _merged(now, applied, now, end)


def after_outcome(applied: Settings | None, before: Settings, after: Settings) -> Settings:
    """When a step is done: what it changed, and nothing else, is as csws made it."""
    return after if applied is None else _merged(applied, after, before, after)


def _merged(kept: Settings, taken: Settings, before: Settings, after: Settings) -> Settings:
    """`kept`, but everything that differs between `before` and `after` is as in `taken`."""
    kept = replace(kept, objects=_objects(kept.objects, taken.objects, before.objects, after.objects))
    for kind in RECORDED:
        kept = _merged_items(kind, kept, taken, before, after)
    return kept


def _merged_items(kind: Kind, kept: Settings, taken: Settings, before: Settings, after: Settings) -> Settings:
    sides = [{thing.id: thing for thing in kind.all(settings)} for settings in (kept, taken, before, after)]
    made = {thing.key for thing in kind.all(after) if thing.key is not None and thing.id not in sides[2]}
    for identity in {**sides[0], **sides[1]}:
        old, new = sides[0].get(identity), _merged_item(kind, *(side.get(identity) for side in sides), made=made)
        if new is not None and new is not old:
            kept = kind.put(kept, new, instead_of=old)
        elif new is None and old is not None:
            kept = kind.without(kept, old)
    return kept


def _merged_item(
    kind: Kind,
    kept: Thing | None,
    taken: Thing | None,
    before: Thing | None,
    after: Thing | None,
    *,
    made: Collection[str],
) -> Thing | None:
    """One item on each side. A created item replaces the one that had its key (`made`)."""
    if before is None or after is None:
        held = kept or taken
        in_place_of = held is not None and held.key in made
        return taken if before is not after or in_place_of else kept
    if before == after or taken is None:
        return kept
    if kept is None:
        return taken
    values = kind.flat(taken)
    paths = kind.differing(kind.flat(before), kind.flat(after))
    key = taken.key if before.key != after.key else kept.key
    return kind.changed(kept, key, {path: values.get(path, kind.empty(path)) for path in paths})


def _objects(kept: Objects, taken: Objects, before: Objects, after: Objects) -> Objects:
    roles = kind_of(OBJECTS).differing(flat_objects(before), flat_objects(after))
    values: dict[str, Any] = {role: getattr(taken, role) for role in roles}
    return replace(kept, **values)
