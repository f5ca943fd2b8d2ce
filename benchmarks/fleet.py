"""The accounts for the benchmark: one standard set of settings, and a catalogue and an overlay for
each account.

The same fleet is written for csws, for Terraform (`terraform_data` resources with the same fields)
and for octoDNS (a name with records for each workspace, YAML to YAML).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WORKSPACES = 5  # the primary one and four team workspaces
_REGIONS = ("emea", "apac", "latam", "nordics")
_USER = {"label": "Owner", "type": "enumeration", "field_type": "select", "references": "user", "archived": False}
_DATE = {"label": "Date", "type": "date", "field_type": "date", "references": None, "archived": False}
_TABS = {
    "customers": {"csm_property": "hubspot_owner_id", "renewal_date_property": "renewal_date"},
    "services": {"csm_property": "hubspot_owner_id", "pipelines": ["Onboarding"], "default_pipeline": "Onboarding", "default_layout": "table"},
    "revenue": {"objects": {"deals": {"csm_property": "hubspot_owner_id", "date_property": "renewal_date", "pipelines": ["Renewals"]}}},
}  # fmt: skip


def names(accounts: int) -> list[str]:
    return [f"account-{number:05}" for number in range(accounts)]


def write_csws(folder: Path, accounts: int) -> None:
    """A csws project; JSON is YAML."""
    for part in ("catalogs", "overlays"):
        (folder / part).mkdir(parents=True)
    config = {
        "version": 1,
        "accounts": {
            name: {
                "target": f"sqlite:.csws/{name}.db",
                "catalog": f"catalogs/{name}.json",
                "subscription": "enterprise",
                "operator": f"ops@{name}.example",
                "overlay": f"overlays/{name}.yaml",
            }
            for name in names(accounts)
        },
        "objects": {"customers": "companies", "services": "services", "revenue": ["deals"]},
        "defaults": _TABS,
        "workspaces": {
            "primary": {"name": "Everybody"},
            **{key: {"name": key.upper(), "teams": [key]} for key in _REGIONS},
        },
    }
    (folder / "csws.yaml").write_text(json.dumps(config, indent=1), encoding="utf-8", newline="\n")
    for number, name in enumerate(names(accounts)):
        (folder / f"catalogs/{name}.json").write_text(
            json.dumps(_catalog(name, number)), encoding="utf-8", newline="\n"
        )
        (folder / f"overlays/{name}.yaml").write_text(json.dumps(overlay(number)), encoding="utf-8", newline="\n")


def overlay(number: int, *, changed: bool = False) -> dict[str, Any]:
    """What differs in one account: names, teams, and one property."""
    workspaces: dict[str, Any] = {
        key: {"name": f"{key.upper()} of {number}", "teams": [f"{key} team {number}"]} for key in _REGIONS
    }
    workspaces["primary"] = {"description": f"Everybody of {number}" + (", changed" if changed else "")}
    workspaces["emea"]["customers"] = {"renewal_date_property": "contract_end"}
    return {"workspaces": workspaces}


def _catalog(name: str, number: int) -> dict[str, Any]:
    properties = {"hubspot_owner_id": _USER, "renewal_date": _DATE, "contract_end": _DATE}

    def kind(type_id: str, pipelines: list[str]) -> dict[str, Any]:
        return {
            "type_id": type_id,
            "label": type_id,
            "custom": False,
            "enabled": True,
            "properties": properties,
            "other_properties": ["city", "notes"],
            "pipelines": [{"id": f"{number}{at}", "label": label} for at, label in enumerate(pipelines)],
        }

    people = [
        {"id": str(at), "email": f"p{at}@{name}.example", "super_admin": False, "permissions": ["manage_customer_success_settings"], "seats": ["service"]}
        for at in range(len(_REGIONS))
    ]  # fmt: skip
    operator = {"id": "9", "email": f"ops@{name}.example", "super_admin": True, "permissions": [], "seats": ["service"]}
    return {
        "format_version": "1.0",
        "account": {"id": str(10_000 + number), "name": name},
        "objects": {
            "companies": kind("0-2", []),
            "services": kind("0-162", ["Onboarding"]),
            "deals": kind("0-3", ["Renewals"]),
        },
        "teams": [
            {"id": f"{number}{at}", "name": f"{key} team {number}", "primary_members": [str(at)], "extra_members": []}
            for at, key in enumerate(_REGIONS)
        ],
        "people": [*people, operator],
    }


def write_terraform(folder: Path, accounts: int) -> None:
    folder.mkdir(parents=True)
    resources = {
        f"{name}_{key}": {"input": {**_flat(), "name": f"{key} of {name}", "team": f"{key} team of {name}"}}
        for name in names(accounts)
        for key in ("primary", *_REGIONS)
    }
    (folder / "main.tf.json").write_text(
        json.dumps({"resource": {"terraform_data": resources}}), encoding="utf-8", newline="\n"
    )


def _flat() -> dict[str, Any]:
    return {f"{tab}_{name}": json.dumps(value) for tab, values in _TABS.items() for name, value in values.items()}


def write_octodns(folder: Path, accounts: int) -> None:
    """One zone. Each workspace is one name, with two records for its fields."""
    (folder / "from").mkdir(parents=True)
    (folder / "to").mkdir()
    provider = {"class": "octodns.provider.yaml.YamlProvider", "default_ttl": 3600, "enforce_order": False}
    config = {
        "providers": {side: {**provider, "directory": f"./{side}"} for side in ("from", "to")},
        "zones": {"fleet.example.": {"sources": ["from"], "targets": ["to"]}},
    }
    (folder / "config.yaml").write_text(json.dumps(config), encoding="utf-8", newline="\n")
    zone = {
        f"{key}.{name}": [
            {"type": "TXT", "values": [f"{path}={value}".replace(";", " ") for path, value in _flat().items()]},
            {"type": "A", "values": ["192.0.2.1"]},
        ]
        for name in names(accounts)
        for key in ("primary", *_REGIONS)
    }
    (folder / "from/fleet.example.yaml").write_text(json.dumps(zone), encoding="utf-8", newline="\n")
    (folder / "to/fleet.example.yaml").write_text("{}\n", encoding="utf-8", newline="\n")
