"""What is drift while a plan goes one step at a time: never more than before, and nothing once every step is done."""

from __future__ import annotations

import itertools

from hypothesis import given

from csws.diff import diff
from csws.model.address import OBJECTS
from csws.model.settings import Settings
from csws.state.base import after_adoption, after_begin, after_outcome
from tests.accounts import settings
from tests.effort import tries
from tests.properties.test_planning import plan, ran


def drifted(base: Settings, now: Settings) -> set[tuple[str, str]]:
    changes = diff(base, now, clears=False)
    return {(str(change.address), item.path) for change in changes for item in change.fields}


@tries(100, 20_000)
@given(settings(), settings(), settings())
def test_what_is_not_put_right_yet_stays_drift_and_nothing_else_becomes_it(applied, now, desired):
    _, _, steps = plan(now, desired)
    states = ran(now, steps)
    base = after_begin(applied, now, states[-1])
    known = drifted(applied, now)
    assert drifted(base, now) <= known
    for before, after in itertools.pairwise(states):
        base = after_outcome(base, before, after)
        assert drifted(base, after) <= known
    assert drifted(base, states[-1]) == set()


@tries(100, 20_000)
@given(settings(), settings())
def test_a_plan_that_puts_everything_right_leaves_all_drift_until_its_steps_are_done(applied, now):
    _, _, steps = plan(now, applied)
    end = ran(now, steps)[-1]
    assert drifted(after_begin(applied, now, end), now) == drifted(applied, now)


@tries(100, 20_000)
@given(settings(), settings())
def test_what_is_adopted_is_no_drift(applied, now):
    adopted = {item.address for item in now.managed[1:]}
    assert after_adoption(None, now, adopted) == now
    base = after_adoption(applied, now, adopted)
    assert not {address for address, _ in drifted(base, now)} & set(map(str, adopted))
    assert base.objects == applied.objects
    assert after_adoption(applied, now, [OBJECTS]).objects == now.objects
    assert after_adoption(applied, now, ()) == applied
