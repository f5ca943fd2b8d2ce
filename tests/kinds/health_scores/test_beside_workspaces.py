"""Accounts that have workspaces and health scores: what holds for each of them holds for both together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csws.diff import diff
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.states import EDITED
from csws.model.change import Action
from csws.model.plan import AccountPlan, Base
from csws.model.run import Plan
from csws.model.settings import Settings, fresh
from csws.planner.planning import planned_steps
from csws.state.laws import breaches
from csws.state.references import named_changes
from csws.state.snapshot import fingerprint
from csws.state.transition import after_step
from csws.state.waiting import judged
from csws.state.way_back import way_back
from csws.verifier import verify
from tests import accounts
from tests.accounts import CATALOG
from tests.effort import tries
from tests.kinds.health_scores.made import scores
from tests.properties.test_every_format_tells_the_same import WITH_TITLES, seen, spaced
from tests.properties.test_planning import ran

_quick = settings(tries(90), deadline=None, suppress_health_check=list(HealthCheck))
ACCOUNTS = st.builds(lambda account, items: account.with_items(items), accounts.settings(), scores())
DICE = st.randoms(use_true_random=False)


def planned(current: Settings, desired: Settings, moved=None):
    ids = {item.key: item.id for item in (*current.workspaces, *current.items)}
    if moved is None:
        workspaces = [replace(item, id=ids.get(item.key)) for item in desired.workspaces]
        desired = desired.with_workspaces(workspaces)
        desired = desired.with_items([replace(item, id=ids.get(item.key)) for item in desired.items])
    changes = diff(current, desired, moved=moved or {})
    steps = planned_steps(
        current,
        desired,
        changes,
        moved=moved or {},
        catalog=CATALOG,
        serial=2,
        allowed_deletes=frozenset(),
        subscription="enterprise",
    )
    return desired, changes, steps


@_quick
@given(ACCOUNTS, ACCOUNTS)
def test_every_prefix_is_lawful_and_neither_costs_the_other_a_step(current, desired):
    wanted, changes, steps = planned(current, desired)
    states = ran(current, steps)
    assert not any(breaches(state) for state in states)
    assert diff(states[-1], planned(states[-1], wanted)[0]) == ()
    assert verify(steps, current, wanted) == []
    assert bool(steps) == bool(changes)
    alone = [planned(*(side.with_items([]) for side in (current, desired)))[2]]
    alone += [planned(*(Settings().with_items(side.items) for side in (current, desired)))[2]]
    assert len(steps) == sum(map(len, alone))


def test_one_that_was_made_and_turned_on_by_hand_counts_as_both():
    fields = {"name": "Usage", "object": "companies", "state": "published", "bands.healthy": 70, "bands.at_risk": 40}
    current = fresh()
    _, _, steps = planned(current, current.with_items([KIND.normal(KIND.made("c", "c", fields))]))
    found = judged(steps, ran(current, steps)[-1], 2)
    assert ([step.id for step in found.done], found.waiting, found.overtaken) == ([1, 2], (), ())


@pytest.mark.parametrize("done", [0, 1, 2])
def test_an_edit_of_one_that_is_on_waits_until_it_is_turned_on(done):
    fields = {"name": "Usage", "object": "companies", "state": "published", "bands.healthy": 70, "bands.at_risk": 40}
    on = KIND.normal(KIND.made("c", "c", fields))
    current = fresh().with_items([on])
    _, _, steps = planned(current, fresh().with_items([KIND.changed(on, "c", {"bands.healthy": 80})]))
    found = judged(steps, ran(current, steps)[done], 2)
    ids = [step.id for step in steps]
    assert ids == [1, 2]
    assert ([step.id for step in found.done], [step.id for step in found.waiting]) == (ids[:done], ids[done:])


@_quick
@given(ACCOUNTS, ACCOUNTS, DICE)
def test_what_was_done_by_hand_counts_and_the_rest_waits(current, desired, dice):
    _, _, steps = planned(current, desired)
    states = ran(current, steps)
    at = dice.randrange(len(states))
    found = judged(steps, states[at], 2)
    assert ([step.id for step in found.done], found.overtaken) == ([step.id for step in steps[:at]], ())
    end = states[at]
    for step in found.waiting:
        end = after_step(end, step, 2)
    assert fingerprint(end) == fingerprint(states[-1])


def half_done(account: Settings, dice) -> Settings:
    """Some published scores were edited, and nobody has turned them on."""
    edits = [item.fields["state"] == "published" and dice.random() < 0.5 for item in account.items]
    pairs = zip(account.items, edits, strict=True)
    return account.with_items(
        [KIND.changed(item, item.key, {EDITED: True}) if is_edited else item for item, is_edited in pairs]
    )


@_quick
@given(ACCOUNTS, ACCOUNTS, DICE)
def test_the_way_back_leads_to_what_was_then_turned_on(then, current, dice):
    then, current = half_done(then, dice), half_done(current, dice)
    wanted, moved = way_back(then, current)
    assume(not breaches(wanted))
    _, changes, steps = planned(current, wanted, moved)
    assert verify(steps, current, wanted) == []
    end = ran(current, steps)[-1]
    was = {item.id: KIND.flat(item) for item in then.items}
    for item in end.items:
        if item.id in was:
            assert KIND.flat(item) == {**was[item.id], EDITED: False}
    deleted = {change.address.key for change in changes if change.action is Action.DELETE}
    assert deleted.isdisjoint(item.key for item in then.items)


@_quick
@given(ACCOUNTS, DICE)
def test_the_way_back_to_now_only_turns_on_what_waits_for_it(account, dice):
    account = half_done(account, dice)
    wanted, moved = way_back(account, account)
    _, _, steps = planned(account, wanted, moved)
    waiting = {item.key for item in account.items if item.fields.get(EDITED)}
    assert {step.address.key for step in steps} == waiting
    assert all(step.sets == {"state": "published"} and step.consequential for step in steps)


@_quick
@given(ACCOUNTS, ACCOUNTS)
def test_every_format_has_each_changed_score_and_marks_what_starts_workflows(current, desired):
    _, changes, steps = planned(current, desired)
    account = AccountPlan(
        account="acme",
        account_id="acme",
        target="sqlite:acme.db",
        base=Base(revision=1, fingerprint="sha256:" + "0" * 64),
        applyable=True,
        changes=named_changes(changes, current.objects, desired.objects, CATALOG),
        steps=tuple(steps),
    )
    fires = any(step.consequential for step in steps)
    for form in (*WITH_TITLES, "html"):
        text = seen(Plan(accounts=(account,)), form)
        for change in account.changes:
            if change.address.kind == KIND.name:
                assert spaced(f"({change.address.key})") in text or form == "html", (form, change)
                assert spaced(str(change.address.key)) in text, (form, change)
        assert ("starts workflows" in text) is fires, form
