"""A record with anything that only a newer csws knows: csws provides no reader, writer or recorder,
and writes nothing."""

from __future__ import annotations

import json

import pytest

from csws.documents.run_document import run_plan, run_text
from csws.errors import CswsError, NewerStore
from csws.model.digest import canonical, digest_of
from csws.model.plan import AccountPlan, Base
from csws.model.settings import fresh
from csws.model.target import RecordPermit, WritePermit
from csws.model.unknown import Unknown
from csws.state.snapshot import fingerprint
from csws.targets import target_for
from tests.targets.conftest import databases
from tests.targets.test_contract import create, write

PLAN = AccountPlan(
    account="acme",
    account_id="1",
    base=Base(revision=0, fingerprint=fingerprint(fresh())),
    steps=(create("emea", description="x"),),
)
PERMIT = WritePermit(operator=None, plan_digest="sha256:x", plan=run_text(PLAN), revision=1, lock_timeout=0.3)


@pytest.fixture
def account(account):
    """An account with one revision, an unfinished run, and the journal of a step."""
    write(account, create("emea"))
    with target_for(account.scheme).writer(account, PERMIT):
        pass
    sql(
        account,
        "INSERT INTO journal VALUES (?, 'x', 1, 1, 'done', '2026-11-22T10:00:00Z', NULL, NULL, NULL)",
        account.id,
    )
    return account


def sql(account, text, *values):
    with target_for(account.scheme).store(account).transaction(1.0) as connection:
        done = connection.execute(text, values)
        return done.fetchall() if text.startswith("SELECT") else []


def kept(account):
    return [
        sql(account, f"SELECT * FROM {table}") for table in ("account", "revision", "run", "journal", "lease", "event")
    ]


def settings_with(account, change):
    ((text,),) = sql(account, "SELECT settings FROM revision WHERE account_id = ?", account.id)
    data = json.loads(text)
    change(data)
    text = canonical(data)
    sql(
        account,
        "UPDATE revision SET settings = ?, checksum = ? WHERE account_id = ?",
        text,
        digest_of(text),
        account.id,
    )


def applied_with(account, change):
    ((text,),) = sql(account, "SELECT applied FROM account WHERE id = ?", account.id)
    data = json.loads(text)
    change(data)
    sql(account, "UPDATE account SET applied = ? WHERE id = ?", canonical(data), account.id)


def run_with(account, change):
    data = json.loads(run_text(PLAN))
    change(data)
    sql(account, "UPDATE run SET plan = ? WHERE account_id = ?", canonical(data), account.id)


def revision_kind(account):
    sql(account, "UPDATE revision SET kind = 'dreamt' WHERE account_id = ?", account.id)


def event_kind(account):
    sql(account, "INSERT INTO event VALUES (?, 99, 1, '2026-11-22T10:00:00Z', NULL, 'dreamt', '{}')", account.id)


def journal_state(account):
    sql(account, "UPDATE journal SET state = 'delegated' WHERE account_id = ?", account.id)


def emea(data):
    return next(item for item in data["workspaces"] if item["key"] == "emea")


SETTINGS = {
    "its settings have version 3": lambda data: data.update(version=3),
    "its settings have version later": lambda data: data.update(version="later"),
    "it contains `health_scores`": lambda data: data.update(health_scores=[]),
    "it contains `color`": lambda data: emea(data).update(color="red"),
    "it sets `objects.tickets`": lambda data: data["objects"].update(tickets="tickets"),
    "it sets `tickets.show`": lambda data: emea(data)["fields"].update({"tickets.show": True}),
    "it sets `services.color`": lambda data: emea(data)["fields"].update({"services.color": "red"}),
    "it sets `revenue.objects.deals`": lambda data: emea(data)["fields"].update({"revenue.objects.deals": None}),
    "its settings have a form": lambda data: data.update(workspaces={"emea": {}}),
}
RUNS = {
    "its format is 2.0": lambda data: data.update(format_version="2.0"),
    "step 1 has the action `archive`": lambda data: data["steps"][0].update(action="archive"),
    "step 1 names `color` of `workspace.emea`": lambda data: data["steps"][0]["sets"].update(color="red"),
    "its unfinished run has a form": lambda data: data["steps"][0].pop("address"),
    "step 1 is about `territory.x`": lambda data: data["steps"][0].update(address="territory.x", sets={}),
}
CASES = {
    **{f"{what} (settings)": (settings_with, change) for what, change in SETTINGS.items()},
    **{f"{what} (applied)": (applied_with, change) for what, change in SETTINGS.items()},
    **{f"{what} (run)": (run_with, change) for what, change in RUNS.items()},
    "it has a revision of the kind `dreamt`": (revision_kind,),
    "it has a step in the state `delegated`": (journal_state,),
    "it has an event of the kind `dreamt`": (event_kind,),
}


@databases
@pytest.mark.parametrize("case", CASES)
def test_a_newer_record_is_refused_and_not_changed(account, case):
    spoil, *change = CASES[case]
    spoil(account, *change)
    target, before = target_for(account.scheme), kept(account)
    what = case.partition(" (")[0]

    def read():
        with target.reader(account) as reader:
            reader.read()

    def write_it():
        with target.writer(account, PERMIT):
            raise AssertionError

    def record():
        with target.recorder(account, RecordPermit(operator=None, lock_timeout=0.3)):
            raise AssertionError

    for act in (read, write_it, record):
        with pytest.raises(NewerStore) as refused:
            act()
        assert what in refused.value.message
        assert "`acme`" in refused.value.message
        assert "Update csws" in refused.value.hint
    assert kept(account) == before


@databases
def test_an_older_revision_that_holds_more_is_refused_when_it_is_read(account):
    settings_with(account, lambda data: data.update(version=3))
    ((applied,),) = sql(account, "SELECT applied FROM account WHERE id = ?", account.id)
    sql(
        account,
        "INSERT INTO revision VALUES (?, 2, 'applied', '2026-11-22T10:00:00Z', NULL, NULL, ?, ?)",
        account.id,
        digest_of(applied),
        applied,
    )
    sql(account, "UPDATE account SET revision = 2 WHERE id = ?", account.id)
    with target_for(account.scheme).reader(account) as reader:
        assert reader.read().revision == 2
        for act in (reader.revisions, lambda: reader.settings_at(1)):
            with pytest.raises(NewerStore):
                act()


@databases
def test_a_run_is_read_as_it_was_begun_and_refused_where_it_was_changed(account):
    with target_for(account.scheme).reader(account) as reader:
        text = reader.unfinished().plan
    assert run_plan(text) == PLAN
    for old, new in (('"description":"x"', '"description":"y"'), ('"revision":0', '"revision":1'), ("{", "")):
        with pytest.raises(CswsError) as refused:
            run_plan(text.replace(old, new, 1))
        assert refused.value.code == "corrupt"


@pytest.mark.parametrize("action", ["update", "move"])
def test_a_step_that_unsets_an_unknown_field_does_not_count_as_doing_nothing(action):
    data = json.loads(run_text(PLAN))
    data["steps"][0].update(action=action, sets={"color": None})
    with pytest.raises(Unknown, match="names `color`"):
        run_plan(canonical(data))
