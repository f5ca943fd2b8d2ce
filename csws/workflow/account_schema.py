"""The config schema for one account: its own teams, properties, pipelines and objects, for editors to complete and check."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from csws.errors import UsageFault
from csws.kinds import LATER, kind_named, workspaces
from csws.kinds.choices import Choice, Choices, Source
from csws.kinds.health_scores import kind as health_scores
from csws.model.catalog import Catalog
from csws.model.field import Type
from csws.model.fields import CUSTOMERS, GENERAL, OBJECTS, REVENUE, REVENUE_BLOCK, SERVICES
from csws.model.kind import Kind
from csws.model.settings import Settings
from csws.schema import schema_text
from csws.workflow.account.check import check_project
from csws.workflow.run.per_account import usable_catalog
from csws.workflow.score_schema import fill_scores

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
    settings = Settings(objects=account.loaded.declared.settings.objects)
    schema: Json = json.loads(schema_text(name))
    schema["$id"] = f"{schema['$id']}:{account.name}"
    choices = Choices(usable_catalog(account), settings)
    _fill(schema["$defs"], choices)
    fill_scores(schema["$defs"], choices.catalog, _objects_of(health_scores.KIND, choices))
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


# Definition of the schema → the fields that it describes.
DEFINITIONS = {
    "objects": OBJECTS,
    "workspace": GENERAL,
    "customers": CUSTOMERS,
    "services": SERVICES,
    "revenue": REVENUE,
    "revenue_block": REVENUE_BLOCK,
    **{kind.name: tuple(field for field in kind.fields if field.path == field.name) for kind in LATER},
}


def _fill(defs: Json, choices: Choices) -> None:
    """Puts an account's choices into the definitions of a schema that was just read."""
    for name, fields in DEFINITIONS.items():
        kind = kind_named(name) or workspaces.KIND  # the other definitions are tabs
        for field in fields:
            if field.refers_to is not None:
                schema = defs[name]["properties"][field.name]
                offered = _offered(choices, choices.sources(kind, field.path))
                _choose(schema["items"] if field.type is Type.LIST else schema, offered, by_id=field.has_ids)


def _objects_of(kind: Kind, choices: Choices) -> list[str]:
    """The objects that the items of a kind can be about."""
    return [choice.value for source in choices.sources(kind, "object") for choice in choices.of(source) if choice.fits]


def _offered(choices: Choices, sources: Iterable[Source]) -> dict[str, str]:
    """Each name that fits, with a few words about it."""
    return {
        choice.value: _about(choices.catalog, source, choice)
        for source in sources
        for choice in choices.of(source)
        if choice.fits
    }


def _about(catalog: Catalog, source: Source, choice: Choice) -> str:
    if choice.people is not None:
        return f"{choice.people} people"
    if source.object_name is None:
        return choice.label
    label = catalog.objects[source.object_name].label
    return f"{choice.label} ({label})" if choice.label else label


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
