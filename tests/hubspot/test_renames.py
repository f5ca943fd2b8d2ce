"""A team or pipeline that was renamed in HubSpot is known by its id: `catalog pull` says so, and
`--rename` corrects the files, after which the plan shows nothing."""

from __future__ import annotations

import json

import pytest

from tests.cli.console import csws, reported
from tests.hubspot.conftest import PROJECT
from tests.hubspot.terminal import session

BLOCKS = PROJECT.replace(
    "    teams: [EMEA CSM]\n", "    # the team in Oslo\n    teams:\n      - EMEA CSM   # since 2024\n"
)


@pytest.fixture
def applied(emulator, project):
    """A project whose settings are recorded."""
    (project / "csws.yaml").write_text(BLOCKS)
    assert csws(project, "catalog", "pull").code == 0
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6
    assert reported(project, "1-9", "Kim").code in (0, 64)
    steps = csws(project, "runs", "--format", "json").json["accounts"][0]["runs"]
    if steps:
        reported(project, f"1-{max(steps[0]['waiting'])}", "Kim")
    assert csws(project, "plan", "--detailed-exitcode").code == 0
    return project


def text(project, name="csws.yaml"):
    return (project / name).read_text()


def pulled(project):
    return json.loads(text(project, "catalogs/acme.json"))


def found(data, code):
    """The findings of that code, wherever they stand in a document."""
    if isinstance(data, list):
        return [item for one in data for item in found(one, code)]
    if isinstance(data, dict):
        return [data] if data.get("code") == code else found(list(data.values()), code)
    return []


def test_a_plain_pull_says_it_and_keeps_the_old_name_in_mind(emulator, applied):
    emulator.account.teams[0]["name"] = "Europe"
    before = text(applied)
    for _ in range(2):  # the next pull still knows
        done = csws(applied, "catalog", "pull")
        assert done.code == 0
        assert "The team `EMEA CSM` is called `Europe` in HubSpot now. Run `csws catalog pull --rename`" in done.err
    assert text(applied) == before
    (found,) = [
        item for item in csws(applied, "validate", "--format", "json").json["diagnostics"] if item["code"] == "CSW303"
    ]
    assert found["hint"] == "It is called `Europe` in HubSpot now; `csws catalog pull --rename` corrects your files."
    assert csws(applied, "catalog", "diff").out.count("No difference") == 1


@pytest.mark.parametrize("pulls_before", [0, 1])
@pytest.mark.parametrize(("new", "now"), [("NA CSM", "is called `NA CSM`"), ("", "has no name")])
def test_every_finding_about_it_says_the_new_name(emulator, applied, new, now, pulls_before):
    """Before and after the pull, though another team's name is closer to the old one."""
    emulator.account.teams[0]["name"] = new
    emulator.account.teams[1]["name"] = "EMEA CSMs"
    for _ in range(pulls_before):
        assert f"The team `EMEA CSM` {now} in HubSpot now." in csws(applied, "catalog", "pull").err
    looks = [
        csws(applied, *words, "--format", "json").json for words in (("catalog", "diff"), ("watch",), ("validate",))
    ]
    hints = [item["hint"] for item in found(looks, "CSW303")]
    hint = f"It {now} in HubSpot now; `csws catalog pull --rename` corrects your files."
    assert hints == [hint] * (1 if pulls_before else 2)


