"""The way of somebody who has an account that was set up by hand: three commands beside an editor, and no internal name
typed; then a change, a runbook, drift and a weekly sheet, on a second machine too."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.cli.console import csws
from tests.hubspot.account import prop
from tests.hubspot.by_hand import copied, typed
from tests.hubspot.terminal import session
from tests.record.repository import cloned, commit, git

TEAMS = ("Nordics CSM", "DACH CSM", "Iberia CSM", "UK CSM")
KEYS = ("nordics", "dach", "iberia", "uk")


@pytest.fixture
def northwind(emulator):
    """Four team workspaces and two revenue objects, one of them a custom object."""
    owner = prop("hubspot_owner_id", "user", label="Company owner")
    manager = prop("x_manager_2023", "user", label="Customer Success Manager")
    contract = {
        "name": "p42_contract",
        "objectTypeId": "2-5",
        "labels": {"singular": "Contract", "plural": "Contracts"},
    }
    emulator.account.custom = [contract]
    emulator.account.properties |= {
        "0-2": [owner, manager, prop("x_renews", "date", label="Renews on")],
        "0-3": [prop("hubspot_owner_id", "user", label="Deal owner"), prop("closedate", "date", label="Close date")],
        "2-5": [prop("x_owner", "user", label="Contract owner"), prop("x_end", "date", label="Ends on")],
    }
    emulator.account.teams = [
        {"id": str(10 + at), "name": name, "userIds": ["100"], "secondaryUserIds": []} for at, name in enumerate(TEAMS)
    ]
    return emulator


def filled(sheet: str) -> str:
    """As somebody fills it in who looks at the screens, with the words of the screens."""
    sheet = typed(sheet, "objects", {"customers": "Companies", "services": "Services", "revenue": "[Deals, Contracts]"})
    sheet = typed(
        sheet,
        "workspaces.primary",
        {
            "name": "Customer success",
            "customers.csm_property": "Customer Success Manager",
            "services.show": "false",
            "revenue.show": "false",
        },
    )
    sheet = copied(sheet, "further", *KEYS)
    for key, team in zip(KEYS, TEAMS, strict=True):
        sheet = typed(
            sheet,
            f"workspaces.{key}",
            {
                "name": f"{team} workspace",
                "teams": f"[{team}]",
                "customers.csm_property": "Customer Success Manager",
                "customers.renewal_date_property": "Renews on",
                "services.show": "false",
                "revenue.show": "true",
                "revenue.objects.deals.csm_property": "Deal owner",
                "revenue.objects.deals.date_property": "Close date",
                "revenue.objects.deals.pipelines": "[Renewals]",
                "revenue.objects.p42_contract.csm_property": "Contract owner",
                "revenue.objects.p42_contract.date_property": "Ends on",
            },
        )
    return sheet


@pytest.fixture
def adopted(northwind, tmp_path):
    code, screen = session(tmp_path, ["init", "--hubspot", "northwind"], [])
    assert code == 0, screen
    root = tmp_path / "northwind"
    assert session(root, ["worksheet", "sheet.yaml"], [])[0] == 0
    sheet = root / "sheet.yaml"
    sheet.write_text(filled(sheet.read_text()))
    code, screen = session(root, ["adopt", "sheet.yaml"], [])
    assert code == 0, screen
    assert "No changes." in screen
    sheet.unlink()
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "receive.denyCurrentBranch", "updateInstead")
    assert csws(root, "record", "merge", "--install").code == 0
    commit(root, "adopted")
    return root


def test_the_yaml_has_the_internal_names_that_nobody_typed(adopted):
    assert csws(adopted, "plan", "--detailed-exitcode").code == 0
    assert csws(adopted, "drift", "--detailed-exitcode").code == 0
    uk = yaml.safe_load((adopted / "workspaces/uk.yaml").read_text())["workspaces"]["uk"]
    assert uk["customers"] == {"csm_property": "x_manager_2023", "renewal_date_property": "x_renews"}
    assert set(uk["revenue"]["objects"]) == {"deals", "p42_contract"}
    objects = yaml.safe_load((adopted / "objects.yaml").read_text())["objects"]
    assert objects == {"customers": "companies", "services": "services", "revenue": ["deals", "p42_contract"]}


def test_a_second_machine_knows_the_account_and_finishes_what_the_first_began(adopted):
    other = cloned(adopted, "other")
    assert csws(other, "plan", "--detailed-exitcode").code == 0
    file = adopted / "workspaces/uk.yaml"
    file.write_text(file.read_text().replace("name: UK CSM workspace", "name: United Kingdom"))
    code, screen = session(adopted, ["apply"], [("`yes`", "yes"), ("[d]one", "s")])
    assert code == 6, screen
    commit(adopted, "a change, and its runbook")
    git(other, "pull", "--quiet")
    (run,) = re.findall(r"Run ([0-9a-f]{12})", csws(other, "runs").out)
    assert csws(other, "apply", "--resume", "--run", run, "--done", "1", "--by", "Kim").code == 0
    commit(other, "done by Kim")
    git(other, "push", "--quiet")
    assert csws(adopted, "plan", "--detailed-exitcode").code == 0
    assert "Kim" in csws(adopted, "history").out


def test_an_operator_of_whom_the_catalogue_knows_nothing_is_refused_before_anybody_is_asked(adopted):
    file = adopted / "workspaces/uk.yaml"
    file.write_text(file.read_text().replace("name: UK CSM workspace", "name: United Kingdom"))
    code, screen = session(adopted, ["apply", "--operator", "ops@acme.example"], [])
    assert (code, "Apply this plan?" in screen) == (7, False), screen
    config = adopted / "csws.yaml"
    config.write_text(config.read_text().replace("# operator: you@example.com", "operator: ops@acme.example"))
    assert csws(adopted, "catalog", "pull").code == 0
    assert session(adopted, ["apply"], [("`yes`", "yes"), ("[d]one", "d"), ("Who did it", "Kim"), ("Note", "")])[0] == 0


def test_a_weekly_sheet_on_either_machine(adopted):
    other = cloned(adopted, "other")
    assert csws(other, "worksheet", "week.yaml").code == 0
    sheet = (other / "week.yaml").read_text()
    for team, key in zip(TEAMS, KEYS, strict=True):
        assert re.search(rf"#   {team} +1 person, in {key}\n", sheet)
    assert "No difference" in csws(other, "observe", "week.yaml", "--by", "Kim").out
    layout = {"revenue.objects.deals.default_layout": "board"}
    (other / "week.yaml").write_text(typed(sheet, "workspaces.dach", layout))
    assert csws(other, "observe", "week.yaml", "--by", "Kim").code == 0
    (other / "week.yaml").unlink()
    commit(other, "seen by Kim")
    git(other, "push", "--quiet")
    for machine in (adopted, other):
        assert csws(machine, "drift", "--detailed-exitcode").code == 2
        assert "Default page layout" in csws(machine, "drift").out
