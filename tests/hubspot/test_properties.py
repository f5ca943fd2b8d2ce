"""Declared properties: csws creates them over the API before anything needs them, only once, and
never changes them."""

from __future__ import annotations

import pytest

from tests.cli.console import csws
from tests.hubspot.account import prop
from tests.hubspot.emulator import Fault

DECLARED = """\
properties:
  companies:
    csm: {label: Customer success manager, kind: user, group: companyinformation}
    renews_on: {label: Renews on, kind: date, group: companyinformation}
"""
POST = ("POST", "/crm/properties/2026-09/0-2")


@pytest.fixture
def declared(emulator, project, waits):
    assert csws(project, "catalog", "pull").code == 0
    file = project / "csws.yaml"
    text = file.read_text().replace("renewal_date_property: renewal_date", "renewal_date_property: renews_on")
    file.write_text(text + DECLARED)
    return project


def plan(project):
    return csws(project, "plan", "--format", "json").json["accounts"][0]


def made(emulator, name):
    return [item for item in emulator.account.properties["0-2"] if item["name"] == name]


def test_a_declared_property_can_be_chosen_and_is_made_first(declared):
    assert csws(declared, "validate").code == 0
    found = plan(declared)
    assert [step["address"] for step in found["steps"][:3]] == [
        "properties.companies.csm",
        "properties.companies.renews_on",
        "objects",
    ]
    assert [step["id"] for step in found["steps"]] == [1, 2, 3, 4, 5]
    assert found["summary"]["create"] == 3
    out = declared / "p.plan"
    csws(declared, "plan", "--out", str(out))
    assert csws(declared, "show", str(out), "--verify").code == 0


def test_it_is_created_once_and_the_rest_waits_for_a_person(declared, emulator):
    done = csws(declared, "apply", "--auto-approve", "--format", "json").json["accounts"][0]
    assert (done["done"], done["waiting"]) == ([1, 2], [3, 4, 5])
    (csm,), (renews,) = made(emulator, "csm"), made(emulator, "renews_on")
    assert (csm["type"], csm["referencedObjectType"], csm["externalOptions"]) == ("enumeration", "OWNER", True)
    assert (renews["type"], renews["label"], renews["groupName"]) == ("date", "Renews on", "companyinformation")
    assert csws(declared, "apply", "--resume", "--done", "3-5", "--by", "Kim").code == 0
    csws(declared, "catalog", "pull")
    assert csws(declared, "plan", "--detailed-exitcode").code == 0
    assert emulator.asked[POST] == 2


def test_an_existing_property_is_never_changed(declared, emulator):
    emulator.account.properties["0-2"].append(prop("csm", "user", label="Ours"))
    csws(declared, "catalog", "pull")
    assert plan(declared)["steps"][0]["address"] == "properties.companies.renews_on"
    csws(declared, "apply", "--auto-approve")
    assert made(emulator, "csm")[0]["label"] == "Ours"


def test_a_property_that_appeared_meanwhile_is_not_created_again(declared, emulator):
    emulator.account.properties["0-2"].append(prop("csm", "user"))
    done = csws(declared, "apply", "--auto-approve", "--format", "json").json["accounts"][0]
    assert done["done"] == [1, 2]
    assert emulator.asked[POST] == 1


def test_one_of_another_kind_is_an_error(declared, emulator):
    emulator.account.properties["0-2"].append(prop("csm"))
    done = csws(declared, "apply", "--auto-approve")
    assert done.code == 1
    assert "already has a property `csm`, but it is not a user property" in done.out
    assert len(made(emulator, "csm")) == 1


FAULTS = {
    **{f"status {status}": Fault("status", bool, status) for status in (400, 401, 403, 409, 423, 429, 477, 500, 502, 503, 504, 521)},
    **{kind: Fault(kind, bool) for kind in ("json", "shape", "cut", "lost", "reset")},
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_at_every_request_never_makes_two(declared, emulator, name):
    """Whatever fails, and however often the run is resumed, there is one property at the end, never
    two."""
    model = FAULTS[name]
    for at in range(1, 7):
        emulator.account.properties["0-2"] = [
            item for item in emulator.account.properties["0-2"] if item["name"] not in ("csm", "renews_on")
        ]
        emulator.log.clear()
        emulator.faults = [
            Fault(model.kind, lambda _m, _p, number, at=at: number == at, model.status, model.body, model.headers)
        ]
        first = csws(declared, "apply", "--auto-approve")
        assert first.code in (1, 6, 7), first.err
        assert "bug" not in first.err
        emulator.faults = []
        assert csws(declared, "apply", "--resume").code == 6 or first.code != 6
        if first.code != 6:
            assert csws(declared, "apply", "--auto-approve").code == 6
        assert [len(made(emulator, name)) for name in ("csm", "renews_on")] == [1, 1], at
        (declared / ".csws/store.db").unlink()


def test_reads_after_writes_lag(declared, emulator):
    """The response is lost and the property is not visible yet: the result is unknown, so csws
    sends nothing again."""
    emulator.lag = 3600.0
    emulator.faults = [Fault("lost", lambda method, *_: method == "POST")]
    done = csws(declared, "apply", "--auto-approve")
    assert done.code == 6
    assert "HubSpot does not show it yet" in done.out
    emulator.lag = 0.0
    assert csws(declared, "apply", "--resume").code == 6  # looks first: it exists; now the manual step
    assert emulator.asked[POST] == 2
    assert len(made(emulator, "csm")) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("properties: {companies: {x: {label: X, kind: text, group: g}}}", "CSW104"),
        ("properties: {companies: {x: {label: X, kind: date}}}", "CSW103"),
        ("properties: {companies: {X Y: {label: X, kind: date, group: g}}}", "CSW104"),
        ("properties: {nothing: {x: {label: X, kind: date, group: g}}}", "CSW204"),
        ("properties: {companies: {notes: {label: X, kind: user, group: g}}}", None),
    ],
)
def test_what_may_be_declared(emulator, project, text, code):
    csws(project, "catalog", "pull")
    file = project / "csws.yaml"
    file.write_text(file.read_text() + text + "\n")
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    assert [item["code"] for item in found if item["severity"] == "error"] == ([code] if code else [])


def test_another_target_assumes_that_it_exists(emulator, declared):
    file = declared / "csws.yaml"
    file.write_text(file.read_text().replace("hubspot:4242", "sqlite:.csws/a.db"))
    assert all(not step["address"].startswith("properties.") for step in plan(declared)["steps"])
    assert csws(declared, "apply", "--auto-approve").code == 0


def test_reviewers_and_operators_read_about_it(declared):
    page = csws(declared, "plan", "--format", "html")
    assert page.code == 0
    assert "The property <b>companies.csm</b> will be created through the API." in page.out
    assert csws(declared, "apply", "--auto-approve").code == 6
    assert "**Renews on** (renews\\_on)" in (declared / ".csws/runbooks/acme.md").read_text()
