"""A kind that is added by its own files and one line goes the whole way, from YAML to the account, its record and the page."""

from __future__ import annotations

import re

import pytest

from csws.render import LANGUAGES
from tests.kinds.made_up import copy_with_regions
from tests.newer import ROOT, csws_of, python
from tests.render.scenes import edit

REGIONS = """
regions:
  north: {name: North, team: EMEA CSM, countries: [NO, SE], owner_property: hubspot_owner_id}
  south: {name: South, team: APAC CSM}
"""
NORTH = {"name": "North", "team": "EMEA CSM", "countries": ["NO", "SE"], "owner_property": "hubspot_owner_id"}


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    return copy_with_regions(tmp_path_factory.mktemp("kind"))


@pytest.fixture
def project(copy, tmp_path):
    """The starter project with two regions in a file of its own."""
    assert csws_of(copy, tmp_path, "init", "acme").code == 0
    (tmp_path / "acme/workspaces/regions.yaml").write_text(REGIONS)
    return tmp_path / "acme"


@pytest.fixture
def run(copy, project):
    return lambda *arguments: csws_of(copy, project, *arguments)


@pytest.fixture
def applied(run, project):
    assert run("apply", "--auto-approve").code == 0
    return project


def changes(run, *arguments):
    account = run("plan", "--format", "json", *arguments).json["accounts"][0]
    return {item["address"]: item for item in account["changes"]}


def fields(change, side="after"):
    return {item["path"]: item[side] for item in change["fields"]}


def codes(done):
    return [(item["code"], item["line"]) for item in done.json["diagnostics"]]


def test_it_is_planned_after_the_workspaces_applied_and_exported(run, project):
    steps = run("plan", "--format", "json").json["accounts"][0]["steps"]
    assert [item["address"] for item in steps[-2:]] == ["region.north", "region.south"]
    assert steps[-1]["sets"] == {
        "name": "South",
        "team": "APAC CSM",
        "countries": [],
        "protect": False,
        "owner_property": None,
    }
    assert fields(changes(run)["region.north"]) == NORTH
    assert run("apply", "--auto-approve").code == 0
    assert run("plan", "--detailed-exitcode").code == 0
    exported = run("export").out
    assert (
        "regions:\n  north:\n    name: North\n    team: EMEA CSM\n    countries:\n      - 'NO'\n      - SE\n"
        in exported
    )
    (project / "workspaces/regions.yaml").write_text(exported[exported.index("regions:") :])
    assert run("plan", "--detailed-exitcode").code == 0


def test_a_plan_that_is_saved_is_applied_and_verified(run, project):
    assert run("plan", "--out", "p.plan").code == 0
    assert run("show", "p.plan", "--verify").code == 0
    assert run("apply", "p.plan").code == 0
    edit(project / "workspaces/regions.yaml", "name: South", "name: Southern")
    assert run("apply", "--auto-approve").code == 0
    assert run("rollback", "1", "--auto-approve").code == 0
    assert fields(changes(run)["region.south"]) == {"name": "Southern"}


def test_what_differs_in_the_account_is_drift(run, applied):
    assert run("drift", "--detailed-exitcode").code == 0
    assert run("observe", "--set", "region.north.countries=[NO]").code == 0
    (found,) = run("drift", "--format", "json").json["accounts"][0]["drift"]
    assert (found["address"], fields(found)) == ("region.north", {"countries": ["NO"]})
    assert changes(run)["region.north"]["origin"] == "drift"
    edit(
        applied / "workspaces/regions.yaml",
        "owner_property: hubspot_owner_id}",
        "owner_property: hubspot_owner_id, ignore: [countries]}",
    )
    assert run("drift", "--detailed-exitcode").code == run("plan", "--detailed-exitcode").code == 0


def test_what_was_exported_is_observed_and_what_no_screen_can_show_is_refused(run, applied):
    seen = applied / "seen.yaml"
    seen.write_text(run("export").out)
    assert "No difference" in run("observe", "seen.yaml").out
    seen.write_text("regions: {north: {team: EMEA CMS, contries: [NO]}, south: null}")
    done = run("observe", "seen.yaml")
    assert (done.code, "seen.yaml:1:25: error CSW303" in done.err, "Did you mean `countries`?" in done.err) == (
        3,
        True,
        True,
    )
    seen.write_text("regions: {further: {name: Further}, south: null}")
    done = run("observe", "seen.yaml")
    assert (done.code, "was deleted" in done.told, "“Further”" in done.told) == (0, True, True), done.told


@pytest.mark.parametrize(
    ("old", "new", "code", "text"),
    [
        ("countries: [NO, SE]", "countries: NO", "CSW102", "must be a list"),
        ("team: EMEA CSM", "teem: EMEA CSM", "CSW101", "Did you mean `team`?"),
        ("name: North, ", "", "CSW103", "name"),
        ("team: EMEA CSM", "team: EMEA CMS", "CSW303", "Did you mean `EMEA CSM`?"),
        ("hubspot_owner_id", "hubspot_ownr_id", "CSW401", "hubspot_owner_id"),
        ("hubspot_owner_id", "renewal_date", "CSW402", "not a HubSpot user"),
        ("team: APAC CSM", "team: EMEA CSM", "CSW801", "in charge of `north`"),
    ],
)
def test_its_values_are_checked_at_their_place(run, project, old, new, code, text):
    edit(project / "workspaces/regions.yaml", old, new)
    done = run("validate", "--format", "json")
    (found,) = done.json["diagnostics"]
    assert (found["code"], found["file"]) == (code, "workspaces/regions.yaml")
    assert found["address"].startswith("region.")
    assert text in f"{found['message']} {found['hint']}"


