"""How an account differs after an observation, by name."""

from __future__ import annotations

from collections.abc import Iterator

from csws.diff import changed_fields
from csws.kinds import RECORDED, objects
from csws.model.address import OBJECTS
from csws.model.catalog import Catalog
from csws.model.change import Action, Change, FieldChange
from csws.model.fields import flat_objects
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.settings import Settings
from csws.state.references import named
from csws.workflow.observation.identity import handle_of


@frozen
class UnmanagedChange:
    """What was observed of an unmanaged item, by name."""

    id: str
    name: str
    change: Change


def differences(
    before: Settings, after: Settings, catalog: Catalog
) -> tuple[tuple[Change, ...], tuple[UnmanagedChange, ...]]:
    """What differs in the objects and in managed items, and in items that csws does not manage."""
    old, new = named(before, catalog), named(after, catalog)
    fields = changed_fields(objects.KIND, flat_objects(old.objects), flat_objects(new.objects))
    changes = [Change(address=OBJECTS, action=Action.UPDATE, fields=fields)] if fields else []
    unmanaged = []
    for kind in RECORDED:
        for item, change in _changes(kind, old, new):
            if item.key is not None:
                changes.append(change)
            else:
                unmanaged.append(UnmanagedChange(id=item.id or "", name=kind.called(item), change=change))
    return tuple(changes), tuple(unmanaged)


def _changes(kind: Kind, old: Settings, new: Settings) -> Iterator[tuple[Thing, Change]]:
    """What differs in the things of a kind, each as it is now, or was."""
    before = {handle_of(kind, item): item for item in kind.all(old)}
    after = {handle_of(kind, item): item for item in kind.all(new)}
    for handle, item in {**before, **after}.items():
        was, is_now = before.get(handle), after.get(handle)
        if was is None:
            action, fields = Action.CREATE, _set_fields(kind, item, gone=False)
        elif is_now is None:
            action, fields = Action.DELETE, _set_fields(kind, item, gone=True)
        else:
            action, fields = Action.UPDATE, changed_fields(kind, kind.flat(was), kind.flat(is_now))
        if fields:
            yield item, Change(address=kind.address(item), action=action, fields=fields)


def _set_fields(kind: Kind, item: Thing, *, gone: bool) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(path=path, before=value if gone else None, after=None if gone else value)
        for path, value in kind.only_set(kind.flat(item)).items()
    )
