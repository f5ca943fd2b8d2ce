"""The config schema for one account: its own teams, properties, pipelines and objects, for editors to complete and check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import UsageFault
from csws.model.catalog import Catalog, ObjectType, Property
from csws.model.settings import Objects
from csws.schema import schema_text
from csws.workflow.accounts import usable_catalog
from csws.workflow.check import check_project

Json = dict[str, Any]
NAMES = ("config", "part", "overlay")


def account_schema(root: Path, patterns: list[str], name: str, now: datetime) -> str:
    """The text of a schema of NAMES with the choices of one account. Raises UsageFault unless one account is meant."""
    if name not in NAMES:
        raise UsageFault(f"The schema `{name}` is the same for every account.", hint="Leave out --account.")
    checked = check_project(root, patterns, now)
    if len(checked.accounts) != 1:
        raise UsageFault("A schema speaks of one account.", hint="Say --account with the name of one.")
    account = checked.accounts[0]
    catalog, objects = usable_catalog(account), account.loaded.declared.settings.objects
    schema: Json = json.loads(schema_text(name))
    schema["$id"] = f"{schema['$id']}:{account.name}"
    _fill(schema["$defs"], catalog, objects)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _fill(defs: Json, catalog: Catalog, objects: Objects) -> None:
    """Puts an account's choices into the definitions of a schema that was just read."""
    teams = {catalog.teams.shown(team.id): f"{len(team.primary_members)} people" for team in catalog.team_list}
    _choose(defs["workspace"]["properties"]["teams"]["items"], teams, by_id=True)
    _objects(defs["objects"]["properties"], catalog)
    _tab(defs["customers"], catalog, _of_role(catalog, [objects.customers]))
    _tab(defs["services"], catalog, _of_role(catalog, [objects.services]))
    _tab(defs["revenue_block"], catalog, _of_role(catalog, list(objects.revenue)))


def _of_role(catalog: Catalog, names: list[str | None]) -> list[ObjectType]:
    """The objects of a role; all of them where the project names none that the account has."""
    found = [catalog.objects[name] for name in names if name is not None and name in catalog.objects]
    return found or list(catalog.objects.values())


def _objects(properties: Json, catalog: Catalog) -> None:
    custom = {name: item.label for name, item in catalog.objects.items() if item.custom}

    def with_standard(*names: str) -> dict[str, str]:
        return {name: catalog.objects[name].label for name in names if name in catalog.objects} | custom

    _choose(properties["customers"], with_standard("contacts", "companies"))
    _choose(properties["services"], with_standard("services"), nullable=True)
    _choose(properties["revenue"]["items"], with_standard("deals"))


def _tab(tab: Json, catalog: Catalog, objects: list[ObjectType]) -> None:
    properties = tab["properties"]
    _choose(properties["csm_property"], _properties(objects, lambda item: item.is_user), nullable=True)
    for name in ("renewal_date_property", "date_property"):
        if name in properties:
            _choose(properties[name], _properties(objects, lambda item: item.is_date), nullable=True)
    if "pipelines" in properties:
        labels = {label: item.label for item in objects for label in item.pipelines.names()}
        _choose(properties["pipelines"]["items"], labels, by_id=True)
        _choose(properties["default_pipeline"], labels, by_id=True, nullable=True)


def _properties(objects: Iterable[ObjectType], fits: Callable[[Property], bool]) -> dict[str, str]:
    return {
        name: f"{item.label} ({kind.label})"
        for kind in objects
        for name, item in kind.properties.items()
        if fits(item) and not item.archived
    }


def _choose(schema: Json, choices: dict[str, str], *, by_id: bool = False, nullable: bool = False) -> None:
    """Replaces what a value may be by the choices; `id:…` stays allowed where a reference may be one."""
    names = sorted(choices)
    told = {"enum": names, "markdownEnumDescriptions": [choices[name] for name in names]}
    ways: list[Json] = [told] if names else []
    ways += [{"type": "string", "pattern": "^id:."}] if by_id else []
    ways += [{"type": "null"}] if nullable else []
    for key in ("type", "minLength", "pattern", "patternErrorMessage", "examples", "enum"):
        schema.pop(key, None)
    schema["anyOf"] = ways or [{"type": "string"}]
