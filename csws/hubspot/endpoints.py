"""The endpoints of HubSpot's API (DOMAIN §3). Only this module contains their versions."""

from __future__ import annotations

from urllib.parse import quote

BASE = "https://api.hubapi.com"
VERSION = "2026-09"
USERS_VERSION = "2026-03"

ACCOUNT = f"/account-info/{VERSION}/details"
ENABLEMENT = f"/crm/object-library/{VERSION}/enablement"
SCHEMAS = f"/crm-object-schemas/{VERSION}/schemas"
OWNERS = f"/crm/owners/{VERSION}"
USERS = f"/settings/users/{USERS_VERSION}"
TEAMS = f"/settings/users/{USERS_VERSION}/teams"
# The only endpoint that says which team belongs to which. It may change, or be closed to an account.
NESTED_TEAMS = "/settings/teams/2026-09-beta"
TOKEN = "/oauth/v2/private-apps/get/access-token-info"

# The standard objects that settings can name (DOMAIN §1), with their type ids (DOMAIN §2).
STANDARD = {"contacts": "0-1", "companies": "0-2", "deals": "0-3", "services": "0-162"}
WITHOUT_PIPELINES = ("contacts", "companies")
SENSITIVITIES = ("non_sensitive", "sensitive", "highly_sensitive")


def properties(object_type: str) -> str:
    return f"/crm/properties/{VERSION}/{quote(object_type, safe='')}"


def property_of(object_type: str, name: str) -> str:
    return f"{properties(object_type)}/{quote(name, safe='')}"


def groups(object_type: str) -> str:
    return f"{properties(object_type)}/groups"


def pipelines(object_type: str) -> str:
    return f"/crm/pipelines/{VERSION}/{quote(object_type, safe='')}"
