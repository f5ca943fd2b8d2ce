"""What a report says of a property's request: whether one was sent, what became of it, and that a
property was there already."""

from __future__ import annotations

import json

import httpx
import pytest

from csws.schema import is_valid
from tests.cli.console import csws, unfinished
from tests.hubspot.account import prop
from tests.hubspot.conftest import POST, made
from tests.hubspot.emulator import Fault

NOTHING_SENT = {
    "no token": (7, "No HubSpot token is set for `acme`."),
    "401": (7, "HubSpot does not accept the token."),
    "503": (1, "HubSpot answered 503 for property `csm` of companies"),
    "another shape": (1, "does not match its documentation"),
    "403": (7, "HubSpot refuses to let the token read property `csm`"),
    "no connection": (1, "Cannot reach HubSpot for property `csm` of companies"),
    "no connection for the request itself": (1, "Cannot reach HubSpot for property `csm` of companies"),
    "something else of that name": (1, "already has a property `csm`, but it is not a user property."),
}


def fail_before_sending(emulator, monkeypatch, name):
    """Makes every look at a property fail, or the connection for the request."""
    looks = lambda method, path, _n: method == "GET" and "/0-2/csm" in path  # noqa: E731
    faults = {
        "401": Fault("status", looks, 401, times=99),
        "503": Fault("status", looks, 503, times=99),
        "another shape": Fault("status", looks, 200, {"unexpected": []}, times=99),
        "403": Fault("status", looks, 403, {"message": "Not from this address."}, times=99),
    }
    if name in faults:
        emulator.faults = [faults[name]]
    elif name == "no token":
        monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    elif name == "something else of that name":
        emulator.account.properties["0-2"].append(prop("csm"))
    else:
        ordinary = httpx.Client.stream

        def stream(self, method, path, **more):
            if method == "POST" if "request" in name else path.endswith("/0-2/csm"):
                raise httpx.ConnectError("refused")
            return ordinary(self, method, path, **more)

        monkeypatch.setattr("httpx.Client.stream", stream)


@pytest.mark.parametrize("name", NOTHING_SENT)
def test_a_step_of_which_nothing_was_sent_has_not_begun(declared, emulator, monkeypatch, name):
    code, says = NOTHING_SENT[name]
    fail_before_sending(emulator, monkeypatch, name)
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert (done.code, says in done.told) == (code, True), done.told
    assert "not applied" in done.told
    assert "Nothing was created." in done.told
    assert emulator.asked[POST] == 0
    listed = csws(declared, "runs")
    assert "not known" not in listed.told
    assert unfinished(declared)["in_doubt"] == []
    assert "not known" not in csws(declared, "doctor").out


def test_a_step_in_doubt_stays_in_doubt_while_nobody_can_look(declared, emulator, monkeypatch):
    """What is certain of the second try says nothing about the first."""
    emulator.lag = 3600.0
    emulator.faults = [Fault("lost", lambda method, *_: method == "POST")]
    csws(declared, "apply", "--auto-approve", "--new-account")
    assert unfinished(declared)["in_doubt"] == [1]
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    assert "No HubSpot token" in csws(declared, "apply", "--resume").told
    assert unfinished(declared)["in_doubt"] == [1]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "HubSpot does not accept the token."),
        (403, "HubSpot refuses to let the token read property `csm`"),
        (503, "HubSpot answered 503 for property `csm`"),
    ],
)
@pytest.mark.parametrize("answer", ["accepted", "lost", "502"])
def test_what_was_sent_and_could_not_be_read_back_says_so(declared, emulator, answer, status, says):
    posted = lambda *_: emulator.asked[POST] > 0  # noqa: E731
    reads = lambda method, path, _n: method == "GET" and posted()  # noqa: E731
    emulator.faults = [Fault("status", reads, status, {"message": "no"}, times=99)]
    if answer != "accepted":
        kind = "lost" if answer == "lost" else "status"
        emulator.faults.append(Fault(kind, lambda method, *_: method == "POST", 502))
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert done.code == 6, done.told
    words = {
        "accepted": "HubSpot accepted the request to create the property `csm` of companies (201)",
        "lost": "HubSpot's response for property `csm` of companies was lost",
        "502": "The request to create the property `csm` of companies was sent, and HubSpot answered 502",
    }[answer]
    assert words in done.told
    assert "but it could not be read back. " in done.told
    assert says in done.told
    assert "Look for `csm` in HubSpot's property settings, among those of companies." in done.told
    assert "csws apply --resume" in done.told
    assert "not applied" not in done.told
    assert unfinished(declared)["in_doubt"] == [1]
    emulator.faults = []
    assert csws(declared, "apply", "--resume").code == 6
    assert [len(made(emulator, name)) for name in ("csm", "renews_on")] == [1, 1]


