"""Exporting: an account's managed settings as the data of an included file, so that the next plan shows no change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.kinds import LATER, workspaces
from csws.load.node import Node
from csws.model.block import put_at
from csws.model.catalog import Catalog
from csws.model.declaration import Declaration
from csws.model.field import EACH
from csws.model.fields import Fields, Value, flat_objects, object_in
from csws.model.kind import Kind, Thing
from csws.model.plan import plain_value
from csws.model.settings import Objects, Settings
from csws.state.ignoring import left_as_found
from csws.state.references import named
from csws.state.transition import found_at
from csws.workflow.account.check import CheckedAccount, Opened
from csws.workflow.account.plan import reached
from csws.workflow.run.fleet import Fleet
from csws.workflow.run.per_account import ONE_BY_ONE, Outcome, for_each


def export_project(
    root: Path, patterns: list[str] | None, now: datetime, fleet: Fleet = ONE_BY_ONE
) -> list[Outcome[dict[str, Any]]]:
    """The settings of every account asked for, as the data of an included file."""
    return for_each(root, patterns, now, _exported, fleet)


def _exported(opened: Opened, account: CheckedAccount, catalog: Catalog) -> dict[str, Any]:
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        settings = named(reader.read().settings, catalog)
    return settings_data(settings, account.loaded.declared, account.loaded.tree.at(("defaults",)))


def settings_data(settings: Settings, declared: Declaration, defaults: Node | None) -> dict[str, Any]:
    """Named settings as the data of an included file. Unset fields that `defaults` would fill in are written as
    unset; what the account lacks although a law requires it is left out, so that `validate` reports it."""
    return {
        "objects": objects_data(settings.objects),
        "workspaces": {
            str(item.key): item_data(workspaces.KIND, item, declared, defaults, settings.objects)
            for item in settings.managed
        },
        **{kind.section: items for kind in LATER if (items := _items(kind, settings, declared))},
    }


def objects_data(objects: Objects) -> dict[str, Any]:
    """Objects as the data of their block."""
    values = {role: plain_value(value) for role, value in flat_objects(objects).items()}
    return {role: value for role, value in values.items() if value is not None or role == "services"}


def _items(kind: Kind, settings: Settings, declared: Declaration) -> dict[str, Any]:
    managed = (thing for thing in kind.all(settings) if thing.key is not None)
    return {str(thing.key): item_data(kind, thing, declared, None, settings.objects) for thing in managed}


def item_data(
    kind: Kind, found: Thing, declared: Declaration, defaults: Node | None, objects: Objects
) -> dict[str, Any]:
    """One named item as the data of its block. `objects` are the account's."""
    address = kind.address(found)
    ignore = declared.ignore.get(address, ())
    written = found_at(declared.settings, address)
    # What is ignored stays as the project has it: the account's value is nobody's wish.
    shown = left_as_found(kind, found, written, ignore) if written else found
    said: dict[str, Value] = {}
    fields = kind.flat(kind.normal(shown))
    fields.update((path, kind.empty(path)) for path in _filled_in(kind, defaults) if path not in fields)
    for path, value in fields.items():
        if _is_said(kind, path, fields, defaults):
            said[path] = value
    loose = [path for path in said if object_in(path) is not None and not objects.revenue]
    out = kind.block_of({path: value for path, value in said.items() if path not in loose})
    if loose:  # any block would be one too many
        put_at(out, kind.parts_of(loose[0])[:-2], None)
    return {**out, **({"ignore": list(ignore)} if ignore else {})}


def _filled_in(kind: Kind, defaults: Node | None) -> Iterator[str]:
    """The paths of the revenue blocks that a workspace gets from `defaults`."""
    for field in kind.fields if defaults is not None else ():
        above, each, name = field.path.partition(f".{EACH}.")
        blocks = defaults.at(tuple(above.split("."))) if each and defaults else None
        yield from (f"{above}.{block}.{name}" for block in (blocks.mapping if blocks else ()))


def _is_said(kind: Kind, path: str, fields: Fields, defaults: Node | None) -> bool:
    """Whether a field is written: a name that there is, the switches, else what is set or what `defaults` would set."""
    field = kind.field_at(path)
    assert field is not None
    if path == "name":
        return fields[path] != ""
    if field.is_switch:
        return True
    if kind.is_hidden(path, fields):
        return False
    if fields[path] not in (field.empty, field.default):
        return True
    return defaults is not None and defaults.at(kind.parts_of(path)) is not None
