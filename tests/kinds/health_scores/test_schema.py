"""What the schema of an account offers for health scores, and what it refuses: the same that the rules refuse."""

from __future__ import annotations

import json
import shutil

import pytest
from jsonschema import Draft202012Validator

from tests.cli.console import csws
from tests.newer import ROOT

PROJECT = ROOT / "tests/rules/project"
SCORE = {"name": "Health", "object": "companies", "bands": {"healthy": 70, "at_risk": 40}}

_OF_THE_WHOLE = ("CSW708", "CSW712")  # what one rule can give says nothing here

RIGHT = [
    {"property": "tickets", "at_most": 0},
    {"property": "tickets", "is_known": True},
    {"property": "plan", "is": "premium"},
    {"property": "plan", "is_none_of": ["premium", "08"]},
    {"property": "modules", "contains_all_of": ["api", "sso"]},
    {"property": "partner", "is": True},
    {"property": "partner", "is": "false"},
    {"property": "renewal_date", "within_next_days": 30},
    {"property": "nickname", "is": "anything"},
    {"property": "hubspot_owner_id", "is": "12345"},
    {"when": [{"property": "nps", "at_least": 9}, {"property": "plan", "is": "basic"}]},
    {"event": "pe1234567_renewed", "at_least": 1, "within_days": 9, "where": {"term": {"at_least": 12}}},
    {
        "event": "call_ended",
        "at_most": 3,
        "within_days": 9,
        "where": {"hs_call_duration": {"at_least": 1}, "x": {"is": 1}},
    },
    {"event": "one_that_hubspot_has_too", "at_least": 1, "within_days": 9, "where": {"x": {"is": 1}}},
]
WRONG = [
    ({"property": "ticket", "at_most": 0}, "CSW705", "'ticket' is not one of"),
    ({"property": "old_nps", "at_most": 0}, "CSW705", "'old_nps' is not one of"),
    ({"property": "tickets", "within_days": 3}, "CSW706", "within_days"),
    ({"property": "plan", "at_least": 3}, "CSW706", "at_least"),
    ({"property": "renewal_date", "is": "2026-01-01"}, "CSW706", "is"),
    ({"property": "plan", "is": "Premium plan"}, "CSW707", "'Premium plan' is not one of"),
    ({"property": "plan", "is": 8}, "CSW707", "8 is not one of"),
    ({"property": "modules", "contains_any_of": ["apis"]}, "CSW707", "'apis' is not one of"),
    ({"when": [{"property": "nps", "at_least": 9}, {"property": "plan", "is": "x"}]}, "CSW707", "'x' is not one of"),
    ({"event": "pe1234567_renewed", "at_least": 1, "within_days": 9, "where": {"y": {"is": 1}}}, "CSW705", "'y'"),
    ({"event": "pe1234567_renewed", "at_least": 1, "within_days": 9, "where": {"term": {"within_days": 1}}}, "CSW706", "within_days"),
    ({"property": "tickets", "at_mots": 0}, "CSW101", "'at_mots' is not one of"),
    ({"property": "tickets", "at_most": 0, "where": {"x": {"is": 1}}}, "CSW104", "where"),
]  # fmt: skip


@pytest.fixture
def project(tmp_path):
    shutil.copytree(PROJECT, tmp_path / "p")
    return tmp_path / "p"


@pytest.fixture
def schema(project):
    return Draft202012Validator(csws(project, "--account", "acme", "schema", "part").json)


def part(rule, **more):
    kind = "events" if "event" in rule else "properties"
    group = {"name": "G", "kind": kind, "max": 100, "rules": [{**rule, "points": 5}]}
    return {"health_scores": {"health": {**SCORE, "groups": {"g": group}, **more}}}


def told(schema, data):
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in schema.iter_errors(data)]


def codes(project, data):
    (project / "scores.yaml").write_text(json.dumps(data))
    config = project / "csws.yaml"
    config.write_text(config.read_text().replace("include: [more.yaml]", "include: [more.yaml, scores.yaml]"))
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    return {item["code"] for item in found if item["severity"] == "error" and item["code"] not in _OF_THE_WHOLE}


@pytest.mark.parametrize("rule", RIGHT, ids=json.dumps)
def test_what_fits_the_account_is_taken(project, schema, rule):
    assert told(schema, part(rule)) == []
    assert codes(project, part(rule)) == set()


@pytest.mark.parametrize(("rule", "code", "text"), WRONG, ids=lambda value: json.dumps(value))
def test_what_does_not_fit_is_refused_as_the_rules_do(project, schema, rule, code, text):
    found = told(schema, part(rule))
    assert any(text in message for message in found), found
    assert codes(project, part(rule)) == {code}


def test_an_overlay_that_names_no_object_is_checked_for_the_types_of_its_values(project):
    schema = Draft202012Validator(csws(project, "--account", "acme", "schema", "overlay").json)
    patch = lambda rule: {"health_scores": {"health": {"groups": {"g": {"rules": [{**rule, "points": 5}]}}}}}  # noqa: E731
    assert told(schema, patch({"property": "anything", "at_least": 5})) == []
    assert "[5] is not of type" in str(told(schema, patch({"property": "anything", "at_least": [5]})))
    assert "'at_mots' is not one of" in str(told(schema, patch({"property": "anything", "at_mots": 5})))


def test_where_properties_could_not_be_read_others_are_possible(project):
    catalog = json.loads((project / "catalog.json").read_text())
    catalog["unreadable"] = ["sensitive properties of companies"]
    (project / "catalog.json").write_text(json.dumps(catalog))
    schema = Draft202012Validator(csws(project, "--account", "acme", "schema", "part").json)
    assert told(schema, part({"property": "secret", "older_than_days": 5})) == []
    assert "[5] is not of type" in str(told(schema, part({"property": "secret", "at_least": [5]})))
    assert "'Premium plan' is not one of" in str(told(schema, part({"property": "plan", "is": "Premium plan"})))


def test_segments_are_those_of_the_object_and_shared_names_are_chosen_by_id(schema):
    rule = {"property": "tickets", "at_most": 0}
    assert told(schema, part(rule, segments=["Active customers", "id:902"])) == []
    for name in ("Newsletter", "Shared"):
        assert told(schema, part(rule, segments=[name]))
