"""The starter project with a health score whose properties the catalogue describes, and files of records beside it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.cli.console import Result, csws

SCORE = """health_scores:
  account_health:
    name: Account health
    object: companies
    bands: {healthy: 70, at_risk: 40}
    property: account_health_score
    groups:
      usage:
        name: Use of the product
        kind: properties
        max: 50
        rules:
          - {property: logins, at_least: 10, points: 30}
          - {property: logins, at_least: 30, points: 30}
          - {property: last_login, within_days: 30, points: 10}
      support:
        name: Support
        kind: properties
        max: 50
        min: -40
        rules:
          - {property: num_open_tickets, at_most: 0, points: 40}
          - {property: num_open_tickets, between: [1, 2], points: 20}
          - {property: num_open_tickets, at_least: 5, points: -30}
          - {property: support_plan, is_any_of: [premium, premium_plus], points: 15}
          - {property: customer_tier, is_not: bronze, points: 5}
"""
PROPERTIES: dict[str, dict[str, Any]] = {
    "name": {"label": "Company name", "type": "string", "field_type": "text"},
    "logins": {"label": "Logins in 30 days", "type": "number", "field_type": "number"},
    "last_login": {"label": "Last login", "type": "datetime", "field_type": "date"},
    "num_open_tickets": {"label": "Open tickets", "type": "number", "field_type": "number"},
    "support_plan": {
        "label": "Support plan",
        "type": "enumeration",
        "field_type": "select",
        "options": [
            {"value": name.lower().replace(" ", "_"), "label": name} for name in ("Basic", "Premium", "Premium Plus")
        ],
    },
    "customer_tier": {
        "label": "Customer tier",
        "type": "enumeration",
        "field_type": "select",
        "options": [{"value": name.lower(), "label": name} for name in ("Bronze", "Silver", "Gold")],
    },
    "account_health_score": {"label": "Account health", "type": "number", "field_type": "number"},
}
HEADER = ["Record ID", "Company name", *(found["label"] for name, found in PROPERTIES.items() if name != "name")]
COLUMNS = ["hs_object_id", *PROPERTIES]


class Place:
    """A project in a folder of its own."""

    def __init__(self, folder: Path, score: str = SCORE) -> None:
        assert csws(folder, "init", "acme").code == 0
        self.folder = folder / "acme"
        config = self.folder / "csws.yaml"
        config.write_text(config.read_text().replace("include: [", "include: [scores.yaml, "))
        self.declare(score)
        catalog = self.folder / "catalogs/acme.json"
        document = json.loads(catalog.read_text())
        document["format_version"] = "1.1"
        described = {name: {"references": None, "archived": False, **found} for name, found in PROPERTIES.items()}
        companies = document["objects"]["companies"]
        companies["properties"].update(described)
        companies["other_properties"] = [name for name in companies["other_properties"] if name not in described]
        catalog.write_text(json.dumps(document, indent=2))

    def declare(self, score: str) -> None:
        (self.folder / "scores.yaml").write_text(score)

    def write(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
        with (self.folder / name).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(rows)
        return name

    def companies(self, rows: Iterable[Mapping[str, object]], name: str = "companies.csv") -> str:
        """An export by labels, of companies by internal names."""
        return self.write(name, HEADER, ([row.get(column, "") for column in COLUMNS] for row in rows))

    def run(self, *words: str) -> Result:
        return csws(self.folder, *words)

    def score(self, command: str, *words: str) -> Any:
        """The document of a command that succeeds."""
        done = self.run("score", command, "account_health", *words, "--format", "json")
        assert done.code == 0, done.err
        return done.json
