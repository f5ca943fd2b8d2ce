"""What waits of a run, however much of it somebody has done and observed: nothing is asked for twice, nothing gets lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csws.state.snapshot import fingerprint
from csws.state.transition import after_step
from csws.state.waiting import judged
from tests.accounts import settings
from tests.properties.test_planning import plan, ran

pytestmark = pytest.mark.no_cover  # thousands of cases, and tracing them takes as long as running them
dice = st.randoms(use_true_random=False)


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


@given(settings(), settings(), dice)
def test_what_no_waiting_step_sets_never_matters(current, desired, dice):
    _, _, steps = plan(current, desired)
    touched = {step.address.key for step in steps}
    others = [item for item in current.workspaces if (item.key or "") not in touched]
    assume(steps and others)
    changed = replace(dice.choice(others), description="seen elsewhere")
    kept = [item for item in current.workspaces if item.key != changed.key]
    found = judged(steps, current.with_workspaces([*kept, changed]), 2)
    assert (found.waiting, found.done, found.overtaken) == (tuple(steps), (), ())


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
