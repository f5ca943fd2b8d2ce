"""Names ↔ ids: settings, steps and changes are compared by id and shown by name (SPEC §1 "Kept by csws")."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from csws.model.address import OBJECTS, SettingKind
from csws.model.catalog import Catalog, Directory
from csws.model.change import Change, FieldChange
from csws.model.fields import Fields, Value, object_in
from csws.model.plan import Step
from csws.model.settings import Objects, RevenueBlock, RevenueTab, ServicesTab, Settings, Workspace

Spell = Callable[[Directory, str], str]
T = TypeVar("T", ServicesTab, RevenueBlock)


def by_name(directory: Directory, identity: str) -> str:
    return directory.shown(identity)


def by_id(directory: Directory, reference: str) -> str:
    """Raises KeyError for a name that leads to no id, or to more than one."""
    identity = directory.id_of(reference)
    if identity is None:
        raise KeyError(reference)
    return identity


def spelled(path: str, value: Value, services: str | None, catalog: Catalog, spell: Spell) -> Value:
    """One field's value with its team and pipeline references spelled anew; sets come out sorted and without doubles."""
    if path == "teams":
        directory = catalog.teams
    elif path.endswith((".pipelines", ".default_pipeline")):
        directory = catalog.pipelines(object_in(path) or services)
    else:
        return value
    if isinstance(value, tuple):
        return _names(value, directory, spell)
    return spell(directory, value) if isinstance(value, str) else value


def spelled_fields(values: Fields, services: str | None, catalog: Catalog, spell: Spell) -> dict[str, Value]:
    return {path: spelled(path, value, services, catalog, spell) for path, value in values.items()}


def resolved(declared: Settings, catalog: Catalog) -> Settings:
    """Declared settings by id. Raises KeyError where a reference leads nowhere: the rules speak of that first."""
    return _all(declared, catalog, by_id)


def named(settings: Settings, catalog: Catalog) -> Settings:
    """Resolved settings by name, as a person reads them."""
    return _all(settings, catalog, by_name)


def _all(settings: Settings, catalog: Catalog, spell: Spell) -> Settings:
    pipelines = catalog.pipelines(settings.objects.services)

    @cache  # by way of `defaults`, workspaces mostly have the same tabs
    def services(tab: ServicesTab) -> ServicesTab:
        return _tab(tab, pipelines, spell)

    @cache
    def revenue(tab: RevenueTab) -> RevenueTab:
        blocks = (_tab(block, catalog.pipelines(block.object), spell) for block in tab.blocks)
        return replace(tab, blocks=tuple(blocks))

    def whole(item: Workspace) -> Workspace:
        teams = _names(item.teams, catalog.teams, spell)
        return replace(item, teams=teams, services=services(item.services), revenue=revenue(item.revenue))

    objects = replace(settings.objects, revenue=tuple(sorted(set(settings.objects.revenue))))
    return Settings(objects=objects, workspaces=tuple(map(whole, settings.workspaces)))


def _tab(tab: T, directory: Directory, spell: Spell) -> T:
    default = tab.default_pipeline if tab.default_pipeline is None else spell(directory, tab.default_pipeline)
    return replace(tab, pipelines=_names(tab.pipelines, directory, spell), default_pipeline=default)


def _names(names: tuple[str, ...], directory: Directory, spell: Spell) -> tuple[str, ...]:
    return tuple(sorted({spell(directory, name) for name in names}))


def named_steps(steps: Iterable[Step], objects: Objects, catalog: Catalog) -> tuple[Step, ...]:
    return _steps(steps, objects, catalog, by_name)


def resolved_steps(steps: Iterable[Step], objects: Objects, catalog: Catalog) -> tuple[Step, ...]:
    """Steps of a plan by id. Raises KeyError for a name that the catalogue does not lead to one id."""
    return _steps(steps, objects, catalog, by_id)


def _steps(steps: Iterable[Step], objects: Objects, catalog: Catalog, spell: Spell) -> tuple[Step, ...]:
    """Pipelines belong to an object, so the services object in force is followed through the steps."""
    services, out = objects.services, []
    for step in steps:
        if step.address.kind is SettingKind.PROPERTY:
            out.append(step)
            continue
        if step.address == OBJECTS:
            changed = step.sets.get("services", services)
            services = changed if isinstance(changed, str) else None
            out.append(step)
            continue
        was, sets = (spelled_fields(values, services, catalog, spell) for values in (step.was, step.sets))
        out.append(replace(step, was=was, sets=sets))
    return tuple(out)


def named_changes(changes: Iterable[Change], before: Objects, after: Objects, catalog: Catalog) -> tuple[Change, ...]:
    """Changes by name: the values before belong to the objects before."""

    def one(item: FieldChange) -> FieldChange:
        return replace(
            item,
            before=spelled(item.path, item.before, before.services, catalog, by_name),
            after=spelled(item.path, item.after, after.services, catalog, by_name),
        )

    def whole(change: Change) -> Change:
        unchanged = spelled_fields(change.unchanged, after.services, catalog, by_name)
        return replace(change, fields=tuple(one(item) for item in change.fields), unchanged=unchanged)

    return tuple(whole(change) for change in changes)
