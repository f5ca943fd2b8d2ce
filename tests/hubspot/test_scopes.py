"""The scopes of a token: the docs name enough of them, and each missing one is named with what it
costs, while everything else goes on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from csws.schema import is_valid
from tests.cli.console import csws
from tests.effort import part
from tests.hubspot.account import SCOPES, SCORE_SCOPES, prop
from tests.hubspot.emulator import Fault

DOCS = (Path(__file__).parents[2] / "docs/hubspot.md").read_text()
NAMED = frozenset(re.findall(r"`((?:crm|settings|behavioral_events)\.[a-z._]+\.(?:read|write|read_write))`", DOCS))
READS = sorted(scope for scope in SCOPES if scope.endswith(".read"))
ABSENT = r"has no (property|pipeline|team|object)"
DECLARED = """\
properties:
  companies:
    csm: {label: Customer success manager, kind: user, group: companyinformation}
"""


def pulled(project):
    return json.loads((project / "catalogs/acme.json").read_text())


@pytest.fixture
def full(emulator, project):
    """An account with a custom object and a deactivated person, and its whole catalogue."""
    emulator.account.add_custom("licences", 7, [prop("owner", "user")], [{"id": "5", "label": "Line"}])
    emulator.account.deactivated = frozenset({"102"})
    assert csws(project, "catalog", "pull").code == 0
    return project


def test_the_scopes_in_the_docs_are_enough(emulator, project):
    emulator.account.scopes = frozenset(scope for scope in NAMED if scope.endswith(".read"))
    done = csws(project, "catalog", "pull")
    assert (done.code, done.err) == (0, "")
    assert "unreadable" not in pulled(project)


def test_the_docs_name_no_scope_in_vain(emulator):
    assert {scope for scope in NAMED if not scope.endswith(".write")} == set(READS) | SCORE_SCOPES


@pytest.mark.parametrize("scope", READS)
def test_without_a_scope_nothing_is_lost(emulator, full, scope):
    """`pull`, `diff` and `doctor` name the scope; the file keeps what it had."""
    before = pulled(full)
    emulator.account.scopes -= {scope}
    compared = csws(full, "catalog", "diff", "--format", "json")
    assert f"Without the scope `{scope}`" in compared.err
    assert compared.json["accounts"][0]["broken"] == []
    assert {change["path"] for change in compared.json["accounts"][0]["changes"]} <= {"unreadable"}
    done = csws(full, "catalog", "pull")
    assert (done.code, f"Without the scope `{scope}`" in done.err) == (0, True)
    after = pulled(full)
    assert is_valid("catalog", after) is None
    assert after.pop("unreadable")
    assert {**after, "pulled_at": None} == {**before, "pulled_at": None}
    assert csws(full, "validate").code == 0
    assert f"Without the scope `{scope}` csws cannot" in csws(full, "doctor").out
    emulator.account.scopes |= {scope}
    assert csws(full, "catalog", "pull").err == ""
    assert "unreadable" not in pulled(full)


@pytest.mark.parametrize("scope", READS)
def test_without_a_scope_the_first_pull_goes_on(emulator, project, scope):
    emulator.account.scopes -= {scope}
    done = csws(project, "catalog", "pull")
    assert (done.code, f"Without the scope `{scope}`" in done.err) == (0, True)
    assert is_valid("catalog", pulled(project)) is None
    for item in csws(project, "validate", "--format", "json").json["diagnostics"]:
        assert not re.search(ABSENT, item["message"])


def test_without_any_scope_every_gap_is_named(emulator, project):
    emulator.account.scopes = frozenset()
    done = csws(project, "catalog", "pull")
    assert done.code == 0
    named = set(re.findall(r"Without the scope `([^`]+)`", done.err))
    assert named == set(READS)
    looks = csws(project, "doctor").out
    assert named == set(re.findall(r"Without the scope `([^`]+)`", looks))


def test_doctor_says_that_nothing_is_missing(emulator, full):
    assert "acme: scopes: The token has every scope that csws needs." in csws(full, "doctor").out


def test_doctor_asks_for_writing_only_where_properties_are_declared(emulator, full):
    emulator.account.scopes -= {"crm.schemas.companies.write"}
    assert "every scope" in csws(full, "doctor").out
    file = full / "csws.yaml"
    file.write_text(file.read_text() + DECLARED)
    assert "Without the scope `crm.schemas.companies.write` csws cannot create" in csws(full, "doctor").out


def test_doctor_recognizes_a_wrong_token(emulator, full, monkeypatch):
    emulator.account.portal = 1
    done = csws(full, "doctor")
    assert (done.code, "portal 1, but the account is 4242" in done.out) == (1, True)
    emulator.account.token = "another-token"
    assert "HubSpot does not accept the token" in csws(full, "doctor").out


def test_apply_without_the_scope_for_writing(emulator, full):
    file = full / "csws.yaml"
    file.write_text(file.read_text() + DECLARED)
    emulator.account.scopes -= {"crm.schemas.companies.write"}
    done = csws(full, "apply", "--auto-approve", "--new-account")
    assert done.code == 6
    assert "The token lacks permission to create property `csm`" in done.told
    assert "Add the scope `crm.schemas.companies.write` to the token" in done.out
    emulator.account.scopes |= {"crm.schemas.companies.write"}
    csws(full, "apply", "--resume")
    assert [item["label"] for item in emulator.account.properties["0-2"] if item["name"] == "csm"]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("scope", sorted(SCOPES - {"oauth"}))
def test_apply_without_a_scope(emulator, full, scope, named):
    """It needs those for the objects of declared properties alone, and names the one that is missing, also where
    HubSpot does not."""
    file = full / "csws.yaml"
    more = "  licences:\n    csm: {label: CSM, kind: user, group: info}\n"
    file.write_text(file.read_text() + DECLARED + more)
    emulator.account.scopes -= {scope}
    if not named:
        body = {"category": "MISSING_SCOPES", "message": "missing"}
        wanted = [item for item in ("companies", "custom") if f".{item}." in scope]
        kind = {"companies": "/0-2", "custom": "/2-7"}.get(wanted[0] if wanted else "", "nothing")
        method = "POST" if scope.endswith("write") else "GET"
        emulator.faults = [Fault("status", lambda m, path, _n: m == method and kind in path, 403, body, times=99)]
    done = csws(full, "apply", "--auto-approve", "--new-account")
    needed = scope.startswith(("crm.schemas.companies", "crm.schemas.custom"))
    assert done.code in ((6, 7) if needed else (6,))
    assert (f"`{scope}`" in done.out + done.err) is needed, done.out + done.err
    emulator.account.scopes |= {scope}
    emulator.faults = []
    csws(full, "apply", "--resume")
    csws(full, "apply", "--auto-approve", "--new-account")
    for object_type in ("0-2", "2-7"):
        assert [item["name"] for item in emulator.account.properties[object_type]].count("csm") == 1


@pytest.mark.parametrize(
    ("place", "text", "says"),
    [
        ("crm.schemas.companies.read", "customers: {csm_property: no_such}", "cannot check whether `companies` has"),
        ("crm.objects.services.read", "services: {csm_property: x, pipelines: [New]}", "cannot check which pipelines"),
        ("settings.users.teams.read", "teams: [Nowhere]", "cannot check whether the account has a team"),
    ],
)
def test_what_could_not_be_read_is_never_called_absent(emulator, project, place, text, says):
    emulator.account.scopes -= {place}
    csws(project, "catalog", "pull")
    file = project / "csws.yaml"
    file.write_text(f"{file.read_text()}  apac:\n    name: APAC\n    {text}\n    revenue: {{show: false}}\n")
    messages = [item["message"] for item in csws(project, "validate", "--format", "json").json["diagnostics"]]
    assert any(says in message for message in messages), messages
    assert not any(re.search(ABSENT, message) for message in messages)


def test_without_the_lists_ids_lead_on(emulator, project):
    """A name that cannot be looked up stops the plan, an id does not."""
    emulator.account.scopes -= {"settings.users.teams.read", "crm.objects.services.read"}
    csws(project, "catalog", "pull")
    assert csws(project, "plan").code == 3
    file = project / "csws.yaml"
    text = file.read_text().replace("[EMEA CSM]", "['id:1']").replace("[Onboarding]", "['id:9']")
    file.write_text(text.replace("default_pipeline: Onboarding", "default_pipeline: 'id:9'"))
    assert csws(project, "validate").code == 0
    assert csws(project, "plan").code == 0
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6


@pytest.mark.parametrize("hidden_by", ["the scope", "another of that name"])
def test_a_pipeline_of_an_object_that_could_not_be_read_is_no_dead_end(emulator, project, hidden_by):
    """The name of its pipeline leads nowhere, so there is no plan; an id does."""
    emulator.account.add_custom("licences", 7, [], [{"id": "70", "label": "Sales"}])
    if hidden_by == "the scope":
        emulator.account.scopes -= {"crm.schemas.custom.read"}
    else:
        emulator.account.add_custom("licences", 8, [])
    csws(project, "catalog", "pull")
    file = project / "csws.yaml"
    block = "licences: {csm_property: x, pipelines: [Sales], default_pipeline: Sales}"
    text = file.read_text().replace("[deals]", "[deals, licences]")
    file.write_text(text.replace("objects: {deals: {", f"objects: {{{block}, deals: {{"))
    done = csws(project, "plan")
    assert (done.code, done.out.count("cannot check which pipelines `licences` has")) == (3, 2), done.out + done.err
    file.write_text(file.read_text().replace("Sales", "'id:70'"))
    assert csws(project, "plan").code == 0
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6


def test_a_declared_property_that_cannot_be_created_is_named(emulator, project):
    """Without the object there is no place to create it, and nobody should look for it in vain."""
    emulator.account.add_custom("licences", 7, [])
    emulator.account.scopes -= {"crm.schemas.custom.read"}
    csws(project, "catalog", "pull")
    file = project / "csws.yaml"
    more = "properties: {licences: {csm: {label: CSM, kind: user, group: info}}}\n"
    file.write_text(file.read_text() + more)
    says = "properties of objects that the catalogue lacks: properties.licences.csm. csws does not create them"
    assert says in " ".join(csws(project, "plan").out.split())
    emulator.account.scopes |= {"crm.schemas.custom.read"}
    csws(project, "catalog", "pull")
    assert says not in " ".join(csws(project, "plan").out.split())


def test_an_object_that_was_not_activated_may_be_by_now(emulator, project):
    emulator.account.enabled = {"0-162": False}
    csws(project, "catalog", "pull")
    assert csws(project, "validate").code == 3
    emulator.account.scopes -= {"crm.objects.services.read"}
    csws(project, "catalog", "pull")
    (found,) = [
        item for item in csws(project, "validate", "--format", "json").json["diagnostics"] if item["code"] == "CSW206"
    ]
    assert (found["severity"], "cannot check" in found["message"]) == ("warning", True)


OTHER_REFUSALS = {
    "a page": b"<html>blocked by proxy</html>",
    "nothing": b"",
    "permissions": {"category": "USER_DOES_NOT_HAVE_PERMISSIONS", "message": "The user lost it."},
    "addresses": {"message": "Access is allowed only from some IP addresses."},
    "a list": [],
}


@pytest.mark.no_cover
@pytest.mark.parametrize("name", OTHER_REFUSALS)
def test_any_other_403_at_any_request_leaves_the_file_as_it_was(emulator, full, name):
    """Only HubSpot can say that a scope is missing."""
    before = (full / "catalogs/acme.json").read_bytes()
    emulator.log.clear()
    csws(full, "catalog", "diff")
    for at in part(range(1, len(emulator.log) + 1), list(OTHER_REFUSALS).index(name)):
        emulator.log.clear()
        emulator._recent.clear()
        emulator.faults = [Fault("status", lambda _m, _p, number, at=at: number == at, 403, OTHER_REFUSALS[name])]
        done = csws(full, "catalog", "diff")
        if "2026-09-beta" not in emulator.log[at - 1][1]:
            assert done.code == 7, (at, done.err)
            assert "scope `" not in done.err
    emulator.faults = [Fault("status", lambda *_: True, 403, OTHER_REFUSALS[name])]
    assert csws(full, "catalog", "pull").code == 7
    assert (full / "catalogs/acme.json").read_bytes() == before


@pytest.mark.parametrize("sensitivity", ["sensitive", "highly_sensitive"])
def test_a_refused_sensitivity_costs_that_list_alone(emulator, full, sensitivity):
    before = pulled(full)["objects"]
    body = {"category": "MISSING_SCOPES", "message": "missing"}
    emulator.faults = [
        Fault("status", lambda _m, path, _n: f"dataSensitivity={sensitivity}" in path, 403, body, times=99)
    ]
    done = csws(full, "catalog", "pull")
    assert (done.code, pulled(full)["objects"]) == (0, before)
    words = sensitivity.replace("_", " ")
    assert f"{words} properties of companies" in pulled(full)["unreadable"]
    assert "properties of companies" not in pulled(full)["unreadable"]


@pytest.mark.parametrize("sensitivity", ["sensitive", "highly_sensitive"])
@pytest.mark.parametrize("named", [True, False])
def test_the_scope_of_a_sensitive_list_is_a_real_one(emulator, full, sensitivity, named):
    """It is the object's own, and HubSpot documents none for services."""
    body = {"category": "MISSING_SCOPES", "message": "missing"}
    for object_type, word in {"0-1": "contacts", "0-2": "companies", "0-3": "deals", "2-7": "custom"}.items():
        context = {"requiredScopes": [f"crm.objects.{word}.{sensitivity}.read.v2"]} if named else {}
        emulator.faults.append(
            Fault("status", asks_for(object_type, sensitivity), 403, {**body, "context": context}, times=99)
        )
    emulator.faults.append(Fault("status", asks_for("0-162", sensitivity), 403, body, times=99))
    done = csws(full, "catalog", "pull")
    words = sensitivity.replace("_", " ")
    for word, name in {"companies": "companies", "custom": "licences"}.items():
        scope = f"crm.objects.{word}.{sensitivity}.read"
        assert (
            f"Without the scope `{scope}` csws cannot check whether there are {words} properties of {name}." in done.err
        )
    assert f"So csws cannot check whether there are {words} properties of services." in done.err
    assert "*" not in done.err
    assert "``" not in done.err


