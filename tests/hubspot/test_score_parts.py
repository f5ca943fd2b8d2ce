"""What a pull reads for health scores alone: options, segments, the account's own events and its time
zone. Without a score it asks for none of them."""

from __future__ import annotations

import json

import pytest

from csws.hubspot.option_lists import MOST_OF_OBJECT, MOST_OF_PROPERTY
from csws.load.bounds import MAX_BYTES
from csws.schema import is_valid
from tests.cli.console import csws
from tests.hubspot.account import SCORE_SCOPES, choice, event, prop, segment
from tests.hubspot.conftest import PROJECT, SCORES
from tests.hubspot.emulator import Fault

LISTS, EVENTS = "/crm/lists/2026-09/all", "/events/2026-03/event-definitions"
COSTS = {
    "crm.lists.read": ("segments", "whether the segments of health scores exist"),
    "behavioral_events.event_definitions.read_write": ("events", "the account's own events in health scores"),
}


def pulled(project):
    found = json.loads((project / "catalogs/acme.json").read_text())
    assert is_valid("catalog", found) is None
    return found


def pull(project):
    done = csws(project, "catalog", "pull")
    assert done.code == 0, done.err
    return pulled(project)


@pytest.fixture
def rich(emulator):
    """Companies with a property of each kind of options."""
    emulator.account.properties["0-2"] += [
        choice("plan", "premium", "08", "basic"),
        choice("old_plan", "x", archived=True),
        choice("owner_like", "1", externalOptions=True),
        prop("seats", "number"),
    ]
    return emulator


def test_what_is_pulled_for_scores(rich, scored):
    found = pull(scored)
    assert found["account"]["time_zone"] == "Europe/Oslo"
    companies = found["objects"]["companies"]
    assert companies["other_properties"] == []
    assert companies["properties"]["seats"]["type"] == "number"
    assert companies["properties"]["plan"]["options"] == [
        {"value": "08", "label": "08"},
        {"value": "basic", "label": "Basic"},
        {"value": "premium", "label": "Premium"},
    ]
    with_options = {name for name, item in companies["properties"].items() if "options" in item}
    assert with_options == {"plan", "stage"}
    assert found["segments"] == [{"id": "11", "name": "Active customers", "object": "companies"}]
    (login,) = found["event_types"]
    assert (login["name"], login["label"], login["properties"]["seats"]["type"]) == (
        "pe4242_login",
        "Login",
        "number",
    )


def test_objects_without_scores_are_as_ever(rich, scored):
    contacts = pull(scored)["objects"]["contacts"]
    assert list(contacts["properties"]) == ["hubspot_owner_id", "renewal_date"]
    assert contacts["other_properties"] == ["notes", "stage"]


def test_without_scores_nothing_of_them_is_asked_for_or_kept(rich, scored):
    pull(scored)
    (scored / "csws.yaml").write_text(PROJECT)
    rich.log.clear()
    after = pull(scored)
    assert not {path.split("?")[0] for _, path in rich.log} & {LISTS, EVENTS}
    (scored / "catalogs/acme.json").unlink()
    assert {**pull(scored), "pulled_at": None} == {**after, "pulled_at": None}
    assert not after.keys() & {"segments", "event_types"}
    assert "time_zone" not in after["account"]
    assert "plan" in after["objects"]["companies"]["other_properties"]
    assert "options" not in json.dumps(after)


def test_a_score_of_contacts_has_contacts_and_the_customers_object(rich, scored):
    text = PROJECT + SCORES.replace("object: companies", "object: contacts")
    (scored / "csws.yaml").write_text(text)
    found = pull(scored)
    assert {item["object"] for item in found["segments"]} == {"companies", "contacts"}
    assert found["objects"]["contacts"]["other_properties"] == []


def test_the_same_account_gives_the_same_file(rich, scored):
    first = pull(scored)
    account = rich.account
    plan = next(item for item in account.properties["0-2"] if item["name"] == "plan")
    for items in (account.segments, account.events, account.properties["0-2"], plan["options"]):
        items.reverse()
    assert json.dumps({**pull(scored), "pulled_at": None}) == json.dumps({**first, "pulled_at": None})


def test_every_page_is_read(emulator, scored):
    emulator.account.segments = [segment(number, f"S{number}", "0-2") for number in range(1, 251)]
    emulator.account.events = [event(f"e{number:03}") for number in range(230)]
    found = pull(scored)
    assert (len(found["segments"]), len(found["event_types"])) == (250, 230)
    asked = [path.split("?")[0] for _, path in emulator.log]
    assert (asked.count(LISTS), asked.count(EVENTS)) == (3, 3)


@pytest.mark.parametrize("scope", sorted(SCORE_SCOPES))
def test_a_missing_scope_costs_only_its_part(emulator, scored, scope):
    word, says = COSTS[scope]
    whole = pull(scored)
    emulator.account.scopes -= {scope}
    done = csws(scored, "catalog", "pull")
    assert f"Without the scope `{scope}` csws cannot check" in done.err
    assert says in done.err
    kept = pulled(scored)
    assert kept.pop("unreadable") == [word]
    assert {**kept, "pulled_at": None} == {**whole, "pulled_at": None}
    assert f"Without the scope `{scope}` csws cannot check" in csws(scored, "doctor").out
    (scored / "catalogs/acme.json").unlink()
    first = pull(scored)
    member = {"segments": "segments", "events": "event_types"}[word]
    assert member not in first
    assert first["unreadable"] == [word]


def test_doctor_asks_for_these_scopes_only_where_there_are_scores(emulator, project):
    emulator.account.scopes -= SCORE_SCOPES
    csws(project, "catalog", "pull")
    assert "The token has every scope that csws needs." in csws(project, "doctor").out


