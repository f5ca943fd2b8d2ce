"""Drift is what the account has and neither an apply nor an adoption made so: on every target, and while a run is half done."""

from __future__ import annotations

import pytest

from tests.cli.console import csws, reported
from tests.cli.test_main_job import edit

TARGETS = ("sqlite:.csws/acme.db", "hubspot:1234567")


@pytest.fixture(params=TARGETS)
def fresh(request, tmp_path):
    """The starter project, of whose account nothing is recorded."""
    assert csws(tmp_path, "init", "acme").code == 0
    edit(tmp_path / "acme", "csws.yaml", TARGETS[0], request.param)
    return tmp_path / "acme"


@pytest.fixture
def by_hand(tmp_path):
    """The same as a HubSpot account, with everything applied."""
    assert csws(tmp_path, "init", "acme").code == 0
    edit(tmp_path / "acme", "csws.yaml", *TARGETS)
    applied(tmp_path / "acme")
    return tmp_path / "acme"


@pytest.fixture(autouse=True)
def no_token(monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)


def applied(project):
    """Applies the configuration; by hand where a person has to."""
    done = csws(project, "apply", "--auto-approve", "--new-account")
    if done.code == 6:
        steps = csws(project, "plan", "--format", "json").json["accounts"][0]["steps"]
        by_hand_are_done(project, f"1-{len(steps)}")
    assert csws(project, "plan", "--detailed-exitcode").code == 0


def by_hand_are_done(project, steps):
    return reported(project, steps, "Kim")


def observe(project, *pairs):
    arguments = [word for pair in pairs for word in ("--set", pair)]
    assert csws(project, "observe", *arguments).code == 0


def drift(project):
    """Address and path of everything that is drift."""
    done = csws(project, "drift", "--format", "json")
    assert done.code == 0
    return [
        (change["address"], item["path"])
        for change in done.json["accounts"][0]["drift"]
        for item in change["fields"] or [{"path": change["action"]}]
    ]


OPS = ("workspace.ops.name=Ops", "workspace.ops.customers.csm_property=hubspot_owner_id")


def test_the_first_adoption_takes_the_whole_account_as_base(fresh):
    observe(
        fresh,
        "objects.customers=companies",
        "objects.revenue=[deals]",
        "workspace.primary.name=Customer success",
        "workspace.primary.customers.csm_property=hubspot_owner_id",
        *OPS,
        "workspace.other.name=Other",
    )
    assert csws(fresh, "import", "ops=Ops").code == 0
    assert drift(fresh) == []
    observe(fresh, "workspace.ops.description=x", "workspace.primary.description=y")
    assert drift(fresh) == [("workspace.primary", "description"), ("workspace.ops", "description")]


def test_a_later_adoption_takes_only_what_it_adopts(fresh):
    applied(fresh)
    observe(fresh, "workspace.emea.description=hand", "objects.customers=contacts", *OPS)
    before = drift(fresh)
    assert before == [("objects", "customers"), ("workspace.emea", "description")]
    assert csws(fresh, "import", "ops=Ops").code == 0
    assert drift(fresh) == before


def test_what_the_files_follow_is_the_base_from_the_next_apply_on(fresh):
    applied(fresh)
    observe(fresh, "workspace.emea.description=hand")
    edit(fresh, "workspaces/emea.yaml", "Accounts in Europe, the Middle East and Africa", "hand")
    assert csws(fresh, "plan", "--detailed-exitcode").code == 0
    assert drift(fresh) == [("workspace.emea", "description")]
    revision = csws(fresh, "history", "--format", "json").json["accounts"][0]["revisions"][0]["number"]
    assert csws(fresh, "apply", "--auto-approve").code == 0
    assert drift(fresh) == []
    assert csws(fresh, "history", "--format", "json").json["accounts"][0]["revisions"][0]["number"] == revision


def test_an_apply_with_nothing_to_do_writes_nothing_where_nothing_has_drifted(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    applied(tmp_path / "acme")
    store = tmp_path / "acme/.csws/acme.db"
    before = store.read_bytes()
    assert csws(tmp_path / "acme", "apply", "--auto-approve").code == 0
    assert store.read_bytes() == before


def test_what_is_not_put_right_yet_stays_drift(by_hand):
    observe(by_hand, "workspace.apac.description=hand1", "workspace.emea.description=hand2")
    assert csws(by_hand, "apply", "--auto-approve").code == 6
    assert drift(by_hand) == [("workspace.apac", "description"), ("workspace.emea", "description")]
    assert by_hand_are_done(by_hand, "1").code == 6
    assert drift(by_hand) == [("workspace.emea", "description")]
    (change,) = csws(by_hand, "plan", "--format", "json").json["accounts"][0]["changes"]
    assert (change["address"], change["origin"]) == ("workspace.emea", "drift")
    assert by_hand_are_done(by_hand, "2").code == 0
    assert drift(by_hand) == []


def test_a_run_takes_what_the_files_follow_as_base_when_it_begins_and_nothing_that_is_seen_later(by_hand):
    observe(by_hand, "workspace.emea.description=hand")
    edit(by_hand, "workspaces/emea.yaml", "Accounts in Europe, the Middle East and Africa", "hand")
    edit(by_hand, "workspaces/apac.yaml", "APAC customer success", "Asia")
    assert csws(by_hand, "apply", "--auto-approve").code == 6
    assert drift(by_hand) == []
    assert by_hand_are_done(by_hand, "1").code == 0
    observe(by_hand, "workspace.emea.description=again")
    assert drift(by_hand) == [("workspace.emea", "description")]


def test_an_object_that_was_changed_by_hand_is_one_drift(fresh):
    """The choices on its tab are as they were: nobody saw anything else."""
    applied(fresh)
    observe(fresh, "objects.services=null")
    assert drift(fresh) == [("objects", "services")]