def asks_for(object_type, sensitivity):
    path = f"/crm/properties/2026-09/{object_type}?"
    return lambda _m, target, _n: target.startswith(path) and f"dataSensitivity={sensitivity}" in target


PIPELINES = {
    "crm.schemas.deals.read": "pipelines of deals exist",
    "crm.objects.services.read": "pipelines of services exist",
    "crm.schemas.custom.read": "a custom object exists, with its properties and pipelines",
}


@pytest.mark.parametrize("scope", PIPELINES)
def test_doctor_names_pipelines_as_a_cost(emulator, full, scope):
    emulator.account.scopes -= {scope}
    assert f"Without the scope `{scope}` csws cannot check whether {PIPELINES[scope]}." in csws(full, "doctor").out
    assert "pipelines of contacts" not in csws(full, "doctor").out


def test_a_scope_that_csws_does_not_know_is_named_by_hubspot(emulator, full):
    """Should HubSpot want another one some day."""
    body = {"category": "MISSING_SCOPES", "errors": [{"context": {"requiredScopes": ["teams.later.read"]}}]}
    emulator.faults = [Fault("status", lambda _m, path, _n: "/teams" in path, 403, body, times=9)]
    assert "Without the scope `teams.later.read`" in csws(full, "catalog", "pull").err


@pytest.mark.parametrize(
    "body",
    [
        {"category": "MISSING_SCOPES"},
        {"errors": [{"context": {"requiredScopes": ["a.read", "b.read"]}}]},
        {"context": {"requiredScopes": "[a.read, b.read]"}},
        {"category": "MISSING_SCOPES", "errors": "none", "context": 3},
    ],
)
def test_the_bodies_that_are_about_scopes(emulator, project, body):
    emulator.faults = [Fault("status", lambda _m, path, _n: "/teams" in path, 403, body, times=9)]
    assert csws(project, "catalog", "pull").code == 0
    assert "teams" in pulled(project)["unreadable"]
