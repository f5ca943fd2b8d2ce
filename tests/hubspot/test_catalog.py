"""`catalog pull`: all or nothing, the same bytes for the same account, and never a token in any
text."""

from __future__ import annotations

import json
import ssl

import pytest
import trustme

from csws.hubspot.budget import Budget
from csws.schema import is_valid
from tests.cli.console import csws
from tests.effort import part
from tests.hubspot.account import Account, large, prop
from tests.hubspot.emulator import Emulator, Fault

SECRET = Account().token


def pulled(project):
    return json.loads((project / "catalogs/acme.json").read_text())


def test_what_is_pulled(wired, emulator, project):
    emulator.account.add_custom(
        "licences", 7, [prop("owner", "user"), prop("end", "date")], [{"id": "5", "label": "Line"}]
    )
    done = csws(project, "catalog", "pull")
    assert (done.code, done.err) == (0, "")
    found = pulled(project)
    assert is_valid("catalog", found) is None
    assert found["account"] == {"id": "4242", "name": "acme", "ui_domain": "app-eu1.hubspot.com"}
    assert list(found["objects"]) == ["companies", "contacts", "deals", "licences", "services"]
    companies = found["objects"]["companies"]
    assert list(companies["properties"]) == ["hubspot_owner_id", "old_date", "renewal_date", "secret_date"]
    assert companies["properties"]["hubspot_owner_id"]["references"] == "user"
    assert companies["properties"]["old_date"]["archived"] is True
    assert companies["other_properties"] == ["notes", "stage"]
    assert found["objects"]["services"]["pipelines"] == [{"id": "9", "label": "Onboarding"}]
    assert found["objects"]["licences"]["custom"] is True
    assert found["teams"][0] == {
        "id": "1",
        "name": "EMEA CSM",
        "primary_members": ["100", "101"],
        "extra_members": ["102"],
    }
    assert csws(project, "validate").code == 0


def test_the_same_account_gives_the_same_file(emulator, project):
    csws(project, "catalog", "pull")
    first = pulled(project)
    for items in (emulator.account.users, emulator.account.teams, *emulator.account.properties.values()):
        items.reverse()
    assert csws(project, "catalog", "pull").out == "acme: wrote catalogs/acme.json; nothing changed.\n"
    assert {**pulled(project), "pulled_at": None} == {**first, "pulled_at": None}
    assert list(pulled(project)["objects"]["companies"]["properties"]) == list(
        first["objects"]["companies"]["properties"]
    )


@pytest.mark.parametrize(
    ("detail", "people", "members"),
    [
        ("none", ["Ops@acme.example"], ["person-1", "person-2"]),
        ("ids", ["Ops@acme.example", None, None], ["100", "101"]),
        ("emails", ["Ops@acme.example", "eve@acme.example", "ann@acme.example"], ["100", "101"]),
    ],
)
def test_how_much_personal_data_is_stored(emulator, project, detail, people, members):
    csws(project, "catalog", "pull", "--people", detail)
    assert [person.get("email") for person in pulled(project)["people"]] == people
    assert pulled(project)["teams"][0]["primary_members"] == members
    assert pulled(project)["people"][0]["seats"] == ["service"]
    assert pulled(project)["people"][0]["permissions"] is None


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ("crm.schemas.custom.read", "whether a custom object exists"),
        ("crm.schemas.companies.read", "whether properties of companies exist"),
        ("crm.objects.services.read", "whether pipelines of services exist"),
        ("crm.objects.services.read", "whether the Services object is activated"),
        ("crm.objects.owners.read", "which people are deactivated"),
        ("settings.users.read", "has a Service seat"),
        ("settings.users.teams.read", "whether teams exist"),
    ],
)
def test_a_missing_scope_is_named_and_the_pull_continues(emulator, project, scope, says):
    emulator.account.scopes -= {scope}
    done = csws(project, "catalog", "pull")
    assert done.code == 0
    assert f"Without the scope `{scope}`" in done.err
    assert says in done.err
    assert is_valid("catalog", pulled(project)) is None
    assert pulled(project)["unreadable"]


def test_without_enterprise_there_are_no_custom_objects(emulator, project):
    emulator.account.enterprise = False
    assert csws(project, "catalog", "pull").code == 0


