"""How csws 0.1 hashed settings and plans: every field that it knew, unset ones too. Frozen, and knows no later field.

It works on plain data and spells out the fields of 0.1, so that no later change of the model changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csws.model.digest import digest_of

Plain = dict[str, Any]
FORMAT = "1.0"  # of the plan documents that csws 0.1 wrote

# Each field of csws 0.1, and what it held where nothing was set.
OBJECTS: Plain = {"customers": None, "services": None, "revenue": []}
WORKSPACE: Plain = {
    "name": "",
    "description": "",
    "teams": [],
    "protect": False,
    "customers.csm_property": None,
    "customers.renewal_date_property": None,
    "services.show": False,
    "services.csm_property": None,
    "services.renewal_date_property": None,
    "services.pipelines": [],
    "services.default_pipeline": None,
    "services.default_layout": None,
    "revenue.show": True,
}
REVENUE_OBJECT: Plain = {
    "csm_property": None,
    "date_property": None,
    "pipelines": [],
    "default_pipeline": None,
    "default_layout": None,
}
_BLOCK = "revenue.objects."


def fingerprint(settings: Mapping[str, Any]) -> str | None:
    """The fingerprint that csws 0.1 gave to settings, here as plain data of what is set (`snapshot.what_is_set`).

    None where something is set that csws 0.1 did not know.
    """
    objects = _filled(settings["objects"], OBJECTS)
    workspaces = [{**item, "fields": whole_fields(item["fields"])} for item in settings["workspaces"]]
    if objects is None or any(item["fields"] is None for item in workspaces):
        return None
    return digest_of({"objects": objects, "workspaces": workspaces})


def plan_digest(
    account_id: str | None, target: str, base: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]
) -> str:
    """The digest of an account's plan: `base` has revision and fingerprint; each step action, address, was, and sets."""
    return digest_of({"account_id": account_id, "target": target, "base": dict(base), "steps": list(map(dict, steps))})


def whole_fields(fields: Mapping[str, Any]) -> Plain | None:
    """Every field that csws 0.1 gave to a workspace, from those that are set; None where it did not know one of them."""
    blocks = {path[len(_BLOCK) :].rpartition(".")[0] for path in fields if path.startswith(_BLOCK)}
    choices = {f"{_BLOCK}{name}.{choice}": unset for name in blocks for choice, unset in REVENUE_OBJECT.items()}
    return _filled(fields, WORKSPACE | choices)


def _filled(values: Mapping[str, Any], known: Plain) -> Plain | None:
    return known | dict(values) if values.keys() <= known.keys() else None
