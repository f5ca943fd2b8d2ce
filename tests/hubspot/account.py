"""A HubSpot account for the emulator: the data of its API, in the shapes of its documentation
(DOMAIN §3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.planted import SECRET

Json = dict[str, Any]
OBJECTS = ("contacts", "companies", "deals", "services", "custom")
# The scopes that docs/hubspot.md names, and no other.
SCOPES = frozenset(
    {
        "oauth",
        *(
            f"crm.schemas.{name}.{right}"
            for name in OBJECTS
            for right in ("read", "write")
            if (name, right) != ("services", "read")
        ),
        *("crm.objects.services.read", "crm.objects.owners.read"),
        *("settings.users.read", "settings.users.teams.read"),
    }
)
# Those that it names for health scores.
SCORE_SCOPES = frozenset({"crm.lists.read", "behavioral_events.event_definitions.read_write"})
TYPES = {"0-1": "contacts", "0-2": "companies", "0-3": "deals", "0-162": "services", "0-5": "tickets"}


def prop(name: str, kind: str = "string", **more: Any) -> Json:
    """A property as the API shows it."""
    base = {
        "name": name,
        "label": name.replace("_", " ").title(),
        "type": "string",
        "fieldType": "text",
        "groupName": "info",
    }
    kinds = {
        "user": {
            "type": "enumeration",
            "fieldType": "select",
            "externalOptions": True,
            "referencedObjectType": "OWNER",
            "options": [],
        },
        "users": {
            "type": "enumeration",
            "fieldType": "checkbox",
            "externalOptions": True,
            "referencedObjectType": "OWNER",
        },
        "enum": {"type": "enumeration", "fieldType": "select", "externalOptions": False, "options": []},
        "date": {"type": "date", "fieldType": "date"},
        "datetime": {"type": "datetime", "fieldType": "date"},
        "number": {"type": "number", "fieldType": "number"},
    }
    return {
        **base,
        **kinds.get(kind, {}),
        "hidden": False,
        "archived": False,
        "dataSensitivity": "non_sensitive",
        **more,
    }


def choice(name: str, *values: str, **more: Any) -> Json:
    """A property with options, as the API shows them."""
    options = [{"value": value, "label": value.title(), "hidden": False, "displayOrder": 0} for value in values]
    return prop(name, "enum", options=options, **more)


def segment(number: int, name: str, object_type: str, **more: Any) -> Json:
    """A segment as the API shows it."""
    base = {"listId": str(number), "name": name, "objectTypeId": object_type, "processingType": "DYNAMIC"}
    return {**base, "listVersion": 1, "processingStatus": "COMPLETE", "additionalProperties": {}, **more}


def event(name: str, *properties: Json, **more: Any) -> Json:
    """The definition of an event of the account's own."""
    labels = {"singular": name.title(), "plural": name.title()}
    base = {"id": f"6-{name}", "name": name, "fullyQualifiedName": f"pe4242_{name}", "labels": labels}
    return {**base, "archived": False, "properties": list(properties), **more}


def standard() -> dict[str, list[Json]]:
    """Type id → properties."""
    shared = [prop("hubspot_owner_id", "user"), prop("notes"), prop("stage", "enum")]
    return {
        "0-1": [*shared, prop("renewal_date", "date")],
        "0-2": [
            *shared,
            prop("renewal_date", "date"),
            prop("old_date", "date", archived=True),
            prop("secret_date", "date", dataSensitivity="sensitive"),
        ],
        "0-3": [*shared, prop("closedate", "datetime")],
        "0-162": [*shared, prop("hs_target_end_date", "date"), prop("team", "users")],
    }


@dataclass
class Account:
    """All data of the emulator."""

    portal: int = 4242
    ui_domain: str = "app-eu1.hubspot.com"
    token: str = SECRET
    scopes: frozenset[str] = SCOPES | SCORE_SCOPES
    enterprise: bool = True
    groups: tuple[str, ...] = ("companyinformation", "info")
    deactivated: frozenset[str] = frozenset()
    parents: dict[str, str] | None = None  # team → parent; None: the account does not have the beta
    enabled: dict[str, bool] = field(default_factory=lambda: {"0-162": True})
    properties: dict[str, list[Json]] = field(default_factory=standard)
    custom: list[Json] = field(default_factory=list)
    pipelines: dict[str, list[Json]] = field(
        default_factory=lambda: {
            "0-3": [{"id": "default", "label": "Renewals", "displayOrder": 0, "archived": False, "stages": []}],
            "0-162": [
                {"id": "9", "label": "Onboarding", "displayOrder": 1, "archived": False, "stages": []},
                {"id": "10", "label": "Gone", "displayOrder": 2, "archived": True, "stages": []},
            ],
        }
    )
    users: list[Json] = field(
        default_factory=lambda: [
            {
                "id": "100",
                "email": "Ops@acme.example",
                "primaryTeamId": "1",
                "superAdmin": True,
                "seatNames": ["Service Hub Enterprise"],
            },
            {"id": "101", "email": "eve@acme.example", "primaryTeamId": "1", "superAdmin": False, "seatNames": []},
            {
                "id": "102",
                "email": "ann@acme.example",
                "primaryTeamId": "2",
                "superAdmin": False,
                "seatNames": ["Core"],
            },
        ]
    )
    segments: list[Json] = field(
        default_factory=lambda: [
            segment(11, "Active customers", "0-2"),
            segment(12, "Newsletter", "0-1"),
            segment(13, "Gone", "0-2", deletedAt="2026-01-01T00:00:00Z"),
        ]
    )
    events: list[Json] = field(default_factory=lambda: [event("login", prop("seats", "number"))])
    records: list[Json] = field(default_factory=list)  # companies: id, createdAt, properties, and their history
    teams: list[Json] = field(
        default_factory=lambda: [
            {"id": "1", "name": "EMEA CSM", "userIds": ["101", "100"], "secondaryUserIds": ["102"]},
            {"id": "2", "name": "APAC CSM", "userIds": ["102"], "secondaryUserIds": []},
        ]
    )

    def add_custom(self, name: str, number: int, properties: list[Json], pipelines: list[Json] | None = None) -> None:
        type_id = f"2-{number}"
        self.custom.append(
            {
                "id": str(number),
                "objectTypeId": type_id,
                "name": name,
                "fullyQualifiedName": f"p{self.portal}_{name}",
                "labels": {"singular": name, "plural": f"{name}s"},
                "archived": False,
            }
        )
        self.properties[type_id] = properties
        self.pipelines[type_id] = pipelines or []


def large() -> Account:
    """2,000 properties on each object, 40 custom objects, 5,000 people, 300 teams."""
    account = Account()
    many = [
        prop("hubspot_owner_id", "user"),
        prop("renewal_date", "date"),
        *(prop(f"p{number}") for number in range(1998)),
    ]
    account.properties = dict.fromkeys(account.properties, many)
    for number in range(40):
        account.add_custom(f"object{number:02}", number + 1, many)
    account.users = [
        {"id": str(number), "email": f"p{number}@acme.example", "superAdmin": number == 0, "seatNames": []}
        for number in range(5000)
    ]
    account.teams = [
        {
            "id": str(team),
            "name": f"Team {team}",
            "userIds": [str(number) for number in range(team, 5000, 300)],
            "secondaryUserIds": [],
        }
        for team in range(300)
    ]
    return account
