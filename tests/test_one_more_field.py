"""A field that consists of its line and its label works everywhere, from YAML to the account and
back.

The csws here is the copy of `newer.py`: `default_sort` is a text on the Services tab,
`backup_csm_property` a user property of a revenue object.
"""

from __future__ import annotations

import json
import re

import pytest

from csws.render import LANGUAGES
from csws.render.words import words_of
from tests.newer import csws_of, newer_copy
from tests.render.scenes import edit

SORT, BACKUP = "services.default_sort", "revenue.objects.deals.backup_csm_property"
ADDED = {SORT: "by name", BACKUP: "hubspot_owner_id"}


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    return newer_copy(tmp_path_factory.mktemp("newer"))


@pytest.fixture
def run(copy, project):
    return lambda *arguments: csws_of(copy, project, *arguments)


@pytest.fixture
def project(copy, tmp_path):
    """The starter project with both fields set in one workspace."""
    assert csws_of(copy, tmp_path, "init", "acme").code == 0
    emea = tmp_path / "acme/workspaces/emea.yaml"
    edit(emea, "default_layout: board", "default_layout: board\n      default_sort: by name")
    edit(emea, "default_layout: table", "default_layout: table\n          backup_csm_property: hubspot_owner_id")
    return tmp_path / "acme"


def fields_of(done, part="changes"):
    """The changes of the workspace, path → value after."""
    (change,) = [item for item in done.json["accounts"][0][part] if item["address"] == "workspace.emea"]
    return {item["path"]: item["after"] for item in change["fields"]}


def test_it_is_planned_applied_exported_and_watched(run, project):
    planned = run("plan", "--format", "json")
    assert ADDED.items() <= fields_of(planned).items()
    assert run("apply", "--auto-approve").code == 0
    assert run("plan", "--detailed-exitcode").code == 0
    assert "default_sort: by name" in run("export").out
    assert "backup_csm_property: hubspot_owner_id" in run("export").out
    assert run("observe", "--set", f"workspace.emea.{SORT}=by date").code == 0
    assert fields_of(run("drift", "--format", "json"), "drift")[SORT] == "by date"
    assert "Default sort by date → by name" in run("plan").told


def test_exported_settings_plan_no_change(run, project):
    assert run("apply", "--auto-approve").code == 0
    exported = run("export").out
    (project / "csws.yaml").write_text((project / "csws.yaml").read_text().partition("# The HubSpot objects for")[0])
    for file in (project / "workspaces").iterdir():
        file.unlink()
    (project / "workspaces/all.yaml").write_text(exported)
    assert run("plan", "--detailed-exitcode").code == 0


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("default_sort: by name", "default_sort: [by name]", "CSW102", "`default_sort` must be text"),
        ("default_sort: by name", "default_sorts: by name", "CSW101", "Did you mean `default_sort`?"),
        ("backup_csm_property: hubspot_owner_id", "backup_csm_property: hubspot_ownr_id", "CSW401", "hubspot_owner_id"),
        ("backup_csm_property: hubspot_owner_id", "backup_csm_property: closedate", "CSW402", "not a HubSpot user"),
    ],
)
def test_its_value_is_checked(run, project, old, new, code, message):
    edit(project / "workspaces/emea.yaml", old, new)
    done = run("validate", "--format", "json")
    (found,) = done.json["diagnostics"]
    assert (done.code, found["code"]) == (3, code)
    assert message in f"{found['message']} {found['hint']}"
    assert new in (project / "workspaces/emea.yaml").read_text().splitlines()[found["line"] - 1]


def test_it_is_ignored_where_the_project_says_so(run, project):
    assert run("apply", "--auto-approve").code == 0
    edit(project / "workspaces/emea.yaml", "  emea:\n", f"  emea:\n    ignore: [{SORT}]\n")
    assert run("observe", "--set", f"workspace.emea.{SORT}=by date").code == 0
    assert run("plan", "--detailed-exitcode").code == 0


def test_a_hidden_tab_has_no_such_field(run, project):
    edit(project / "workspaces/emea.yaml", "    services:\n", "    services:\n      show: false\n")
    assert SORT not in fields_of(run("plan", "--format", "json"))


def test_it_is_cleared_with_its_object(run, project):
    assert run("apply", "--auto-approve").code == 0
    edit(project / "csws.yaml", "  services: services\n  revenue: [deals]", "  services: null\n  revenue: []")
    for file in (project / "workspaces").iterdir():
        general = file.read_text().partition("    services:")[0]
        file.write_text(general + "    services: {show: false}\n    revenue: {show: false}\n")
    (account,) = run("plan", "--format", "json").json["accounts"]
    assert {f"workspace.emea.{path}" for path in ADDED} <= set(account["steps"][0]["clears"])


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_reviewers_and_operators_see_its_label(run, project, language):
    edit(project / "csws.yaml", "sqlite:.csws/acme.db", "hubspot:1234567")
    page = run("plan", "--format", "html", "--language", language).out
    assert "Default sort</th>" in page
    words = words_of(LANGUAGES[language])
    label = words.plain("of_object.label", label="Backup owner", object=words.object_label("deals", "Deals"))
    assert f"{label}</th>" in page
    assert run("apply", "--auto-approve", "--new-account", "--language", language).code == 6
    book = (project / ".csws/runbooks/acme.md").read_text()
    assert re.search(r"\*\*Default sort\*\*[^*]+\*\*by name\*\*", book)
    assert re.search(r"\*\*Backup owner\*\*[^*]+\*\*Deal owner\*\* ?[(（]hubspot\\_owner\\_id[)）]", book)
    if language == "en":
        advanced = book.partition("- Under **Advanced settings**:\n")[2]
        assert "  - [ ] Enter in **Default sort**" in advanced.partition("\n- ")[0]


def test_the_worksheet_asks_for_it(run, project):
    assert run("apply", "--auto-approve").code == 0
    assert run("worksheet", str(project / "sheet.yaml")).code == 0
    sheet = [" ".join(line.split()) for line in (project / "sheet.yaml").read_text().splitlines()]
    assert "default_sort: by name # Default sort" in sheet
    assert "backup_csm_property: hubspot_owner_id # Backup owner: Deal owner" in sheet
    assert run("observe", str(project / "sheet.yaml")).code == 0
    assert run("plan", "--detailed-exitcode").code == 0


def test_an_editor_completes_it(run, project):
    schema = json.loads(run("schema", "config", "--account", "acme").out)["$defs"]
    choices = schema["revenue_block"]["properties"]["backup_csm_property"]["anyOf"]
    assert "hubspot_owner_id" in choices[0]["enum"]
    assert "closedate" not in choices[0]["enum"]
    assert schema["services"]["properties"]["default_sort"]["title"] == "Default sort"
