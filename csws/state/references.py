"""Names ↔ ids: settings, steps and changes are compared by id and shown by name (SPEC §1 "Kept by csws")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from csws.kinds import kind_of
from csws.model.address import OBJECTS, Address
from csws.model.catalog import Catalog, Directory
from csws.model.change import Change, FieldChange
from csws.model.field import Field, Reference
from csws.model.fields import CUSTOMERS, GENERAL, REVENUE_BLOCK, SERVICES, Fields, Value
from csws.model.kind import Kind
from csws.model.plan import Step
from csws.model.settings import CustomersTab, Item, Objects, RevenueBlock, RevenueTab, ServicesTab, Settings, Workspace
from csws.state.labels import labels_of

Spell = Callable[[Directory, str], str]
T = TypeVar("T", CustomersTab, ServicesTab, RevenueBlock)


def by_name(directory: Directory, identity: str) -> str:
    return directory.shown(identity)


def by_id(directory: Directory, reference: str) -> str:
    """Raises KeyError for a name that leads to no id, or to more than one."""
    identity = directory.id_of(reference)
    if identity is None:
        raise KeyError(reference)
    return identity


def spelled(kind: Kind, path: str, value: Value, objects: Objects, catalog: Catalog, spell: Spell) -> Value:
    """One field's value with its team and pipeline references spelled anew; sets come out sorted and without doubles.

    `objects` are those in force: pipelines belong to an object.
    """
    field = _with_ids(kind, path)
    if field is None:
        return value
    directory = _directory(field, kind.object_behind(path, objects), catalog)
    return value if directory is None else _spelled(value, directory, spell)


@lru_cache(maxsize=1024)  # the same few paths, in every step of every account
def _with_ids(kind: Kind, path: str) -> Field | None:
    """The field at a path where it refers by id; None for all that has one name everywhere, such as objects and keys."""
    field = kind.field_at(path)
    return field if field and field.has_ids else None


def spelled_fields(kind: Kind, values: Fields, objects: Objects, catalog: Catalog, spell: Spell) -> dict[str, Value]:
    return {path: spelled(kind, path, value, objects, catalog, spell) for path, value in values.items()}


def _directory(field: Field, object_name: str | None, catalog: Catalog) -> Directory | None:
    """Where the names and ids are that a field refers by; None for what is called the same in every account."""
    if field.refers_to is Reference.TEAM:
        return catalog.teams
    return catalog.pipelines(object_name) if field.refers_to is Reference.PIPELINE else None


def _spelled(value: Value, directory: Directory, spell: Spell) -> Value:
    if isinstance(value, tuple):
        return tuple(sorted({spell(directory, name) for name in value}))
    return spell(directory, value) if isinstance(value, str) else value


def resolved(declared: Settings, catalog: Catalog) -> Settings:
    """Declared settings by id. Raises KeyError where a reference leads nowhere: the rules speak of that first."""
    return _all(declared, catalog, by_id)


def resolved_if_known(declared: Settings, catalog: Catalog) -> Settings:
    """The same for settings that may be wrong: a reference that leads nowhere stays as it is written."""
    return _all(declared, catalog, lambda directory, reference: directory.id_of(reference) or reference)


def named(settings: Settings, catalog: Catalog) -> Settings:
    """Resolved settings by name, as a person reads them."""
    return _all(settings, catalog, by_name)


_WITH_IDS = {
    holder: tuple(item for item in fields if item.has_ids)
    for holder, fields in {
        Workspace: GENERAL,
        CustomersTab: CUSTOMERS,
        ServicesTab: SERVICES,
        RevenueBlock: REVENUE_BLOCK,
    }.items()
}


def _all(settings: Settings, catalog: Catalog, spell: Spell) -> Settings:
    objects = replace(settings.objects, revenue=tuple(sorted(set(settings.objects.revenue))))

    def changes(holder: Workspace | T, name: str | None) -> dict[str, Any]:
        return {
            field.name: _spelled(getattr(holder, field.name), directory, spell)
            for field in _WITH_IDS[type(holder)]
            if (directory := _directory(field, name, catalog)) is not None
        }

    made: dict[int, Any] = {}  # by way of `defaults`, workspaces mostly share the very same tabs

    def tab(holder: T, name: str | None) -> T:
        if not _WITH_IDS[type(holder)]:
            return holder
        if id(holder) not in made:
            made[id(holder)] = replace(holder, **changes(holder, name))
        found: T = made[id(holder)]
        return found

    def revenue(holder: RevenueTab) -> RevenueTab:
        if id(holder) not in made:
            made[id(holder)] = replace(holder, blocks=tuple(tab(block, block.object) for block in holder.blocks))
        found: RevenueTab = made[id(holder)]
        return found

    def whole(item: Workspace) -> Workspace:
        return replace(
            item,
            **changes(item, None),
            customers=tab(item.customers, objects.customers),
            services=tab(item.services, objects.services),
            revenue=revenue(item.revenue),
        )

    def item(one: Item) -> Item:
        kind = kind_of(Address(one.kind))
        return replace(one, fields=spelled_fields(kind, one.fields, objects, catalog, spell))

    return Settings(
        objects=objects, workspaces=tuple(map(whole, settings.workspaces)), items=tuple(map(item, settings.items))
    )


def named_steps(steps: Iterable[Step], objects: Objects, catalog: Catalog) -> tuple[Step, ...]:
    return _steps(steps, objects, catalog, by_name)


def resolved_steps(steps: Iterable[Step], objects: Objects, catalog: Catalog) -> tuple[Step, ...]:
    """Steps of a plan by id. Raises KeyError for a name that the catalogue does not lead to one id."""
    return _steps(steps, objects, catalog, by_id)


def _steps(steps: Iterable[Step], objects: Objects, catalog: Catalog, spell: Spell) -> tuple[Step, ...]:
    def one(step: Step, in_use: Objects) -> Step:
        kind = kind_of(step.address)
        was, sets = (spelled_fields(kind, values, in_use, catalog, spell) for values in (step.was, step.sets))
        return replace(step, was=was, sets=sets)

    return tuple(one(step, in_use) for step, in_use in in_force(steps, objects))


def in_force(steps: Iterable[Step], objects: Objects) -> Iterator[tuple[Step, Objects]]:
    """Each step with the objects that are in force once it is done; `objects` are those before the first."""
    for step in steps:
        if step.address == OBJECTS:
            sets: dict[str, Any] = dict(step.sets)
            objects = replace(objects, **sets)
        yield step, objects


def named_changes(changes: Iterable[Change], before: Objects, after: Objects, catalog: Catalog) -> tuple[Change, ...]:
    """Changes by name, with the labels of what they name: the values before belong to the objects before."""

    def one(kind: Kind, item: FieldChange) -> FieldChange:
        return replace(
            item,
            before=spelled(kind, item.path, item.before, before, catalog, by_name),
            after=spelled(kind, item.path, item.after, after, catalog, by_name),
        )

    def whole(change: Change) -> Change:
        kind = kind_of(change.address)
        unchanged = spelled_fields(kind, change.unchanged, after, catalog, by_name)
        labels = labels_of(change, before, after, catalog)
        fields = tuple(one(kind, item) for item in change.fields)
        return replace(change, fields=fields, unchanged=unchanged, labels=labels)

    return tuple(whole(change) for change in changes)
