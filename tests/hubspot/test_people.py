"""Who counts: deactivated people as nobody, members of nested teams only in their own team."""

from __future__ import annotations

import json

import pytest

from tests.cli.console import csws


def pulled(project):
    return json.loads((project / "catalogs/acme.json").read_text())


def messages(project):
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    return [f"{item['code']} {item['message']} {item['hint']}" for item in found]


@pytest.fixture
def half(emulator, project):
    """Of the team's two members one is deactivated, and so is its extra member."""
    emulator.account.deactivated = frozenset({"101", "102"})
    assert csws(project, "catalog", "pull").code == 0
    return project


def test_a_deactivated_person_is_marked(half):
    assert [person.get("deactivated") for person in pulled(half)["people"]] == [None, True, True]
    assert pulled(half)["format_version"] == "1.1"
    shown = csws(half, "catalog", "show").out
    assert "EMEA CSM (id:1): 1 primary, 0 extra" in shown


def test_a_deactivated_person_sees_nothing(half):
    plan = csws(half, "plan", "--format", "json").json["accounts"][0]
    assert plan["visibility"] == [{**plan["visibility"][0], "workspace": "emea", "gained": 1, "lost": 0}]
    assert not any("CSW308" in message for message in messages(half))


def test_a_team_of_deactivated_people_is_seen_by_nobody(emulator, half):
    emulator.account.deactivated = frozenset({"100", "101"})
    csws(half, "catalog", "pull")
    assert any(message.startswith("CSW306 Nobody sees the workspace `emea`") for message in messages(half))


def test_a_deactivated_operator_may_change_nothing(emulator, half):
    emulator.account.deactivated = frozenset({"100"})
    csws(half, "catalog", "pull")
    done = csws(half, "plan")
    assert done.code == 7
    assert "`ops@acme.example` is deactivated in HubSpot and cannot log in." in done.told
    assert "Ops@acme.example: deactivated" in csws(half, "catalog", "show").out


def test_where_people_are_only_counted_deactivated_ones_are_left_out(half):
    csws(half, "catalog", "pull", "--people", "none")
    team = pulled(half)["teams"][0]
    assert (team["primary_members"], team["extra_members"]) == (["person-1"], [])


@pytest.mark.parametrize("detail", ["none", "ids", "emails"])
def test_without_the_scope_it_stays_as_it_was(emulator, half, detail):
    csws(half, "catalog", "pull", "--people", detail)
    before = pulled(half)
    emulator.account.scopes -= {"crm.objects.owners.read"}
    assert csws(half, "catalog", "pull", "--people", detail).code == 0
    if detail != "none":  # then nothing is left to know them by
        assert pulled(half)["people"] == before["people"]


@pytest.mark.parametrize("detail", ["none", "ids"])
@pytest.mark.parametrize("scope", ["settings.users.read", "settings.users.teams.read"])
def test_what_is_kept_has_no_more_of_people_than_was_asked_for(emulator, project, scope, detail):
    csws(project, "catalog", "pull", "--people", "emails")
    emulator.account.scopes -= {scope}
    csws(project, "catalog", "pull", "--people", detail)
    text = (project / "catalogs/acme.json").read_text()
    kept = "people" if scope == "settings.users.read" else "teams"
    assert pulled(project)[kept]
    assert ("eve@acme.example" in text, "Ops@acme.example" in text) == (False, True)
    if detail == "none":
        assert pulled(project)["teams"][0]["primary_members"] == ["person-1", "person-2"]


def test_nested_teams_are_known_where_hubspot_tells(emulator, project):
    """The workspace of a team whose members are all in the teams that it contains."""
    emulator.account.parents = {"2": "1"}
    emulator.account.teams[0]["userIds"] = []
    csws(project, "catalog", "pull")
    assert [team.get("parent") for team in pulled(project)["teams"]] == [None, "1"]
    (found,) = [message for message in messages(project) if "CSW306" in message]
    assert "Its teams contain others: APAC CSM." in found
    emulator.account.parents = None  # the beta is closed: what is known stays
    csws(project, "catalog", "pull")
    assert [team.get("parent") for team in pulled(project)["teams"]] == [None, "1"]


def test_nested_teams_in_a_circle_end(emulator, project):
    emulator.account.parents = {"1": "2", "2": "1"}
    emulator.account.teams[0]["userIds"] = []
    csws(project, "catalog", "pull")
    assert any("contain others: APAC CSM" in message for message in messages(project))
