"""Properties that the project declares and the account lacks: one change and one step each, before every other step."""

from __future__ import annotations

from dataclasses import replace

from csws.model.catalog import Catalog
from csws.model.change import Action, Change, FieldChange
from csws.model.declaration import NewProperty
from csws.model.plan import Step


def lacking(declared: tuple[NewProperty, ...], catalog: Catalog) -> tuple[NewProperty, ...]:
    """Those that the account does not have; what it has is never changed, whatever the project says of it."""
    return tuple(
        item
        for item in declared
        if (known := catalog.objects.get(item.object))
        and item.name in known.properties
        and known.properties[item.name].declared
    )


def property_changes(wanted: tuple[NewProperty, ...]) -> tuple[Change, ...]:
    return tuple(
        Change(
            address=item.address,
            action=Action.CREATE,
            fields=tuple(FieldChange(path=path, before=None, after=value) for path, value in _sets(item).items()),
            reason="The project declares it, but the account does not have it.",
        )
        for item in wanted
    )


def with_properties(wanted: tuple[NewProperty, ...], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that make the properties, and then the others, numbered through."""
    first = tuple(
        Step(
            id=number,
            action=Action.CREATE,
            address=item.address,
            summary=f"Create the {item.kind} property {item.name} of {item.object} through the API.",
            sets=_sets(item),
            was={},
            because=(item.address,),
        )
        for number, item in enumerate(wanted, start=1)
    )
    return (*first, *(replace(step, id=step.id + len(first)) for step in steps))


def _sets(item: NewProperty) -> dict[str, str]:
    return {"label": item.label, "kind": item.kind, "group": item.group}
