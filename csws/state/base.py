"""The base of drift: what of an account's settings an apply or an adoption made so.

Knows no store. `applied` is the base so far; None where nothing was applied or adopted yet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from csws.kinds import RECORDED, kind_of
from csws.model.address import OBJECTS
from csws.model.fields import flat_objects
from csws.model.kind import Kind, Thing
from csws.model.settings import Objects, Settings


def after_adoption(
    applied: Settings | None, now: Settings, keys: Collection[str], *, objects: bool = False
) -> Settings:
    """The first adoption takes the whole account as it is known; later ones take only the
    workspaces that have these keys, and the objects if those are adopted."""
    if applied is None:
        return now
    applied = replace(applied, objects=now.objects) if objects else applied
    adopted = [item for item in now.managed if item.key in keys]
    ids = {item.id for item in adopted}
    others = [item for item in applied.workspaces if item.id not in ids and item.key not in keys]
    return applied.with_workspaces([*others, *adopted])


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