def test_it_needs_enterprise(run, project):
    edit(project / "csws.yaml", "subscription: enterprise", "subscription: professional")
    assert "CSW802" in [code for code, _ in codes(run("validate", "--format", "json"))]


def test_one_that_is_seen_is_adopted_under_its_key(run, applied):
    sheet = "account: acme\nregions: {east: {name: East, team: Operations, countries: [JP]}, north: {name: Nord}}\n"
    (applied / "sheet.yaml").write_text(sheet)
    done = run("adopt", "sheet.yaml", "--detailed-exitcode")
    assert (done.code, "region.east “East”" in done.out, "wrote csws.yaml" in done.out) == (2, True, True), done
    assert changes(run).keys() == {"region.north"}
    assert "  east:\n    name: East\n    team: Operations\n" in (applied / "csws.yaml").read_text()
    drift = run("drift", "--format", "json").json["accounts"][0]["drift"]
    assert [item["address"] for item in drift] == ["region.north"]


def test_one_that_takes_what_another_gives_up_waits_for_it(run, applied):
    file = applied / "workspaces/regions.yaml"
    edit(file, "team: APAC CSM", "team: EMEA CSM")
    edit(file, "team: EMEA CSM, countries", "team: Operations, countries")
    steps = run("plan", "--format", "json").json["accounts"][0]["steps"]
    assert [item["address"] for item in steps] == ["region.north", "region.south"]
    assert steps[0]["because"] == ["region.north", "region.south"]
    edit(file, "team: Operations", "team: APAC CSM")  # a swap
    steps = run("plan", "--format", "json").json["accounts"][0]["steps"]
    assert [item["transient"] for item in steps] == [True, False, False]
    assert run("apply", "--auto-approve").code == run("plan", "--detailed-exitcode").code == 0


def test_a_change_of_objects_clears_what_depends_on_it_and_it_is_set_again(run, applied):
    edit(applied / "csws.yaml", "customers: companies", "customers: contacts")
    (account,) = run("plan", "--format", "json").json["accounts"]
    if account["exit_code"] == 0:
        assert "region.north.owner_property" in account["steps"][0]["clears"]
        assert account["steps"][-1]["address"] == "region.north"


def test_a_delete_is_allowed_by_name_and_a_protected_one_is_kept(run, applied):
    file = applied / "workspaces/regions.yaml"
    file.write_text(REGIONS.replace("  south: {name: South, team: APAC CSM}\n", ""))
    refused = run("apply", "--auto-approve")
    assert (refused.code, "CSW601" in run("plan").out) == (4, True)
    assert "--allow-delete region.south" in run("plan").out
    file.write_text(file.read_text() + "removed: [region.south]\n")
    assert run("apply", "--auto-approve").code == 0
    edit(file, "countries: [NO, SE]", "countries: [NO, SE], protect: true")
    assert run("apply", "--auto-approve").code == 0
    file.write_text("regions: {}\nremoved: [region.north]\n")
    assert "CSW602" in run("plan").out


def test_its_guard_refuses_to_apply(run, applied):
    edit(applied / "workspaces/regions.yaml", ", team: APAC CSM", "")
    assert run("plan").code == 0
    assert "CSW805" in run("plan").out
    assert run("apply", "--auto-approve").code == 4


def test_a_key_that_is_renamed_moves_the_item(run, applied):
    edit(applied / "workspaces/regions.yaml", "south: {name: South", "antarctic: {renamed_from: south, name: South")
    assert changes(run)["region.antarctic"]["action"] == "move"
    assert run("apply", "--auto-approve").code == run("plan", "--detailed-exitcode").code == 0


def test_an_overlay_deletes_an_entry_and_unsets_a_setting(run, project):
    edit(project / "csws.yaml", "catalog: catalogs/acme.json", "catalog: catalogs/acme.json\n    overlay: acme.yaml")
    (project / "acme.yaml").write_text("regions: {south: null, north: {countries: null}}\n")
    assert "region.south" not in changes(run)
    assert "countries" not in fields(changes(run)["region.north"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_runbook_show_it(run, project, language):
    edit(project / "csws.yaml", "target: sqlite:.csws/acme.db", "target: hubspot:1234567")
    page = run("plan", "--format", "html", "--language", language).out
    assert "North" in page
    assert "Owner of the region" in page
    assert run("apply", "--auto-approve", "--new-account", "--language", language).code == 6
    book = (project / ".csws/runbooks/acme.md").read_text()
    assert re.search(r"Owner of the region.*Company owner", book)


def test_the_schema_of_an_account_offers_its_own_names(run, project):
    schema = run("--account", "acme", "schema", "config").json
    assert "EMEA CSM" in schema["$defs"]["region"]["properties"]["team"]["anyOf"][0]["enum"]


def test_an_account_without_it_has_the_same_bytes(copy, tmp_path):
    texts = []
    for name, there in (("with", copy), ("without", ROOT)):
        folder = tmp_path / name
        folder.mkdir()
        assert csws_of(there, folder, "init", "acme").code == 0
        plan = csws_of(there, folder / "acme", "plan", "--format", "json").out
        assert csws_of(there, folder / "acme", "apply", "--auto-approve").code == 0
        texts.append((plan, csws_of(there, folder / "acme", "export").out))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("module", ["tests.kinds.plans", "tests.kinds.crashes"])
def test_made_up_accounts_with_it(copy, module):
    done = python(copy, "-W", "ignore::DeprecationWarning", "-m", module, cwd=copy)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