@pytest.mark.parametrize("pulls_before", [0, 1, 2])
def test_rename_corrects_the_files_and_the_plan_shows_nothing(emulator, applied, pulls_before):
    emulator.account.teams[0]["name"] = "Europe"
    emulator.account.pipelines["0-162"][0]["label"] = "Start: new"
    before = text(applied)
    for _ in range(pulls_before):
        csws(applied, "catalog", "pull")
    done = csws(applied, "catalog", "pull", "--rename", "--auto-approve")
    assert done.code == 0, done.err
    assert "EMEA CSM → Europe" in done.out
    expected = before.replace("EMEA CSM", "Europe").replace("pipelines: [Onboarding]", "pipelines: ['Start: new']")
    assert text(applied) == expected.replace("default_pipeline: Onboarding", "default_pipeline: 'Start: new'")
    assert "former_names" not in text(applied, "catalogs/acme.json")
    assert csws(applied, "validate").code == 0
    assert csws(applied, "plan", "--detailed-exitcode").code == 0
    again = csws(applied, "catalog", "pull", "--rename", "--auto-approve")
    assert (again.code, again.err) == (0, "")


def test_without_a_terminal_it_needs_the_approval(emulator, applied):
    emulator.account.teams[0]["name"] = "Europe"
    before = text(applied)
    done = csws(applied, "catalog", "pull", "--rename")
    assert (done.code, text(applied)) == (1, before)
    assert "--auto-approve" in done.err
    assert csws(applied, "catalog", "pull", "--rename", "--auto-approve").code == 0


@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("no", 1), ("", 1)])
def test_on_a_terminal_it_shows_the_places_and_asks(emulator, applied, answer, code):
    emulator.account.teams[0]["name"] = "Europe"
    before = text(applied)
    done, screen = session(applied, ["catalog", "pull", "--rename"], [("Correct these names?", answer)])
    assert (done, "EMEA CSM → Europe" in screen) == (code, True)
    assert (text(applied) == before) is (code == 1)
    assert "former_names" not in text(applied, "catalogs/acme.json") or code == 1


def test_two_that_swap_their_names(emulator, applied):
    (applied / "csws.yaml").write_text(text(applied) + APAC)
    one, two = emulator.account.teams
    one["name"], two["name"] = two["name"], one["name"]
    csws(applied, "catalog", "diff")
    done = csws(applied, "catalog", "pull", "--rename", "--auto-approve")
    assert done.code == 0, done.err
    assert "- APAC CSM   # since 2024" in text(applied)
    assert "teams: [EMEA CSM]" in text(applied)
    again = csws(applied, "catalog", "pull", "--rename", "--auto-approve")
    assert (again.code, again.err) == (0, "")


APAC = """\
  apac:
    name: APAC
    teams: [APAC CSM]
    customers: {csm_property: hubspot_owner_id}
    services: {show: false}
    revenue: {show: false}
"""


@pytest.mark.parametrize("words", [["catalog", "pull"], ["watch", "--write"]])
def test_names_that_were_swapped_are_not_pulled_without_correcting_the_files(emulator, applied, words):
    (applied / "csws.yaml").write_text(text(applied) + APAC)
    one, two = emulator.account.teams
    one["name"], two["name"] = two["name"], one["name"]
    before = text(applied, "catalogs/acme.json")
    done = csws(applied, *words)
    assert (done.code, "your files would mean the wrong one" in done.err) == (1, True), done.err
    assert text(applied, "catalogs/acme.json") == before
    assert csws(applied, "catalog", "pull", "--rename", "--auto-approve").code == 0
    assert "- APAC CSM   # since 2024" in text(applied)


def test_a_name_that_two_share_is_written_as_an_id(emulator, applied):
    emulator.account.teams[0]["name"] = "APAC CSM"
    assert csws(applied, "catalog", "pull", "--rename", "--auto-approve").code == 0
    assert "- id:1   # since 2024" in text(applied)
    assert csws(applied, "plan", "--detailed-exitcode").code == 0


def test_what_nobody_uses_may_be_called_anything(emulator, applied):
    emulator.account.teams[1]["name"] = "Elsewhere"
    done = csws(applied, "catalog", "pull")
    assert (done.code, done.err) == (0, "")


def test_a_property_is_known_by_its_internal_name(emulator, applied):
    emulator.account.properties["0-2"][0]["label"] = "Owner, renamed"
    done = csws(applied, "catalog", "pull", "--rename", "--auto-approve")
    assert (done.code, done.err) == (0, "")
    assert csws(applied, "plan", "--detailed-exitcode").code == 0


