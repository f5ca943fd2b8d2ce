"""Declared properties: csws creates them over the API before anything needs them, only once, and
never changes them."""

from __future__ import annotations

import re

import pytest

from tests.cli.console import csws, reported
from tests.effort import part
from tests.hubspot.account import prop
from tests.hubspot.conftest import POST, made
from tests.hubspot.emulator import Fault

SENSITIVITIES = ("non_sensitive", "sensitive", "highly_sensitive")


def plan(project):
    return csws(project, "plan", "--format", "json").json["accounts"][0]


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
    done = csws(declared, "apply", "--auto-approve", "--new-account", "--format", "json").json["accounts"][0]
    assert (done["done"], done["waiting"]) == ([1, 2], [3, 4, 5])
    (csm,), (renews,) = made(emulator, "csm"), made(emulator, "renews_on")
    assert (csm["type"], csm["referencedObjectType"], csm["externalOptions"]) == ("enumeration", "OWNER", True)
    assert (renews["type"], renews["label"], renews["groupName"]) == ("date", "Renews on", "companyinformation")
    assert reported(declared, "3-5", "Kim").code == 0
    csws(declared, "catalog", "pull")
    assert csws(declared, "plan", "--detailed-exitcode").code == 0
    assert emulator.asked[POST] == 2


def test_an_existing_property_is_never_changed(declared, emulator):
    emulator.account.properties["0-2"].append(prop("csm", "user", label="Ours"))
    csws(declared, "catalog", "pull")
    assert plan(declared)["steps"][0]["address"] == "properties.companies.renews_on"
    csws(declared, "apply", "--auto-approve", "--new-account")
    assert made(emulator, "csm")[0]["label"] == "Ours"


def test_a_property_that_appeared_meanwhile_is_not_created_again(declared, emulator):
    emulator.account.properties["0-2"].append(prop("csm", "user"))
    done = csws(declared, "apply", "--auto-approve", "--new-account", "--format", "json").json["accounts"][0]
    assert done["done"] == [1, 2]
    assert emulator.asked[POST] == 1


def test_one_of_another_kind_is_an_error(declared, emulator):
    emulator.account.properties["0-2"].append(prop("csm"))
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert done.code == 1
    assert "already has a property `csm`, but it is not a user property" in done.told
    assert len(made(emulator, "csm")) == 1


FAULTS = {
    **{f"status {status}": Fault("status", bool, status) for status in (400, 401, 403, 409, 423, 429, 477, 500, 502, 503, 504, 521)},
    **{kind: Fault(kind, bool) for kind in ("json", "shape", "cut", "lost", "reset")},
}  # fmt: skip


