"""Odd values at every place of a score: csws names what is wrong, and never takes a rule without saying that it left it out."""

from __future__ import annotations

import copy
import json
import shutil

import pytest
import yaml

from csws.load.declare import declare
from csws.load.yaml_reader import read_yaml
from csws.model.field import is_unset
from tests.cli.console import csws
from tests.effort import part
from tests.newer import ROOT

SCORE = yaml.safe_load("""
name: Health
object: companies
state: draft
segments: [Active customers]
bands: {healthy: 70, at_risk: 40}
property: p
protect: false
ignore: [name]
renamed_from: old
groups:
  g:
    name: Group
    kind: properties
    max: 100
    min: -100
    rules:
      - {property: tickets, at_most: 0, points: 100}
      - {when: [{property: nps, between: [1, 9]}, {property: plan, is_any_of: [premium]}], points: -10}
  e:
    name: Events
    kind: events
    max: 0
    min: -10
    rules:
      - {event: call_ended, at_least: 1, within_days: 30, points: -10, where: {hs_call_duration: {at_least: 900}}}
      - {event: call_ended, between: [1, 2], within_days: 30, points: -10}
""")
VALUES = ("null", "true", ".nan", ".inf", "3.5", "-5", "1" * 40, "''", "x", "[[1]]", "{a: 1}", "'\u202eabc'")


def places(value, path=()):
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in entries:
        yield from places(one, (*path, key))


def with_value(path, text):
    data = copy.deepcopy(SCORE)
    if not path:
        return text
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = "@HERE"
    return json.dumps(data).replace('"@HERE"', text)


def rules_in(data):
    groups = data.get("groups") if isinstance(data, dict) else None
    found = [group.get("rules") for group in (groups or {}).values() if isinstance(group, dict)]
    return sum(len(one) for one in found if isinstance(one, list))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = shutil.copytree(ROOT / "tests/rules/project", tmp_path_factory.mktemp("odd") / "p")
    config = root / "csws.yaml"
    config.write_text(config.read_text().replace("include: [more.yaml]", "include: [more.yaml, scores.yaml]"))
    return root


PLACES = list(places(SCORE))


@pytest.mark.parametrize("at", range(len(PLACES)), ids=[".".join(map(str, path)) for path in PLACES])
def test_no_value_is_lost_in_silence(project, at):
    for value in part(VALUES, at):
        text = f"health_scores: {{health: {with_value(PLACES[at], value)}}}"
        (project / "scores.yaml").write_text(text)
        done = csws(project, "validate", "--format", "json")
        assert done.code in (0, 3), (value, done)
        if done.code == 0:
            root = read_yaml(text, "scores.yaml").root
            (item,) = declare(root, root).settings.items
            taken = [path for path, value in item.fields.items() if ".rules." in path and not is_unset(value)]
            assert len(taken) == rules_in(root.plain()["health_scores"]["health"]), (value, taken)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("at_least: 1,", "at_least: x,", "CSW102 `at_least` must be a whole number, not text."),
        ("at_least: 1,", "at_least: 1.5,", "CSW102 `at_least` must be a whole number, not `1.5`."),
        ("at_least: 1,", "at_least: -1,", "CSW104 `at_least` cannot be less than 0."),
        ("between: [1, 2]", "between: [1, x]", "CSW102 `between` must be a whole number, not text."),
        ("healthy: 70", "healthy: 700", "CSW711 `healthy` is 700, but a total lies between 0 and 100."),
        ("healthy: 70", "healthy: .inf", "CSW102 `healthy` must be a whole number, not `Infinity`."),
        ("{property: tickets, at_most: 0, points: 100}", "7", "CSW102 `rules` must be a mapping, not a number."),
        ("{property: tickets, at_most: 0, points: 100}", "[7]", "CSW102 `rules` must be a mapping, not a list."),
    ],
)
def test_one_wrong_value_is_one_finding(project, old, new, told):
    text = json.dumps(SCORE).replace('"', "")
    assert old in text
    (project / "scores.yaml").write_text(f"health_scores: {{health: {text.replace(old, new, 1)}}}")
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    errors = [f"{item['code']} {item['message']}" for item in found if item["severity"] == "error"]
    assert errors == [told]
