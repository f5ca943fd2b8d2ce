"""The starter project with a file of two health scores."""

from __future__ import annotations

import json

import pytest

from tests.cli.console import csws

SCORES = """health_scores:
  account_health:
    name: Account health
    object: companies
    state: published
    segments: [Active customers]
    bands: {healthy: 70, at_risk: 40}
    groups:
      contact:
        name: Contact with us
        kind: events
        max: 40
        rules:
          - {event: meeting_completed, at_least: 1, within_days: 30, points: 25}
          - {event: call_ended, at_least: 2, within_days: 30, points: 15, where: {hs_call_duration: {at_least: 900000}}}
      support:
        name: Support
        kind: properties
        max: 60
        min: -40
        rules:
          - {property: num_open_tickets, at_most: 0, points: 35}
          - {property: num_open_tickets, at_least: 5, points: -30}
          - {property: support_plan, is_any_of: [premium, premium_plus], points: 25}
          - when: [{property: nps_score, at_most: 6}, {property: customer_tier, is: gold}]
            points: -10
  usage: {name: Usage, object: companies, bands: {healthy: 50, at_risk: 0}, groups: {risk: {name: Risk, kind: properties, max: 0, min: -20, rules: [{property: num_open_tickets, at_least: 9, points: -20}]}, good: {name: Good, kind: properties, max: 100, rules: [{property: nps_score, at_least: 9, points: 100}]}}}
"""


COMPARED = ("num_open_tickets", "support_plan", "nps_score", "customer_tier")


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    folder = tmp_path / "acme"
    config = folder / "csws.yaml"
    config.write_text(config.read_text().replace("include: [", "include: [scores.yaml, "))
    (folder / "scores.yaml").write_text(SCORES)
    catalog = folder / "catalogs/acme.json"
    document = json.loads(catalog.read_text())
    document["objects"]["companies"].setdefault("other_properties", []).extend(COMPARED)
    catalog.write_text(json.dumps(document, indent=2))
    return folder


@pytest.fixture
def run(project):
    return lambda *arguments: csws(project, *arguments)


@pytest.fixture
def applied(run, project):
    done = run("apply", "--auto-approve")
    assert done.code == 0, done.err
    return project
