"""The worksheet of one account as data: everything that its screens show, in their order, with what is known of it. Knows no
words and no format.

The sheet as text, the forms, and what an observation of a form consists of are loops over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csws.kinds import RECORDED, objects, workspaces
from csws.kinds.choices import Choice, Choices
from csws.model.field import EACH, Field
from csws.model.fields import REVENUE_BLOCK, Value, empty_value, field_at, flat_objects
from csws.model.frozen import frozen
from csws.model.kind import Kind, Thing
from csws.model.settings import RevenueTab, Settings, Workspace

FEW = 4  # objects that may track revenue: each has a block in the sheet of an account that nothing is known of


@frozen
class SheetField:
    """One field of the sheet. `value` is what was last recorded, by name."""

    kind: Kind
    path: str
    field: Field
    value: Value


@frozen
class SheetItem:
    """One thing that the sheet is about: `key` where csws manages it, `id` where it does not. The objects have neither, nor has
    the blank item for something further."""

    kind: Kind
    key: str | None
    id: str | None
    name: str
    fields: tuple[SheetField, ...]


@frozen
class Sheet:
    """The objects; of every kind with keys what is recorded, and a blank one."""

    objects: SheetItem
    items: tuple[SheetItem, ...]
    further: Mapping[str, SheetItem]  # by the name of the kind

    def of(self, kind: Kind) -> tuple[SheetItem, ...]:
        return tuple(item for item in self.items if item.kind is kind)


def sheet_of(settings: Settings, choices: Choices) -> Sheet:
    """The sheet of settings by name."""
    things = ((kind, thing) for kind in RECORDED for thing in kind.all(settings))
    return Sheet(
        objects=_item(objects.KIND, None, None, "", flat_objects(settings.objects)),
        items=tuple(_recorded(kind, thing, settings, choices) for kind, thing in things),
        further={kind.name: _item(kind, None, None, "", _blank(kind, settings, choices)) for kind in RECORDED},
    )


def offered_at(kind: Kind, path: str, choices: Choices) -> Iterator[Choice]:
    """What the account offers for a field: nothing for free text."""
    for source in choices.sources(kind, path):
        yield from choices.of(source)


def workspace_fields(item: Workspace, settings: Settings, choices: Choices) -> dict[str, Value]:
    """With a block for each revenue object of the account; where it has none, for those that it may have."""
    fields = workspaces.KIND.flat(item)
    if item.is_primary and not item.teams:
        del fields["teams"]  # its screen has none
    for name in settings.objects.revenue or _revenue_objects(choices):
        for field in REVENUE_BLOCK:
            path = field.path.replace(EACH, name)
            fields.setdefault(path, empty_value(path))
    return fields


def _recorded(kind: Kind, thing: Thing, settings: Settings, choices: Choices) -> SheetItem:
    fields = workspace_fields(thing, settings, choices) if isinstance(thing, Workspace) else kind.flat(thing)
    return _item(kind, thing.key, thing.id if thing.key is None else None, kind.called(thing), fields)


def _blank(kind: Kind, settings: Settings, choices: Choices) -> dict[str, Value]:
    if kind is not workspaces.KIND:
        return kind.example()
    return workspace_fields(Workspace(key=None, revenue=RevenueTab(show=False)), settings, choices)


def _item(kind: Kind, key: str | None, identity: str | None, name: str, fields: Mapping[str, Value]) -> SheetItem:
    return SheetItem(kind=kind, key=key, id=identity, name=name, fields=tuple(_fields(kind, fields)))


def _fields(kind: Kind, fields: Mapping[str, Value]) -> Iterator[SheetField]:
    """Those that a screen shows; of hidden tabs too: somebody may see that one is shown."""
    for path, value in fields.items():
        field = kind.field_at(path)
        if field is not None and not field.is_ours:
            yield SheetField(kind=kind, path=path, field=field, value=value)


def _revenue_objects(choices: Choices) -> tuple[str, ...]:
    found = choices.objects("revenue")
    return tuple(found) if 0 < len(found) <= FEW else field_at("revenue").standard
