"""Names have one form wherever csws reads them, and messages name the invisible characters of a
name."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.load.catalog_file import to_catalog
from csws.load.declare import declare
from csws.load.yaml_reader import read_yaml
from csws.model.fields import flat
from csws.model.names import folded, hard_to_see, normal_name
from csws.model.suggestion import did_you_mean
from csws.state.references import by_name
from csws.verifier import verify
from csws.workflow.account.desired import desired_settings
from csws.workflow.observation.observed import observed
from csws.workflow.observation.options import seen_in_options
from csws.workflow.observation.sheet import seen_in_file
from tests.accounts import plain
from tests.rules.test_cases import HERE, make_case, run_case

CATALOG = json.loads((HERE / "project/catalog.json").read_text())
SPELLINGS = ("E\u0301quipe", "\u00c9quipe", " \u00c9quipe", "\u00c9quipe\u00a0", "\tE\u0301quipe \u2003")
BLOCK = """\
workspaces:
  emea:
    name: {0}
    teams: [{0}]
    services: {{show: true, pipelines: [{0}], default_pipeline: {0}}}
    revenue: {{objects: {{deals: {{pipelines: [{0}], default_pipeline: {0}}}}}}}
objects: {{services: services, revenue: [deals]}}
properties: {{companies: {{x: {{label: {0}, kind: user, group: g}}}}}}
"""


@given(st.text())
def test_a_normal_name_is_its_own_normal_name(text):
    name = normal_name(text)
    assert normal_name(name) == name == name.strip()
    assert unicodedata.is_normalized("NFC", name)
    assert folded(text) == plain(text)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_name_in_a_file_is_read_in_one_form(spelling):
    root = read_yaml(BLOCK.format(json.dumps(spelling)), "x.yaml").root
    declared = declare(root, root)
    found = flat(declared.settings.get("emea"))
    for path in ("name", "services.default_pipeline", "revenue.objects.deals.default_pipeline"):
        assert found[path] == "\u00c9quipe"
    for path in ("teams", "services.pipelines", "revenue.objects.deals.pipelines"):
        assert found[path] == ("\u00c9quipe",)
    assert declared.settings.items[0].fields["label"] == "\u00c9quipe"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_name_in_a_catalogue_is_read_in_one_form(spelling):
    data = json.loads(json.dumps(CATALOG))
    data["teams"][0]["name"] = data["objects"]["deals"]["label"] = spelling
    data["objects"]["deals"]["pipelines"][0]["label"] = spelling
    data["objects"]["companies"]["properties"]["renewal_date"]["label"] = spelling
    catalog = to_catalog(data)
    assert catalog.team_list[0].name == "\u00c9quipe"
    assert catalog.teams.id_of("\u00c9quipe") == data["teams"][0]["id"]
    assert catalog.pipelines("deals").id_of("\u00c9quipe") == data["objects"]["deals"]["pipelines"][0]["id"]
    assert catalog.objects["deals"].label == "\u00c9quipe"
    assert catalog.objects["companies"].properties["renewal_date"].label == "\u00c9quipe"


def test_a_team_that_a_file_and_the_catalogue_spell_differently_is_found(tmp_path):
    edits = [
        {"file": "catalog.json", "old": '"EMEA CSM"', "new": '"\u00c9quipe EMEA "'},
        {"file": "csws.yaml", "old": "[EMEA CSM]", "new": '["E\u0301quipe EMEA"]'},
    ]
    assert run_case(tmp_path, edits) == []
    assert "E\u0301quipe EMEA" in (make_case(tmp_path / "again", edits) / "csws.yaml").read_text()


@pytest.mark.parametrize("name", ["", " ", "\u00a0"])
def test_a_thing_without_a_name_is_shown_by_its_id(name):
    data = json.loads(json.dumps(CATALOG))
    data["teams"][0]["name"] = data["objects"]["deals"]["pipelines"][0]["label"] = name
    catalog = to_catalog(data)
    for directory, identity in (
        (catalog.teams, data["teams"][0]["id"]),
        (catalog.pipelines("deals"), data["objects"]["deals"]["pipelines"][0]["id"]),
    ):
        assert by_name(directory, identity) == f"id:{identity}"
        assert directory.id_of(f"id:{identity}") == identity
        assert directory.find(name) is None
        assert "" not in directory.names()


@pytest.mark.parametrize("stored", SPELLINGS)
def test_an_account_that_spells_a_name_differently_has_it_already(stored):
    """Names that were applied or observed before csws normalized them do not change, because nobody
    could see the difference."""
    catalog = to_catalog(CATALOG)
    root = read_yaml("workspaces: {emea: {name: \u00c9quipe}}", "x.yaml").root
    declared = declare(root, root)
    (emea,) = declared.settings.workspaces
    current = declared.settings.with_workspaces([replace(emea, id="1", name=stored)])
    wanted = desired_settings(declared, current, catalog).settings
    assert wanted.workspaces == current.workspaces
    assert verify((), current, wanted) == []
    for said in (("workspace.emea.name=Équipe",), ("workspace.emea.description=x",)):
        assert observed(current, seen_in_options(said), catalog).settings.get("emea").name == stored
    sheet = "workspaces: {emea: {name: E\u0301quipe, description: x}}"
    seen, findings = seen_in_file(sheet, "sheet.yaml")
    found = observed(current, seen, catalog)
    assert (findings, found.findings, found.settings.get("emea").name) == ([], (), stored)


@pytest.mark.parametrize("path", ["name", "services.default_pipeline", "teams", "services.pipelines"])
def test_what_is_observed_is_read_in_one_form(path):
    (block,) = seen_in_options([f"workspace.emea.{path}=E\u0301quipe\u00a0"]).blocks
    assert block.fields[path].value in ("\u00c9quipe", ("\u00c9quipe",))


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("EMEA\u00a0CSM", ["EMEA CSM"], " Yours contains U+00A0 NO-BREAK SPACE."),
        ("EMEA CSM\u200b", ["EMEA CSM"], " Yours contains U+200B ZERO WIDTH SPACE."),
        ("EMEA CSM", ["EMEA\u202fCSM"], " That one contains U+202F NARROW NO-BREAK SPACE."),
        ("\u00adEMEA\u3000CSM", ["EMEA CSM"], " Yours contains U+00AD SOFT HYPHEN and U+3000 IDEOGRAPHIC SPACE."),
        ("EMEA CSM\x07", ["EMEA CSM"], " Yours contains U+0007 CONTROL CHARACTER."),
        ("EMEA CMS", ["EMEA CSM"], ""),
    ],
)
def test_invisible_characters_are_named(word, known, told):
    assert did_you_mean(word, known) == f"Did you mean `{known[0]}`?{told}"


def test_letters_and_plain_spaces_are_seen():
    assert hard_to_see("Ünïted Straße 東京 1") == []
