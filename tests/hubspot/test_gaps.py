"""What stays in the catalogue where HubSpot does not answer everything: what the gap may hide, and
nothing that HubSpot showed to be gone."""

from __future__ import annotations

import json

import pytest

from csws.schema import is_valid
from tests.cli.console import csws
from tests.hubspot.account import prop
from tests.hubspot.emulator import Fault

KINDS = ("non_sensitive", "sensitive", "highly_sensitive")
LISTS = [(kind, archived) for kind in KINDS for archived in (True, False)]
REFUSALS = {
    "scope": (403, {"category": "MISSING_SCOPES", "message": "missing"}),
    "400": (400, {"message": "Sensitive data is not enabled."}),
    "404": (404, {"message": "Unable to infer object type"}),
}


def pulled(project):
    return json.loads((project / "catalogs/acme.json").read_text())


def companies(project):
    found = pulled(project)["objects"]["companies"]
    return {*found["properties"], *found["other_properties"]}


def name_of(kind, archived, sort):
    return f"{sort}_{kind}_{'archived' if archived else 'live'}"


@pytest.fixture
def full(emulator, project):
    """A user property and a text property in each of the lists of companies."""
    for kind, archived in LISTS:
        emulator.account.properties["0-2"] += [
            prop(name_of(kind, archived, sort), sort, archived=archived, dataSensitivity=kind)
            for sort in ("user", "string")
        ]
    assert csws(project, "catalog", "pull").code == 0
    return project


def refuse(emulator, kind, archived, status, body):
    asked = f"/0-2?archived={str(archived).lower()}&dataSensitivity={kind}"
    emulator.faults.append(Fault("status", lambda _m, path, _n: path.endswith(asked), status, body, times=999))


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize(("kind", "archived"), LISTS)
def test_what_was_deleted_goes_and_what_the_gap_may_hide_stays(emulator, full, kind, archived, refusal):
    """One list is refused, and everything that was added is deleted in HubSpot."""
    before = companies(full)
    account = emulator.account.properties
    account["0-2"] = [item for item in account["0-2"] if not item["name"].startswith(("user_", "string_"))]
    refuse(emulator, kind, archived, *REFUSALS[refusal])
    for _ in range(2):  # what stays also stays the next time
        done = csws(full, "catalog", "pull")
        assert done.code == 0, done.err
        gone = before - companies(full)
        stayed = {(k, a, s) for k, a in LISTS for s in ("user", "string") if name_of(k, a, s) not in gone}
        # The scope is one for both lists of a kind, and the other kinds follow the first.
        hidden = {(kind, archived)} if refusal != "scope" else expected_without_scope(kind, archived)
        for k, a, s in stayed:
            # Of other properties the catalogue does not say whether they are archived.
            assert (k, a) in hidden or (s == "string" and (k, not a) in hidden), (k, a, s)
        assert {(k, a) for k, a, _ in stayed} >= hidden
        assert "The catalogue keeps what it had before" in done.err
    emulator.faults.clear()
    assert csws(full, "catalog", "pull").err == ""
    assert not any(name.startswith(("user_", "string_")) for name in companies(full))


def expected_without_scope(kind, archived):
    """After a refused list csws asks for no other list that the scope is for."""
    of_kind = [kind] if kind != KINDS[0] else KINDS if archived else [kind]
    return {(k, a) for k in of_kind for a in (True, False) if archived or not a}


@pytest.mark.parametrize("sensitivity", KINDS[1:])
def test_a_pull_that_never_sees_sensitive_properties_still_sees_deletions(emulator, project, sensitivity):
    """As with a token that has no scope for them, pull after pull."""
    for archived in (True, False):
        refuse(emulator, sensitivity, archived, 403, REFUSALS["scope"][1])
    csws(project, "catalog", "pull")
    assert {"renewal_date", "notes"} <= companies(project)
    account = emulator.account.properties
    account["0-2"] = [item for item in account["0-2"] if item["name"] not in ("renewal_date", "notes")]
    done = csws(project, "catalog", "pull")
    assert not {"renewal_date", "notes"} & companies(project)
    assert "keeps what it had" not in done.err


def test_a_catalogue_that_does_not_say_what_is_sensitive_loses_nothing(emulator, full):
    """One that a person or an older csws wrote."""
    file = full / "catalogs/acme.json"
    document = json.loads(file.read_text())
    for item in document["objects"].values():
        del item["sensitive_properties"]
    file.write_text(json.dumps(document))
    for archived in (True, False):
        refuse(emulator, "sensitive", archived, *REFUSALS["scope"])
    before = companies(full)
    for _ in range(2):
        csws(full, "catalog", "pull")
        assert companies(full) == before
    assert pulled(full)["objects"]["companies"]["sensitive_properties"]["secret_date"] is None
    assert "No difference" in csws(full, "catalog", "diff").out


