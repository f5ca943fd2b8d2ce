"""The contract of everything that keeps a ledger: the same tests for the embedded account, for a real
PostgreSQL server, and for a record as text."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace

import pytest

from csws.errors import AccountLocked, CswsError, NotPermitted
from csws.model.address import Address
from csws.model.change import Action
from csws.model.fields import flat
from csws.model.plan import Step
from csws.model.settings import Workspace, fresh
from csws.model.target import AccountRef, RecordPermit, WritePermit
from csws.targets import target_for
from csws.targets.ledger import journal, lease
from tests.cli.console import csws
from tests.targets.conftest import databases


def permit(timeout: float = 0.3) -> WritePermit:
    return WritePermit(operator="ops@acme.example", plan_digest="sha256:x", plan="{}", revision=0, lock_timeout=timeout)


def create(key: str, **fields) -> Step:
    workspace = replace(Workspace(key=key, name=key), **fields)
    return Step(id=1, action=Action.CREATE, address=Address.workspace(key), summary="", sets=flat(workspace), was={})


def target(account: AccountRef):
    return target_for(account.scheme)


def read(account: AccountRef):
    with target(account).reader(account) as reader:
        return reader.read()


def unfinished(account: AccountRef):
    with target(account).reader(account) as reader:
        run = reader.unfinished()
    return run.plan if run else None


def write(account: AccountRef, *steps: Step, timeout: float = 0.3) -> int:
    with target(account).writer(account, permit(timeout)) as writer:
        for step in steps:
            writer.perform(step, 1)
        return writer.commit()


def test_a_fresh_account_is_at_revision_0(account):
    state = read(account)
    assert (state.revision, state.settings, state.applied) == (0, fresh(), None)


def test_a_committed_write_is_read_and_kept(account):
    assert write(account, create("a", teams=("1",))) == 1
    assert write(account, create("b")) == 2
    state = read(account)
    assert [item.key for item in state.settings.workspaces] == ["primary", "a", "b"]
    assert state.applied == state.settings
    with target(account).reader(account) as reader:
        assert [item.key for item in reader.settings_at(1).workspaces] == ["primary", "a"]
        assert reader.settings_at(0) == fresh()
        assert reader.settings_at(9) is None
        assert [(item.number, item.kind, item.operator) for item in reader.revisions()] == [
            (1, "applied", "ops@acme.example"),
            (2, "applied", "ops@acme.example"),
        ]


def test_an_uncommitted_write_has_no_effect(account):
    with target(account).writer(account, permit()) as writer:
        writer.perform(create("a"), 1)
    assert read(account).revision == 0
    assert unfinished(account) == "{}"


def test_an_outdated_plan_does_not_replace_a_run(account):
    """The account has changed since the plan was checked, so the run begins only when the caller
    says so."""
    write(account, create("a"))
    with target(account).writer(account, permit()):
        assert unfinished(account) is None
    with target(account).writer(account, permit()) as writer:
        writer.begin()
        assert unfinished(account) == "{}"
        writer.perform(create("b"), 2)
        writer.commit()
    assert unfinished(account) is None


def test_it_checks_the_hard_laws_itself(account):
    with target(account).writer(account, permit()) as writer:
        writer.perform(create("a", teams=("1",)), 1)
        with pytest.raises(CswsError) as refused:
            writer.perform(create("b", teams=("1",)), 1)
    assert refused.value.code == "CSW302"


def test_many_accounts_live_in_one_project(account, other):
    write(account, create("a"))
    assert read(other).revision == 0
    write(other, create("b"))
    assert [item.key for item in read(account).settings.managed] == ["primary", "a"]


def test_the_same_id_under_another_name_is_refused(account):
    write(account, create("a"))
    with pytest.raises(NotPermitted) as refused:
        read(replace(account, name="another"))
    assert refused.value.code == "CSW503"


def test_a_held_lease_names_its_holder_and_blocks_no_other_account(account, other):
    with target(account).writer(account, permit()):
        with pytest.raises(AccountLocked, match=r"ops@acme\.example \(process \d+ on .*, since 2"):
            write(account, create("a"))
        assert write(other, create("a")) == 1
    assert write(account, create("a")) == 1


def test_a_writer_that_was_paused_cannot_write_when_it_wakes(account, monkeypatch):
    monkeypatch.setattr(lease, "TERM", 0.2)
    monkeypatch.setattr(lease, "BEAT", 60.0)
    with target(account).writer(account, permit()) as paused:
        paused.perform(create("a"), 1)
        with target(account).writer(account, permit(5.0)) as other:
            other.perform(create("b"), 1)
            with pytest.raises(AccountLocked, match="took over the lock"):
                paused.commit()
            other.commit()
    assert [item.key for item in read(account).settings.managed] == ["primary", "b"]


def test_of_many_writers_at_once_each_revision_is_one_writers(account):
    failed: list[Exception] = []

    def one(key: str) -> None:
        try:
            with target(account).writer(account, permit(20.0)) as writer:
                writer.perform(create(key), 1)
                writer.commit()
        except CswsError as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(f"w{number}",)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with target(account).reader(account) as reader:
        assert [item.number for item in reader.revisions()] == list(range(1, 6 - len(failed)))
    assert failed == []


def test_observations_are_revisions_of_their_own_kind(account):
    write(account, create("a"))
    with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
        seen = recorder.read().settings.with_workspaces([Workspace(key="primary", id="primary", name="x")])
        assert recorder.observe(seen) == 2
    state = read(account)
    assert (state.settings, len(state.applied.workspaces)) == (seen, 2)


def test_what_makes_no_revision_is_noted_in_order(account, other):
    write(account, create("a"))
    with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
        recorder.note("seen")
        recorder.note("remark", step=1, text="the drop-down lacks it: Æ")
    with target(account).reader(account) as reader:
        assert reader.read().revision == 1
        noted = [item for item in reader.events() if item.kind in ("seen", "remark")]
        assert [(item.revision, item.who, item.kind, item.data) for item in noted] == [
            (1, "eye", "seen", {}),
            (1, "eye", "remark", {"step": 1, "text": "the drop-down lacks it: Æ"}),
        ]
    with target(other).reader(other) as reader:
        assert list(reader.events()) == []


def test_an_id_and_a_key_are_one_workspace_s(account):
    hand, other = (Workspace(key=None, id=name, name=name) for name in ("hand", "other"))
    write(account, create("a"))
    with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
        known = recorder.read().settings
        for twice in (
            [*known.workspaces, hand, replace(hand, name="x")],
            [*known.workspaces, Workspace(key="a", id="b")],
        ):
            with pytest.raises(CswsError) as refused:
                recorder.observe(known.with_workspaces(twice))
            assert refused.value.code == "identity"
        assert recorder.observe(known.with_workspaces([*known.workspaces, hand, other])) == 2
        assert recorder.observe(known) == 3
        assert recorder.used_ids() >= {"hand", "other", "primary"}
    assert read(account).settings == known


def test_an_adoption_observes_and_gives_keys_in_one_revision(account):
    write(account, create("a"))
    with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
        known = recorder.read().settings
        hand = Workspace(key="hand", id="seen-hand", name="Hand")
        renamed = [replace(item, description="Seen") if item.key == "a" else item for item in known.workspaces]
        found = known.with_workspaces([*renamed, hand])
        assert recorder.adopt(found, [Address.workspace("hand")]) == 2
        assert recorder.adopt(found, []) is None
        with pytest.raises(CswsError) as refused:
            recorder.adopt(found.with_workspaces([*found.workspaces, replace(hand, id="b")]), [])
        assert refused.value.code == "identity"
    with target(account).reader(account) as reader:
        state, revisions = reader.read(), reader.revisions()
        assert (state.settings, revisions[-1].kind, revisions[-1].operator) == (found, "imported", "eye")
        assert state.applied == known.with_workspaces([*known.workspaces, hand])  # what was seen of `a` is drift
        assert [item.kind for item in reader.events() if item.kind == "seen"] == ["seen"]
    with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
        assert recorder.adopt(found, [Address.workspace("a")]) is None
    with target(account).reader(account) as reader:
        assert reader.read().applied == found


def test_the_first_adoption_takes_everything_as_base(account):
    found = fresh().with_workspaces([replace(item, name="Seen") for item in fresh().workspaces])
    with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
        assert recorder.observe(found) == 1
        assert recorder.adopt(found, []) is None
    assert read(account).applied == found


def as_csws_0_1_made_it(account: AccountRef, *more: tuple[str, tuple[str, ...]]) -> None:
    """A store of then, and `more` of what it wrote."""
    with target(account).store(account).transaction(1.0) as sql:
        for table in ("event", "run", "journal"):
            sql.execute(f"DROP TABLE {table}")
        for table in journal.TABLES:
            sql.execute(table)
        for text, values in more:
            sql.execute(text, values)
        if account.scheme == "sqlite":
            sql.execute("PRAGMA user_version = 1")
        else:
            sql.execute("UPDATE version SET number = 1")


@databases
def test_a_store_of_csws_0_1_is_read_as_it_is_and_brought_up_to_date_by_the_first_write(account):
    write(account, create("a"))
    as_csws_0_1_made_it(account)
    with target(account).reader(account) as reader:
        assert (reader.read().revision, list(reader.events())) == (1, [])
    with target(account).recorder(account, RecordPermit(operator="eye")) as recorder:
        recorder.note("seen")
    assert write(account, create("b")) == 2
    with target(account).reader(account) as reader:
        assert next((item.revision, item.kind) for item in reader.events()) == (1, "seen")


@databases  # a file keeps records only; tests/record has its main job
def test_the_main_job(address, tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    project = tmp_path / "acme"
    file, catalog = project / "csws.yaml", project / "catalogs/acme.json"
    file.write_text(file.read_text().replace("sqlite:.csws/acme.db", address))
    identity = csws(project, "plan", "--format", "json").json["accounts"][0]["account_id"]
    catalog.write_text(catalog.read_text().replace(f'"{identity}"', f'"{uuid.uuid4().hex}"', 1))
    assert csws(project, "plan", "--out", str(tmp_path / "p")).code == 0
    assert csws(project, "apply", str(tmp_path / "p")).code == 0
    assert csws(project, "plan", "--detailed-exitcode").code == 0
    assert csws(project, "observe", "--set", "workspace.emea.description=x").code == 0
    assert csws(project, "drift", "--detailed-exitcode").code == 2
    assert csws(project, "rollback", "1", "--auto-approve").code == 0
    assert csws(project, "apply", "--resume").code == 0
    assert len(csws(project, "history", "--format", "json").json["accounts"][0]["revisions"]) == 3