def test_includes_defaults_and_overlays(emulator, project):
    (project / "csws.yaml").write_text(
        PROJECT.split("workspaces:")[0].replace("    operator:", "    overlay: mine.yaml\n    operator:")
        + "include: [parts/*.yaml]\ndefaults:\n  services: {pipelines: [Onboarding]}   # all\n"
    )
    (project / "parts").mkdir()
    (project / "parts/all.yaml").write_text(f"workspaces:{PROJECT.split('workspaces:')[1]}")
    (project / "mine.yaml").write_text("workspaces:\n  emea: {teams: [EMEA CSM]}\n")
    csws(project, "catalog", "pull")
    assert csws(project, "validate").code == 0
    emulator.account.teams[0]["name"] = "Europe"
    emulator.account.pipelines["0-162"][0]["label"] = "Start"
    assert csws(project, "catalog", "pull", "--rename", "--auto-approve").code == 0
    assert "pipelines: [Start]}   # all" in text(project)
    assert "[Europe]" in text(project, "mine.yaml")
    assert "teams: [Europe]" in text(project, "parts/all.yaml")
    assert csws(project, "validate").code == 0


def test_a_pipeline_of_another_object_keeps_its_name(emulator, project):
    """The same label twice: only the services pipeline is renamed."""
    emulator.account.pipelines["0-3"][0]["label"] = "Onboarding"
    (project / "csws.yaml").write_text(
        PROJECT.replace(
            "{deals: {csm_property: hubspot_owner_id}}",
            "{deals: {csm_property: hubspot_owner_id, pipelines: [Onboarding]}}",
        )
    )
    csws(project, "catalog", "pull")
    emulator.account.pipelines["0-162"][0]["label"] = "Start"
    assert csws(project, "catalog", "pull", "--rename", "--auto-approve").code == 0
    assert "{deals: {csm_property: hubspot_owner_id, pipelines: [Onboarding]}}" in text(project)
    assert "pipelines: [Start], default_pipeline: Start" in text(project)


def test_a_file_of_several_accounts_is_left_where_another_means_the_old_name(emulator, project):
    csws(project, "catalog", "pull")
    other = text(project, "catalogs/acme.json").replace('"name": "acme"', '"name": "other"').replace("4242", "77")
    (project / "catalogs/other.json").write_text(other)
    more = "  other: {target: 'hubspot:77', catalog: catalogs/other.json, subscription: enterprise}\nobjects:\n"
    (project / "csws.yaml").write_text(PROJECT.replace("objects:\n  customers", f"{more}  customers"))
    emulator.account.teams[0]["name"] = "Europe"
    before = text(project)
    done = csws(project, "--account", "acme", "catalog", "pull", "--rename", "--auto-approve")
    assert (done.code, text(project)) == (0, before)
    assert "the account `other` uses this file too, and has that name. Set `Europe` in an overlay." in done.err


def test_a_file_that_cannot_be_corrected_is_left_whole(emulator, project):
    aliased = PROJECT.replace("teams: [EMEA CSM]", "teams: [&team EMEA CSM]").replace(
        "name: EMEA\n", "name: EMEA\n    description: *team\n"
    )
    moved = aliased.replace("    description: *team\n", "").replace(
        "    customers: {csm_property: hubspot_owner_id, renewal",
        "    description: *team\n    customers: {csm_property: hubspot_owner_id, renewal",
    )
    (project / "csws.yaml").write_text(moved)
    csws(project, "catalog", "pull")
    assert csws(project, "validate").code == 0
    emulator.account.teams[0]["name"] = "Europe"
    done = csws(project, "catalog", "pull", "--rename", "--auto-approve")
    assert (done.code, text(project)) == (1, moved)
    assert "cannot be changed at line" in done.err