@pytest.mark.parametrize("path", [LISTS, EVENTS])
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault("status", bool, 503), 0),
        (Fault("status", bool, 429, {"policyName": "SECONDLY"}), 0),
        (Fault("cut", bool), 0),
        (Fault("lost", bool), 0),
        (Fault("status", bool, 400, {"message": "no"}), 0),
        (Fault("status", bool, 404), 0),
        (Fault("status", bool, 403, {"category": "BANNED"}), 7),
        (Fault("shape", bool), 1),
    ],
)
def test_faults_of_these_requests(emulator, scored, waits, path, fault, code):
    """What passes is tried again, what HubSpot refuses is a gap, and any other failure ends the
    pull."""
    emulator.faults = [Fault(fault.kind, lambda _m, at, _n: at.startswith(path), fault.status, fault.body)]
    done = csws(scored, "catalog", "pull")
    assert done.code == code, done.err
    if code:
        assert not (scored / "catalogs/acme.json").exists()
        return
    gaps = pulled(scored).get("unreadable", [])
    assert bool(gaps) is (fault.status in (400, 404))
    assert bool(done.err) is bool(gaps)


def test_what_an_unusable_item_may_hide_stays(emulator, scored):
    emulator.account.segments.append(segment(14, "Trials", "0-2"))
    pull(scored)
    emulator.account.segments = [segment(11, "", "0-2"), segment(15, "New", "0-2")]
    emulator.account.events = [{**event("login"), "name": None}]
    found = pull(scored)
    assert [item["id"] for item in found["segments"]] == ["11", "15"]
    assert [item["name"] for item in found["event_types"]] == ["pe4242_login"]
    assert found["unreadable"] == ["events", "segments"]


def test_a_long_list_of_options_is_cut_and_says_so(emulator, scored):
    values = [f"{number:05}" for number in range(10_000)]
    emulator.account.properties["0-2"] += [choice("city", *values), choice("plan", "basic")]
    properties = pull(scored)["objects"]["companies"]["properties"]
    assert [item["value"] for item in properties["city"]["options"]] == values[:MOST_OF_PROPERTY]
    assert properties["city"]["more_options"] is True
    assert "more_options" not in properties["plan"]


def test_of_many_options_the_longest_lists_are_cut_first(emulator, scored):
    long = [f"{number:05}" for number in range(MOST_OF_PROPERTY)]
    count = MOST_OF_OBJECT // MOST_OF_PROPERTY
    emulator.account.properties["0-2"] += [choice(f"p{number:02}", *long) for number in range(count + 2)]
    emulator.account.properties["0-2"].append(choice("z", "a", "b"))
    properties = pull(scored)["objects"]["companies"]["properties"]
    assert len(properties["z"]["options"]) == 2
    assert sum(len(item.get("options", ())) for item in properties.values()) == MOST_OF_OBJECT
    cut = sorted(name for name, item in properties.items() if item.get("more_options"))
    assert cut == [f"p{number:02}" for number in range(count - 1, count + 2)]


def test_a_large_account_can_be_read_again(emulator, scored):
    many = [choice(f"c{number}", *(f"value {at}" for at in range(20))) for number in range(1_000)]
    emulator.account.properties["0-2"] += [*many, *(prop(f"p{number}") for number in range(4_000))]
    pull(scored)
    assert (scored / "catalogs/acme.json").stat().st_size < MAX_BYTES
    assert csws(scored, "catalog", "show").code == 0


def test_a_catalogue_that_is_too_large_to_be_read_is_not_written(emulator, scored, monkeypatch):
    pull(scored)
    before = (scored / "catalogs/acme.json").read_bytes()
    monkeypatch.setattr("csws.workflow.catalog.MAX_BYTES", 1024)
    done = csws(scored, "catalog", "pull")
    assert (done.code, "does not read" in done.err) == (1, True)
    assert (scored / "catalogs/acme.json").read_bytes() == before


def test_describing_more_is_no_change_of_the_account(rich, scored):
    (scored / "csws.yaml").write_text(PROJECT)
    pull(scored)
    (scored / "csws.yaml").write_text(PROJECT + SCORES)
    changes = csws(scored, "catalog", "diff", "--format", "json").json["accounts"][0]["changes"]
    assert {item["path"] for item in changes} == {"account.time_zone", "segments", "event_types"}


def test_diff_finds_options_segments_and_events_by_what_they_are(rich, scored):
    pull(scored)
    account = rich.account
    plan = next(item for item in account.properties["0-2"] if item["name"] == "plan")
    plan["options"] = [*plan["options"][1:], {"value": "gold", "label": "Gold"}]
    account.segments[0]["name"] = "Customers"
    account.events.append(event("export"))
    out = csws(rich and scored, "catalog", "diff").out
    plan_path = "objects.companies.properties.plan.options"
    for line in (
        f"- {plan_path}.premium",
        f"+ {plan_path}.gold",
        "~ segments.11.name: Active customers → Customers",
        "+ event_types.pe4242_export",
    ):
        assert f"  {line}\n" in out


def test_show_has_what_scores_refer_to(rich, scored):
    pull(scored)
    out = csws(scored, "catalog", "show").out
    assert "time zone: Europe/Oslo\n" in out
    assert "  segments: Active customers\n" in out
    assert "  other properties: 5, 2 of them with options\n" in out
    assert "1 event of the account's own\n  pe4242_login (Login)\n" in out


def test_an_event_that_another_unusable_item_cannot_be_is_gone(emulator, scored):
    pull(scored)
    emulator.account.events = [{**event("export"), "name": None}]
    assert pull(scored)["event_types"] == []
