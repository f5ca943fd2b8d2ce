"""The endpoints of HubSpot's API (DOMAIN §3). Only this module contains their versions."""

from __future__ import annotations

from urllib.parse import quote

BASE = "https://api.hubapi.com"
VERSION = "2026-09"
USERS_VERSION = "2026-03"
EVENTS_VERSION = "2026-03"

ACCOUNT = f"/account-info/{VERSION}/details"
ENABLEMENT = f"/crm/object-library/{VERSION}/enablement"
SCHEMAS = f"/crm-object-schemas/{VERSION}/schemas"
OWNERS = f"/crm/owners/{VERSION}"
USERS = f"/settings/users/{USERS_VERSION}"
TEAMS = f"/settings/users/{USERS_VERSION}/teams"
# The only endpoint that says which team contains which. It may change, and not every account has
# it.
NESTED_TEAMS = "/settings/teams/2026-09-beta"
# Segments are the lists of earlier versions. This one is read with POST; it changes nothing.
SEGMENTS = f"/crm/lists/{VERSION}/all"
EVENT_DEFINITIONS = f"/events/{EVENTS_VERSION}/event-definitions"
TOKEN = "/oauth/v2/private-apps/get/access-token-info"

# The standard objects that settings can name (DOMAIN §1), with their type ids (DOMAIN §2).
STANDARD = {"contacts": "0-1", "companies": "0-2", "deals": "0-3", "services": "0-162"}
WITHOUT_PIPELINES = ("contacts", "companies")
# How a segment gets its members; HubSpot documents no others.
PROCESSING = ("MANUAL", "DYNAMIC", "SNAPSHOT")
SENSITIVITIES = ("non_sensitive", "sensitive", "highly_sensitive")


def properties(object_type: str) -> str:
    return f"/crm/properties/{VERSION}/{quote(object_type, safe='')}"


def property_of(object_type: str, name: str) -> str:
    return f"{properties(object_type)}/{quote(name, safe='')}"


def groups(object_type: str) -> str:
    return f"{properties(object_type)}/groups"


def records(object_type: str) -> str:
    return f"/crm/objects/{VERSION}/{quote(object_type, safe='')}"


def records_by_id(object_type: str) -> str:
    """Read with POST, at most 50 at a time where their past is asked for; it changes nothing."""
    return f"{records(object_type)}/batch/read"


def pipelines(object_type: str) -> str:
    return f"/crm/pipelines/{VERSION}/{quote(object_type, safe='')}"