@pytest.mark.parametrize("unusable", [{"label": "User Non Sensitive Live"}, {}, None, "x", {"label": "Other"}])
def test_an_item_without_a_name_hides_what_it_may_be(emulator, full, unusable):
    account = emulator.account.properties
    name = name_of("non_sensitive", False, "user")
    gone = name_of("non_sensitive", True, "user")
    account["0-2"] = [item for item in account["0-2"] if item["name"] not in (name, gone)]
    ordinary = type(emulator).get_properties

    def with_it(self, groups, query, body):
        status, data = ordinary(self, groups, query, body)
        if groups[0] == "0-2" and query == {"archived": "false", "dataSensitivity": "non_sensitive"}:
            data["results"].append(unusable)
        return status, data

    emulator.answers["get_properties"] = with_it
    csws(full, "catalog", "pull")
    assert (name in companies(full)) is (unusable != {"label": "Other"})
    assert gone not in companies(full)
    assert "1 item has no name or id" in csws(full, "catalog", "diff").err


TEAMS = {
    "its name": ({"name": "APAC CSM"}, ["1", "2"]),
    "nothing": ({}, ["1", "2", "3"]),
    "another name": ({"name": "LATAM"}, ["1"]),
}


@pytest.mark.parametrize("name", TEAMS)
def test_a_team_that_was_deleted_goes(emulator, project, name):
    """The team of which HubSpot gives no id may be the one that it names."""
    item, kept = TEAMS[name]
    emulator.account.teams.append({"id": "3", "name": "Old", "userIds": []})
    csws(project, "catalog", "pull")
    del emulator.account.teams[1:]
    emulator.account.teams.append(item)
    done = csws(project, "catalog", "pull")
    assert [team["id"] for team in pulled(project)["teams"]] == kept
    assert "HubSpot's list of teams is incomplete: 1 item has no name or id." in done.err


def test_nobody_is_counted_as_somebody_else(emulator, project):
    """The members of a team that stays are numbered together with the others."""
    csws(project, "catalog", "pull", "--people", "none")
    del emulator.account.teams[1:]
    emulator.account.teams.append({"name": "APAC CSM"})
    csws(project, "catalog", "pull", "--people", "none")
    first, second = pulled(project)["teams"]
    assert not {*first["primary_members"], *first["extra_members"]} & {*second["primary_members"]}


def test_no_team_is_in_one_that_is_gone(emulator, project):
    """Also where HubSpot does not say any longer which are nested."""
    emulator.account.teams.append({"id": "3", "name": "World", "userIds": []})
    emulator.account.parents = {"1": "3", "2": "1"}
    csws(project, "catalog", "pull")
    assert [team.get("parent") for team in pulled(project)["teams"]] == ["3", "1", None]
    del emulator.account.teams[2]
    emulator.account.parents = None
    csws(project, "catalog", "pull")
    assert [team.get("parent") for team in pulled(project)["teams"]] == [None, "1"]


def test_what_may_be_sensitive_is_not_called_absent_on_a_sheet(emulator, project):
    for archived in (True, False):
        refuse(emulator, "sensitive", archived, *REFUSALS["scope"])
    csws(project, "catalog", "pull")
    done = csws(project, "observe", "--set", "workspace.primary.customers.csm_property=private_csm")
    assert done.code == 0, done.out + done.err


def test_a_person_who_was_deleted_goes(emulator, project):
    csws(project, "catalog", "pull", "--people", "emails")
    users = [emulator.account.users[0], {"email": "eve@acme.example"}]
    emulator.answers["get_users"] = lambda *_: (200, {"results": users})
    csws(project, "catalog", "pull", "--people", "emails")
    assert [item["id"] for item in pulled(project)["people"]] == ["100", "101"]


def test_a_pipeline_that_was_deleted_or_archived_goes(emulator, project):
    emulator.account.pipelines["0-162"] += [{"id": "11", "label": "Other"}, {"id": "12", "label": "Lost"}]
    csws(project, "catalog", "pull")
    emulator.account.pipelines["0-162"] = [{"id": "9", "label": "Onboarding", "archived": True}, {"label": "Lost"}]
    csws(project, "catalog", "pull")
    assert pulled(project)["objects"]["services"]["pipelines"] == [{"id": "12", "label": "Lost"}]


def test_a_custom_object_that_was_deleted_or_archived_goes(emulator, project):
    for number, name in enumerate(("kept", "gone", "archived"), 1):
        emulator.account.add_custom(name, number, [prop("owner", "user")])
    csws(project, "catalog", "pull")
    schemas = emulator.account.custom
    schemas[:] = [{"objectTypeId": "2-1"}, {**schemas[2], "archived": True}]
    csws(project, "catalog", "pull")
    found = pulled(project)["objects"]
    assert [name for name, item in found.items() if item["custom"]] == ["kept"]
    assert list(found["kept"]["properties"]) == ["owner"]