def requests_of_an_apply(declared, emulator):
    """The numbers of its requests: of those that ask the same of one place (a property is looked for
    in six), the first and the last."""
    emulator.log.clear()
    csws(declared, "apply", "--auto-approve", "--new-account")
    (declared / ".csws/store.db").unlink()
    places = [(method, path.partition("?")[0]) for method, path in emulator.log]
    return sorted(
        {at for place in set(places) for at in (places.index(place) + 1, len(places) - places[::-1].index(place))}
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_at_every_request_never_makes_two(declared, emulator, name):
    """Whatever fails, and however often the run is resumed, there is one property at the end, never
    two."""
    model = FAULTS[name]
    for at in part(requests_of_an_apply(declared, emulator), list(FAULTS).index(name)):
        emulator.account.properties["0-2"] = [
            item for item in emulator.account.properties["0-2"] if item["name"] not in ("csm", "renews_on")
        ]
        emulator.log.clear()
        emulator._recent.clear()
        emulator.faults = [
            Fault(model.kind, lambda _m, _p, number, at=at: number == at, model.status, model.body, model.headers)
        ]
        first = csws(declared, "apply", "--auto-approve", "--new-account")
        assert first.code in (1, 6, 7), first.err
        assert "bug" not in first.err
        emulator.faults = []
        assert csws(declared, "apply", "--resume").code == 6 or first.code != 6
        if first.code != 6:
            assert csws(declared, "apply", "--auto-approve", "--new-account").code == 6
        assert [len(made(emulator, name)) for name in ("csm", "renews_on")] == [1, 1], at
        (declared / ".csws/store.db").unlink()


def test_reads_after_writes_lag(declared, emulator):
    """The response is lost and the property is not visible yet: the result is unknown, so csws
    sends nothing again."""
    emulator.lag = 3600.0
    emulator.faults = [Fault("lost", lambda method, *_: method == "POST")]
    done = csws(declared, "apply", "--auto-approve", "--new-account")
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
    assert csws(declared, "apply", "--auto-approve", "--new-account").code == 0


def test_reviewers_and_operators_read_about_it(declared):
    page = csws(declared, "plan", "--format", "html")
    assert page.code == 0
    assert re.search("The property <b>[^<]+</b> <code>companies.csm</code> would be created", page.out)
    assert csws(declared, "apply", "--auto-approve", "--new-account").code == 6
    assert "**Renews on** (renews\\_on)" in (declared / ".csws/runbooks/acme.md").read_text()


PLACES = [(archived, sensitivity) for archived in (False, True) for sensitivity in SENSITIVITIES]
KINDS = {"user": True, "users": True, "enum": False, "string": False, "date": False, "almost": False}


@pytest.mark.parametrize(("archived", "sensitivity"), PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_has_the_name_is_found_and_left_alone(declared, emulator, kind, archived, sensitivity):
    """The committed catalogue is older than the property. It is used if it is a live user property,
    and never changed."""
    made_by = {"almost": {"type": "enumeration", "externalOptions": True}}.get(kind, {})
    there = prop("csm", kind, label="Ours", archived=archived, dataSensitivity=sensitivity, **made_by)
    emulator.account.properties["0-2"].append(there)
    before = dict(there)
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert made(emulator, "csm") == [before]
    assert emulator.asked[POST] == (1 if KINDS[kind] and not archived else 0)
    if KINDS[kind] and not archived:
        assert done.code == 6
        return
    assert done.code == 1
    assert ("archived property `csm`" if archived else "but it is not a user property") in done.told
    assert ("Restore it in HubSpot" if archived else "Choose another name") in done.out
    if sensitivity != "non_sensitive":
        assert sensitivity.replace("_", " ") in done.out
    there.update(
        archived=False, **{key: prop("csm", "user")[key] for key in ("type", "externalOptions", "referencedObjectType")}
    )
    assert csws(declared, "apply", "--auto-approve", "--new-account").code == 6


def test_a_property_that_the_token_cannot_see_is_named_by_the_conflict(declared, emulator):
    """Without a scope for sensitive properties only the 409 tells."""
    emulator.account.properties["0-2"].append(prop("csm", "user", dataSensitivity="sensitive"))
    body = {"category": "MISSING_SCOPES", "message": "missing"}
    emulator.faults = [Fault("status", lambda _m, path, _n: "dataSensitivity=sensitive" in path, 403, body, times=99)]
    for words in (("--auto-approve", "--new-account"), ("--resume",)):
        done = csws(declared, "apply", *words)
        assert done.code == 6
        assert "a property `csm` of companies that the token cannot see" in done.out
        assert "choose another name" in done.out
    assert len(made(emulator, "csm")) == 1


def test_a_group_is_checked_before_anything_is_sent(declared, emulator):
    file = declared / "csws.yaml"
    file.write_text(file.read_text().replace("group: companyinformation", "group: companyinformatoin"))
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert done.code == 6
    assert "has no property group `companyinformatoin`" in done.out
    assert "Did you mean `companyinformation`?" in done.out
    assert emulator.asked[POST] == 0


def test_where_groups_cannot_be_read_hubspot_judges(declared, emulator):
    emulator.account.groups = ("other",)
    emulator.faults = [Fault("status", lambda _m, path, _n: path.endswith("/groups"), 404, times=99)]
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert done.code == 6
    assert "Group companyinformation does not exist" in done.out
    assert "Check the label and the group" in done.out


@pytest.mark.parametrize("status", [200, 201])
def test_it_is_read_back_after_the_answer(declared, emulator, status):
    """An answer alone proves nothing: here nothing was created."""
    emulator.faults = [Fault("status", lambda method, *_: method == "POST", status, {"name": "csm"})]
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert done.code == 6
    assert "It is not known whether the property `csm` was created" in done.out
    assert made(emulator, "csm") == []
    assert csws(declared, "apply", "--resume").code == 6
    assert len(made(emulator, "csm")) == 1


WAITED = {
    "429 rolling": (429, {"policyName": "TEN_SECONDLY_ROLLING"}, {}, 10.0),
    "429 secondly": (429, {"policyName": "SECONDLY"}, {}, 1.0),
    "429 with Retry-After": (429, {}, {"Retry-After": "3"}, 3.0),
    "423": (423, {}, {}, 2.0),
    "477": (477, {}, {"Retry-After": "7"}, 7.0),
}


@pytest.mark.parametrize("name", WAITED)
def test_what_was_surely_not_carried_out_is_sent_again(declared, emulator, waits, name):
    status, body, headers, seconds = WAITED[name]
    emulator.faults = [Fault("status", lambda method, *_: method == "POST", status, body, headers)]
    waits.clear()
    done = csws(declared, "apply", "--auto-approve", "--new-account", "--format", "json").json["accounts"][0]
    assert (done["done"], waits) == ([1, 2], [seconds])
    assert [len(made(emulator, one)) for one in ("csm", "renews_on")] == [1, 1]


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (429, {"policyName": "DAILY"}, "daily request limit is used up"),
        (429, {"policyName": "SECONDLY"}, "limit of requests per second is still reached"),
        (400, {"message": "no", "errors": [{"message": "Too many owner properties"}]}, "Too many owner properties"),
        (403, {"category": "MISSING_SCOPES"}, "lacks permission to create property `csm`"),
        (403, {"category": "USER_DOES_NOT_HAVE_PERMISSIONS"}, "refuses to let the token create property `csm`"),
        (403, b"<html>no</html>", "Something between here and HubSpot refused the request for property `csm`"),
        (302, b"", "was redirected"),
        (404, {}, "HubSpot cannot find property `csm`"),
        (409, {"category": "CONFLICT", "message": "The label is taken"}, "HubSpot says: The label is taken"),
        (409, {"category": "OBJECT_ALREADY_EXISTS", "subCategory": "Properties.LABEL_EXISTS"}, "HubSpot answered 409"),
        (409, b"", "HubSpot answered 409 for property `csm`"),
        (418, {}, "HubSpot answered 418 for property `csm`"),
    ],
)
def test_a_refusal_says_that_it_was_not_created_and_why(declared, emulator, status, body, says):
    emulator.faults = [Fault("status", lambda method, *_: method == "POST", status, body, times=99)]
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert (done.code, says in done.told) == (6, True), done.out
    assert "The property `csm` was not created." in done.told
    emulator.faults = []
    assert csws(declared, "apply", "--resume").code == 6
    assert len(made(emulator, "csm")) == 1