FAULTS = {
    **{f"status {status}": Fault("status", bool, status, headers={"Retry-After": "3"} if status == 477 else {}) for status in (423, 477, 500, 502, 503, 504, 521, 526)},
    "429 secondly": Fault("status", bool, 429, {"policyName": "SECONDLY"}),
    "429 rolling": Fault("status", bool, 429, {"policyName": "TEN_SECONDLY_ROLLING"}),
    "429 without a word": Fault("status", bool, 429),
    "429 daily": Fault("status", bool, 429, {"policyName": "DAILY"}),
    "401": Fault("status", bool, 401),
    "json": Fault("json", bool),
    "shape": Fault("shape", bool),
    "cut": Fault("cut", bool),
    "lost": Fault("lost", bool),
    "reset": Fault("reset", bool),
}  # fmt: skip
FATAL = {"429 daily": 1, "401": 7, "shape": 1}
UNUSED = "/crm/properties/2026-09/0-1?"  # no setting needs contacts
# A beta that the account may lack: its failures cost nothing.
OPTIONAL = "/settings/teams/2026-09-beta"


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_at_every_request_of_a_pull(emulator, project, waits, name):
    """Either the catalogue is complete, or the file is unchanged and the failure is clear."""
    csws(project, "catalog", "pull")
    whole, count = {**pulled(project), "pulled_at": None}, len(emulator.log)
    model = FAULTS[name]
    for at in part(range(1, count + 1), list(FAULTS).index(name)):
        (project / "catalogs/acme.json").unlink(missing_ok=True)
        emulator.log.clear()
        emulator._recent.clear()
        emulator.faults = [
            Fault(model.kind, lambda _m, _p, number, at=at: number == at, model.status, model.body, model.headers)
        ]
        done = csws(project, "catalog", "pull")
        if done.code == 0:
            if name == "shape" and UNUSED in emulator.log[at - 1][1]:
                assert "So csws cannot check whether properties of contacts exist" in done.err
                continue
            assert {**pulled(project), "pulled_at": None} == whole, at
            assert name not in FATAL or OPTIONAL in emulator.log[at - 1][1]
        else:
            assert not (project / "catalogs/acme.json").exists()
            assert done.code == FATAL[name], (at, done.err)
        assert SECRET not in done.out + done.err
        assert "Traceback" not in done.err


def test_a_lasting_failure_ends_the_retries(wired, emulator, project, waits):
    emulator.faults = [Fault("status", lambda *_: True, 503, times=1000)]
    done = csws(project, "catalog", "pull")
    assert (done.code, len(emulator.log)) == (1, 6)
    assert "HubSpot answered 503 for the account" in done.err


@pytest.mark.parametrize(
    ("status", "body", "headers", "waited"),
    [
        (429, {"policyName": "SECONDLY"}, {}, 1.0),
        (429, {"policyName": "TEN_SECONDLY_ROLLING"}, {}, 10.0),
        (423, {}, {}, 2.0),
        (477, {}, {"Retry-After": "7"}, 7.0),
        (477, {}, {"Retry-After": "soon"}, 10.0),
    ],
)
def test_how_long_csws_waits(emulator, project, waits, status, body, headers, waited):
    emulator.faults = [Fault("status", lambda *_: True, status, body, headers)]
    assert csws(project, "catalog", "pull").code == 0
    assert waits[0] == waited


def test_the_daily_limit_fails_at_once_and_says_when_it_ends(emulator, project, waits):
    emulator.faults = [Fault("status", lambda *_: True, 429, {"policyName": "DAILY", "message": "daily"})]
    done = csws(project, "catalog", "pull")
    assert (done.code, waits, len(emulator.log)) == (1, [], 1)
    assert "The limit is reset at midnight in the account's time zone" in done.err


def test_a_response_that_arrives_too_slowly_fails(emulator, project, waits, monkeypatch):
    monkeypatch.setattr("csws.hubspot.transport.WHOLE_ANSWER", 0.3)
    emulator.faults = [Fault("slow", lambda *_: True)]
    assert csws(project, "catalog", "pull").code == 0


def test_a_token_of_another_portal_is_refused(emulator, project):
    emulator.account.portal = 1
    done = csws(project, "catalog", "pull")
    assert done.code == 7
    assert "portal 1, but the account is 4242" in done.err
    assert not (project / "catalogs").exists()