THERE = "HubSpot had this property already, "


def test_a_property_that_was_there_is_not_reported_as_created(declared, emulator):
    emulator.account.properties["0-2"].append(prop("csm", "user"))
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert f"csm of companies through the API. {THERE}so nothing was sent." in done.told
    assert done.told.count(THERE) == 1


def test_the_document_the_events_and_the_history_say_it_too(declared, emulator, tmp_path):
    emulator.account.properties["0-2"].append(prop("csm", "user"))
    events = tmp_path / "events.jsonl"
    done = csws(declared, "apply", "--auto-approve", "--new-account", "--format", "json", "--events", str(events))
    assert is_valid("report", done.json) is None
    remarks = [step["remark"] for step in done.json["accounts"][0]["steps"]]
    assert remarks == [f"{THERE}so nothing was sent.", None, None, None, None]
    told = [json.loads(line) for line in events.read_text().splitlines()]
    assert [item.get("message") for item in told if item["event"] == "step_done"] == remarks[:2]
    assert f"{THERE}so nothing was sent." in csws(declared, "history").told


def test_a_property_that_appears_between_the_look_and_the_request(declared, emulator):
    ordinary = type(emulator).post_property

    def somebody_first(self, groups, query, body):
        if not made(emulator, body["name"]):
            self.account.properties["0-2"].append(prop(body["name"], "user" if body["name"] == "csm" else "date"))
        return ordinary(self, groups, query, body)

    emulator.answers["post_property"] = somebody_first
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert (done.code, done.told.count(f"{THERE}and did not create another one.")) == (6, 2)
    assert [len(made(emulator, name)) for name in ("csm", "renews_on")] == [1, 1]


@pytest.mark.parametrize(("kind", "severities"), [("user", []), ("users", ["warning"]), ("enum", ["error"])])
def test_pull_and_apply_judge_a_user_property_alike(declared, emulator, kind, severities):
    emulator.account.properties["0-2"].append(prop("csm", kind))
    file = declared / "csws.yaml"
    file.write_text(file.read_text().replace("{csm_property: hubspot_owner_id, renewal", "{csm_property: csm, renewal"))
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert "not a user property" in done.told if kind == "enum" else "done 1." in done.told
    assert ("It can contain several users" in done.told) is (kind == "users")
    csws(declared, "catalog", "pull")
    found = csws(declared, "validate", "--format", "json").json["diagnostics"]
    assert [item["severity"] for item in found if item["code"] == "CSW402"] == severities


@pytest.mark.parametrize(("kind", "fits"), [("date", True), ("datetime", True), ("string", False), ("user", False)])
def test_pull_and_apply_judge_a_date_alike(declared, emulator, kind, fits):
    """Whether the property was there before the pull or appeared after it."""
    emulator.account.properties["0-2"].append(prop("renews_on", kind))
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert ("done 2." in done.told, "not a date property" in done.told) == (fits, not fits)
    assert ("It is a date-time property" in done.told) is (kind == "datetime")
    csws(declared, "catalog", "pull")
    found = csws(declared, "validate", "--format", "json").json["diagnostics"]
    told = [item["severity"] for item in found if item["code"] == "CSW403"]
    assert told == {"date": [], "datetime": ["warning"]}.get(kind, ["error"])


@pytest.mark.parametrize("refused", [("sensitive",), ("highly_sensitive",), ("sensitive", "highly_sensitive")])
def test_where_there_is_no_sensitive_data_the_look_costs_itself(declared, emulator, refused):
    """HubSpot answers 400 there, and no other place is the worse for it."""
    body = {"message": "Sensitive data is not enabled for this portal."}
    asked = tuple(f"dataSensitivity={kind}" for kind in refused)
    emulator.faults = [Fault("status", lambda _m, path, _n: path.endswith(asked), 400, body, times=999)]
    done = csws(declared, "apply", "--auto-approve", "--new-account")
    assert (done.code, "done 2." in done.told) == (6, True)
    for kind in refused:
        words = kind.replace("_", " ")
        assert f"csws could not look for a {words} property of that name: HubSpot answered 400" in done.told
    assert [len(made(emulator, name)) for name in ("csm", "renews_on")] == [1, 1]
    pulled = csws(declared, "catalog", "pull")
    assert pulled.code == 0
    for kind in refused:
        assert f"So csws cannot check whether there are {kind.replace('_', ' ')} properties of deals." in pulled.err
