"""What waits of a run, however much of it somebody has done and observed: nothing is asked for twice, nothing gets lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csws.model.address import Address
from csws.model.change import Action
from csws.model.plan import Step
from csws.model.settings import CustomersTab, Settings, Workspace
from csws.state.snapshot import fingerprint
from csws.state.transition import after_step
from csws.state.waiting import judged
from tests.accounts import settings
from tests.effort import tries
from tests.properties.test_planning import plan, ran

dice = st.randoms(use_true_random=False)
BYSTANDER = Workspace(key="bystander", id="99", name="Bystander", customers=CustomersTab(csm_property="owner"))


@tries(100, 20_000)
@given(settings(), settings(), dice)
def test_what_was_done_by_hand_counts_and_the_rest_waits(current, desired, dice):
    _, _, steps = plan(current, desired)
    states = ran(current, steps)
    at = dice.randrange(len(states))
    found = judged(steps, states[at], 2)
    assert ([step.id for step in found.done], found.overtaken) == ([step.id for step in steps[:at]], ())
    end = states[at]
    for step in found.waiting:
        end = after_step(end, step, 2)
    assert fingerprint(end) == fingerprint(states[-1])


@tries(100, 20_000)
@given(settings(same_objects=True), settings(same_objects=True), dice)
def test_what_no_waiting_step_sets_never_matters(current, desired, dice):
    """With other objects, every workspace has its step; an account has six at most."""
    current, desired = (each.with_workspaces([*each.workspaces[:5], BYSTANDER]) for each in (current, desired))
    _, _, steps = plan(current, desired)
    touched = {step.address.key for step in steps}
    others = [item for item in current.workspaces if (item.key or "") not in touched]
    assume(steps)
    changed = replace(dice.choice(others), description="seen elsewhere")
    kept = [item for item in current.workspaces if item.key != changed.key]
    found = judged(steps, current.with_workspaces([*kept, changed]), 2)
    assert (found.waiting, found.done, found.overtaken) == (tuple(steps), (), ())


@tries(100, 20_000)
@given(settings(), settings(), dice)
def test_a_value_that_is_neither_the_one_before_nor_the_one_after_is_named(current, desired, dice):
    _, _, steps = plan(current, desired)
    named = [step for step in steps if step.action.value == "update" and "description" in step.sets]
    assume(named)
    step = dice.choice(named)
    changed = replace(current.get(step.address.key), description="seen elsewhere")
    kept = [item for item in current.workspaces if item.key != changed.key]
    found = judged(steps, current.with_workspaces([*kept, changed]), 2)
    told = [(item.step, item.path, item.expected, item.found) for item in found.overtaken]
    assert told == [(step.id, "description", step.was["description"], "seen elsewhere")]
    assert step in found.waiting


def update(number, key, was, sets, action=Action.UPDATE):
    address = Address.workspace(key)
    return Step(id=number, action=action, address=address, summary="", sets=sets, was=was, because=(address,))


RELEASE = update(1, "a", {"name": "A", "teams": ("1",)}, {"name": "B (moving 1)", "teams": ()})


@pytest.mark.parametrize(
    ("then", "key", "found"),
    [
        (update(2, "a", {"name": "B (moving 1)"}, {"name": "B"}), "a", {"name": "B", "teams": ()}),
        (
            update(2, "z", {"key": "a", "name": "B (moving 1)"}, {"key": "z", "name": "B"}, Action.MOVE),
            "z",
            {"name": "B", "teams": ()},
        ),
    ],
    ids=["under its key", "under its new key"],
)
def test_a_temporary_step_is_done_where_a_later_one_replaced_only_a_part_of_it(then, key, found):
    """Found by the property above: a temporary name is replaced, the teams that were given up stay."""
    now = Settings().with_workspaces([replace(Workspace(key=key, id="1"), **found)])
    assert judged((RELEASE, then), now, 2).done == (RELEASE, then)
    half = Settings().with_workspaces([replace(Workspace(key=key, id="1"), name="B", teams=("1",))])
    assert [item.path for item in judged((RELEASE, then), half, 2).overtaken][:1] in (["name"], [""])
