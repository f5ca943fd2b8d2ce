"""The config schema for one account: its own teams, properties, pipelines and objects, for editors to complete and check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import UsageFault
from csws.kinds import LATER
from csws.model.catalog import Catalog, ObjectType, Property
from csws.model.field import Field, Reference, Type
from csws.model.fields import CUSTOMERS, GENERAL, OBJECTS, REVENUE, REVENUE_BLOCK, SERVICES, flat_objects
from csws.model.settings import Objects
from csws.schema import schema_text
from csws.workflow.account.check import check_project
from csws.workflow.run.per_account import usable_catalog

Json = dict[str, Any]
NAMES = ("config", "part", "overlay")


def account_schema(root: Path, patterns: list[str], name: str, now: datetime) -> str:
    """The text of a schema of NAMES with the choices of one account. Raises UsageFault unless one account is meant."""
    if name not in NAMES:
        raise UsageFault(f"The schema `{name}` is the same for every account.", hint="Leave out --account.")
    checked = check_project(root, patterns, now)
    if len(checked.accounts) != 1:
        raise UsageFault("A schema describes one account.", hint="Name one with --account.")
    account = checked.accounts[0]
    catalog, objects = usable_catalog(account), account.loaded.declared.settings.objects
    schema: Json = json.loads(schema_text(name))
    schema["$id"] = f"{schema['$id']}:{account.name}"
    _fill(schema["$defs"], catalog, objects)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


# Definition of the schema → the fields that it describes.
DEFINITIONS = {
    "objects": OBJECTS,
    "workspace": GENERAL,
    "customers": CUSTOMERS,
    "services": SERVICES,
    "revenue": REVENUE,
    "revenue_block": REVENUE_BLOCK,
    **{kind.name: kind.fields for kind in LATER},
}


def _fill(defs: Json, catalog: Catalog, objects: Objects) -> None:
    """Puts an account's choices into the definitions of a schema that was just read."""
    for name, fields in DEFINITIONS.items():
        for field in fields:
            if field.refers_to is not None:
                schema = defs[name]["properties"][field.name]
                choices = choices_of(field, field.refers_to, catalog, objects)
                _choose(schema["items"] if field.type is Type.LIST else schema, choices, by_id=field.has_ids)


def choices_of(field: Field, reference: Reference, catalog: Catalog, objects: Objects) -> dict[str, str]:
    """What the account has for a field: each name with a few words about it."""
    own = _of_role(catalog, field.cleared_by, objects)
    match reference:
        case Reference.OBJECT:
            return {
                item.name: item.label for item in catalog.objects.values() if item.name in field.standard or item.custom
            }
        case Reference.TEAM:
            return {catalog.teams.shown(team.id): f"{len(team.primary_members)} people" for team in catalog.team_list}
        case Reference.PIPELINE:
            return {label: item.label for item in own for label in item.pipelines.names()}
        case Reference.USER_PROPERTY:
            return _properties(own, lambda item: item.is_user)
        case Reference.DATE_PROPERTY:
            return _properties(own, lambda item: item.is_date)


def _of_role(catalog: Catalog, role: str | None, objects: Objects) -> list[ObjectType]:
    """The objects of a role; all of them where the project names none that the account has."""
    named = flat_objects(objects).get(role or "")
    names = named if isinstance(named, tuple) else (named,)
    found = [catalog.objects[str(name)] for name in names if name in catalog.objects]
    return found or list(catalog.objects.values())


def _properties(objects: Iterable[ObjectType], fits: Callable[[Property], bool]) -> dict[str, str]:
    return {
        name: f"{item.label} ({kind.label})"
        for kind in objects
        for name, item in kind.properties.items()
        if fits(item) and not item.archived
    }


def _choose(schema: Json, choices: dict[str, str], *, by_id: bool) -> None:
    """Replaces what a value may be by the choices; `id:…` stays allowed where a reference may be one, and null too."""
    names = sorted(choices)
    told = {"enum": names, "markdownEnumDescriptions": [choices[name] for name in names]}
    ways: list[Json] = [told] if names else []
    ways += [{"type": "string", "pattern": "^id:."}] if by_id else []
    ways += [{"type": "null"}] if "null" in schema["type"] else []
    for key in ("type", "minLength", "pattern", "patternErrorMessage", "examples", "enum"):
        schema.pop(key, None)
    schema["anyOf"] = ways or [{"type": "string"}]
