"""What several rules ask of a declaration: its tabs with their objects, and the properties and pipelines they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csws.model.catalog import ObjectType
from csws.model.diagnostic import Path
from csws.model.settings import PRIMARY
from csws.model.subject import Subject
from csws.model.suggestion import closest


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One shown tab (or revenue block) of a workspace: its path, its object, and what is chosen on it."""

    path: Path
    object_name: str | None
    object: ObjectType | None
    csm_property: str | None
    date_key: str
    date_property: str | None
    pipelines: tuple[str, ...] = ()
    default_pipeline: str | None = None

    def properties(self) -> Iterator[tuple[Path, str]]:
        """The path and name of each property that is chosen."""
        for key, name in (("csm_property", self.csm_property), (self.date_key, self.date_property)):
            if name is not None:
                yield (*self.path, key), name

    def named_pipelines(self) -> Iterator[tuple[Path, str]]:
        """The path and label of each pipeline that is chosen."""
        yield from (((*self.path, "pipelines", at), label) for at, label in enumerate(self.pipelines))
        if self.default_pipeline is not None:
            yield (*self.path, "default_pipeline"), self.default_pipeline


def tabs(subject: Subject) -> tuple[Tab, ...]:
    """Every shown tab of every workspace, worked out once."""
    if "tabs" not in subject.memo:
        subject.memo["tabs"] = tuple(_tabs(subject))
    found: tuple[Tab, ...] = subject.memo["tabs"]
    return found


def _tabs(subject: Subject) -> Iterator[Tab]:
    objects, known = subject.declared.settings.objects, subject.catalog.objects
    for item in subject.workspaces:
        path: Path = ("workspaces", item.key or "")
        yield Tab(
            path=(*path, "customers"),
            object_name=objects.customers,
            object=known.get(objects.customers or ""),
            csm_property=item.customers.csm_property,
            date_key="renewal_date_property",
            date_property=item.customers.renewal_date_property,
        )
        if item.services.show and objects.services:
            yield Tab(
                path=(*path, "services"),
                object_name=objects.services,
                object=known.get(objects.services),
                csm_property=item.services.csm_property,
                date_key="renewal_date_property",
                date_property=item.services.renewal_date_property,
                pipelines=item.services.pipelines,
                default_pipeline=item.services.default_pipeline,
            )
        for block in item.revenue.blocks:
            yield Tab(
                path=(*path, "revenue", "objects", block.object),
                object_name=block.object,
                object=known.get(block.object),
                csm_property=block.csm_property,
                date_key="date_property",
                date_property=block.date_property,
                pipelines=block.pipelines,
                default_pipeline=block.default_pipeline,
            )


def objects_in_force(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    """The path, role and name of each object that is declared."""
    objects = subject.declared.settings.objects
    if objects.customers is not None:
        yield ("objects", "customers"), "customers", objects.customers
    if objects.services is not None:
        yield ("objects", "services"), "services", objects.services
    yield from ((("objects", "revenue", at), "revenue", name) for at, name in enumerate(objects.revenue))


def misspelled_primary(subject: Subject) -> str | None:
    """The key that was meant to be `primary`, where that is not declared."""
    keys = [item.key or "" for item in subject.workspaces]
    return None if PRIMARY in keys else closest(PRIMARY, keys)


def may_track_revenue(subject: Subject, name: str) -> bool:
    """Whether the object can be one of `objects.revenue`, as far as the catalogue says."""
    return name == "deals" or is_custom(subject, name) is not False


def is_unknown(subject: Subject, name: str) -> bool:
    """Whether the account surely has no such object."""
    catalog = subject.catalog
    return bool(catalog.objects) and name not in catalog.objects and catalog.unread("custom objects") is None


def is_custom(subject: Subject, name: str) -> bool | None:
    """Whether the object is a custom one; None where the catalogue does not have it."""
    found = subject.catalog.objects.get(name)
    return found.custom if found else None