BROKEN = {
    "500": Fault("status", bool, 500, {"message": "internal error"}),
    "another shape": Fault("shape", bool),
    "cut off": Fault("cut", bool),
    "no JSON": Fault("json", bool),
}


def breaks(emulator, path, name):
    model = BROKEN[name]
    emulator.faults = [
        Fault(model.kind, lambda _m, target, _n: target.startswith(path), model.status, model.body, times=9999)
    ]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("place", ["properties", "pipelines"])
@pytest.mark.parametrize("known", [True, False])
def test_an_unused_object_that_breaks_costs_itself(emulator, project, waits, name, place, known):
    emulator.account.add_custom("licences", 7, [prop("owner", "user")], [{"id": "5", "label": "Line"}])
    if known:
        csws(project, "catalog", "pull")
    before = pulled(project)["objects"]["licences"] if known else None
    emulator.account.teams[1]["name"] = "Asia"
    breaks(emulator, f"/crm/{place}/2026-09/2-7", name)
    done = csws(project, "catalog", "pull")
    assert done.code == 0, done.err
    after = pulled(project)
    assert is_valid("catalog", after) is None
    assert after["teams"][1]["name"] == "Asia"
    assert after["unreadable"] == ["pipelines of licences", "properties of licences"]
    assert "So csws cannot check whether properties of licences exist and have the right type." in done.err
    assert ("keeps what it had before: pipelines of licences, properties of licences." in done.err) is known
    assert after["objects"]["licences"] == before or not known
    assert csws(project, "validate").code == 0


USES = {
    "customers": ("customers: companies", "customers: licences"),
    "revenue": ("revenue: [deals]", "revenue: [deals, licences]"),
    "properties": ("workspaces:", "properties: {licences: {csm: {label: C, kind: user, group: info}}}\nworkspaces:"),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("name", BROKEN)
def test_a_used_object_that_breaks_leaves_the_file_as_it_was(emulator, project, waits, name, use):
    emulator.account.add_custom("licences", 7, [prop("owner", "user")], [{"id": "5", "label": "Line"}])
    csws(project, "catalog", "pull")
    before = (project / "catalogs/acme.json").read_bytes()
    file = project / "csws.yaml"
    file.write_text(file.read_text().replace(*USES[use]))
    breaks(emulator, "/crm/properties/2026-09/2-7", name)
    done = csws(project, "catalog", "pull")
    assert (done.code, "the properties of 2-7" in done.err) == (1, True), done.err
    assert (project / "catalogs/acme.json").read_bytes() == before


def test_a_new_object_of_an_old_name_inherits_nothing(emulator, project):
    emulator.account.add_custom("licences", 7, [prop("owner", "user")], [{"id": "5", "label": "Line"}])
    csws(project, "catalog", "pull")
    emulator.account.custom.clear()
    emulator.account.add_custom("licences", 8, [prop("other", "user")])
    breaks(emulator, "/crm/properties/2026-09/2-8", "another shape")
    csws(project, "catalog", "pull")
    found = pulled(project)["objects"]["licences"]
    assert (found["type_id"], found["properties"], found["pipelines"]) == ("2-8", {}, [])


@pytest.mark.parametrize("known", [True, False])
def test_two_custom_objects_of_one_name_are_told(emulator, project, known):
    """Neither is taken for the other; the one that the committed catalogue has stays as it was."""
    if known:
        emulator.account.add_custom("licences", 7, [prop("owner", "user")], [{"id": "5", "label": "Line"}])
        csws(project, "catalog", "pull")
        before = pulled(project)["objects"]
        emulator.account.custom.clear()
    for number in (9, 7):
        emulator.account.add_custom("licences", number, [prop(f"of_{number}", "user")])
    done = csws(project, "catalog", "pull")
    assert done.code == 0
    assert "The account has 2 custom objects called `licences` (2-7, 2-9)" in done.err
    assert "custom objects" in pulled(project)["unreadable"]
    if known:
        assert pulled(project)["objects"] == before
    else:
        assert "licences" not in pulled(project)["objects"]
    file = project / "csws.yaml"
    file.write_text(file.read_text().replace("revenue: [deals]", "revenue: [deals, licences]"))
    messages = [item["message"] for item in csws(project, "validate", "--format", "json").json["diagnostics"]]
    assert not any("has no object" in message for message in messages)


def test_a_property_is_created_on_neither_of_two_objects_of_one_name(emulator, project):
    emulator.account.add_custom("licences", 7, [prop("owner", "user")])
    csws(project, "catalog", "pull")
    emulator.account.add_custom("licences", 9, [])
    file = project / "csws.yaml"
    file.write_text(file.read_text() + "properties: {licences: {csm: {label: C, kind: user, group: info}}}\n")
    done = csws(project, "apply", "--auto-approve", "--new-account")
    assert "The account has 2 custom objects called `licences` (2-7, 2-9)" in done.told
    assert not any(method == "POST" for method, _ in emulator.log)