def test_a_token_is_needed(emulator, project, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    done = csws(project, "catalog", "pull")
    assert done.code == 7
    assert "CSWS_HUBSPOT_TOKEN_ACME" in done.err
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN_ACME", emulator.account.token)
    assert csws(project, "catalog", "pull").code == 0


def test_a_token_is_never_sent_unencrypted(project, monkeypatch):
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN", SECRET)
    monkeypatch.setenv("CSWS_HUBSPOT_API", "http://api.example.com")
    done = csws(project, "catalog", "pull")
    assert done.code == 1
    assert "must begin with https://" in done.err


def test_an_echoed_token_is_hidden(emulator, project):
    emulator.faults = [
        Fault("status", lambda *_: True, 400, {"message": f"bad header Bearer {SECRET}", "correlationId": SECRET})
    ]
    done = csws(project, "catalog", "pull")
    assert done.code == 1
    assert "***" in done.err
    assert SECRET not in done.err


def test_no_answer_is_a_clear_failure(project, waits, monkeypatch):
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN", SECRET)
    monkeypatch.setenv("CSWS_HUBSPOT_API", "http://127.0.0.1:9")
    done = csws(project, "catalog", "pull")
    assert done.code == 1
    assert "Cannot reach HubSpot" in done.err


def test_a_certificate_of_ones_own(project, monkeypatch, tmp_path, waits):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    emulator = Emulator(Account(), certificate=context)
    monkeypatch.setenv("CSWS_HUBSPOT_API", emulator.url)
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN", SECRET)
    assert csws(project, "catalog", "pull").code == 1
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert csws(project, "catalog", "pull").code == 0
    emulator.close()


def test_a_proxy_is_used(emulator, project, monkeypatch, waits):
    """A proxy for http receives the full address; the emulator, used as a proxy, has no such
    path."""
    monkeypatch.setenv("HTTP_PROXY", emulator.url)
    monkeypatch.setenv("CSWS_HUBSPOT_API", "http://127.0.0.1:9")
    csws(project, "catalog", "pull")
    assert emulator.log[0][1].startswith("http://127.0.0.1:9/account-info/")


def test_a_large_account_within_the_limit(project, monkeypatch):
    emulator = Emulator(large(), limit=190)
    monkeypatch.setenv("CSWS_HUBSPOT_API", emulator.url)
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN", SECRET)
    assert csws(project, "catalog", "pull").code == 0
    found = pulled(project)
    assert (len(found["objects"]), len(found["teams"]), len(found["people"])) == (44, 300, 5000)
    assert len(found["objects"]["object00"]["other_properties"]) == 1998
    assert emulator.rejected == 0
    # account, activated objects, schemas; six lists of properties for each object; pipelines of all
    # but two; archived owners; teams, and which are nested; pages of people
    assert len(emulator.log) == 1 + 1 + 1 + 44 * 6 + 42 + 1 + 2 + 50
    emulator.close()


def test_a_budget_spreads_requests():
    now = [0.0]
    budget = Budget(3, 10.0, clock=lambda: now[0], sleep=lambda seconds: now.__setitem__(0, now[0] + seconds))
    times = []
    for _ in range(7):
        budget.spend()
        times.append(now[0])
    assert times == [0, 0, 0, 10, 10, 10, 20]


def test_diff_says_what_changed_and_what_breaks(emulator, project):
    csws(project, "catalog", "pull")
    assert csws(project, "catalog", "diff", "--detailed-exitcode").code == 0
    before = (project / "catalogs/acme.json").read_bytes()
    emulator.account.properties["0-2"][3]["archived"] = True
    emulator.account.teams[0]["name"] = "Europe"
    done = csws(project, "catalog", "diff", "--detailed-exitcode")
    assert done.code == 2
    assert "~ objects.companies.properties.renewal_date.archived: false → true" in done.out
    assert "CSW404" in done.out
    assert "CSW303" in done.out
    found = csws(project, "catalog", "diff", "--format", "json").json["accounts"][0]
    assert {item["code"] for item in found["broken"]} == {"CSW303", "CSW404"}
    assert {"path": "teams.1.name", "before": "EMEA CSM", "after": "Europe"} in found["changes"]
    assert (project / "catalogs/acme.json").read_bytes() == before


def test_show_is_readable(emulator, project):
    csws(project, "catalog", "pull")
    out = csws(project, "catalog", "show").out
    assert "user properties: hubspot_owner_id" in out
    assert "EMEA CSM (id:1): 2 primary, 1 extra" in out
    assert "Ops@acme.example: super admin, service seat" in out


def test_show_has_the_labels_that_people_know(emulator, project):
    """HubSpot's screens show labels, and the settings need names."""
    emulator.account.add_custom("licences", 7, [prop("csm", "user", label="Customer \x1bSuccess Manager")], [])
    csws(project, "catalog", "pull")
    out = csws(project, "catalog", "show").out
    assert "companies (Companies)\n  user properties: hubspot_owner_id (Hubspot Owner Id)\n" in out
    assert "user properties: csm (Customer \\x1bSuccess Manager)" in out
    assert "licences (licencess, custom)" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("kind", [7, ["select"], {"a": 1}])
def test_a_field_type_of_another_shape_costs_itself(emulator, project, kind):
    emulator.account.properties["0-2"].append(prop("odd", "date", fieldType=kind))
    assert csws(project, "catalog", "pull").code == 0
    assert csws(project, "catalog", "show").code == 0


@pytest.mark.parametrize("name", [["odd"], {"a": 1}, 7])
def test_a_name_and_a_label_of_another_shape_cost_their_property(emulator, project, name):
    emulator.account.properties["0-2"].append(prop("odd", "date", label={"x": 1}))
    emulator.account.properties["0-2"][-1]["name"] = name
    assert csws(project, "catalog", "pull").code == 0
    assert is_valid("catalog", pulled(project)) is None
    assert csws(project, "catalog", "show").code == 0


def test_a_catalogue_that_csws_could_not_read_is_not_written(emulator, project, monkeypatch):
    assert csws(project, "catalog", "pull").code == 0
    before = (project / "catalogs/acme.json").read_bytes()
    monkeypatch.setattr("csws.hubspot.pull.FORMAT_VERSION", "of nobody")
    done = csws(project, "catalog", "pull")
    assert (done.code, "no valid catalogue can be made of it" in done.err) == (1, True), done.err
    assert (project / "catalogs/acme.json").read_bytes() == before
    assert csws(project, "catalog", "show").code == 0
