"""The way back: whatever csws manages ends up as it was then, and nothing that was there then is ever deleted."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from csws.diff import diff
from csws.model.change import Action
from csws.model.settings import Settings
from csws.planner.planning import planned_steps
from csws.state.laws import breaches
from csws.state.way_back import way_back
from csws.verifier import verify
from tests.accounts import CATALOG, KEYS, settings
from tests.effort import tries
from tests.properties.test_planning import ran

some_keys = st.sets(st.sampled_from(KEYS))


def without_keys(account: Settings, keys: set[str]) -> Settings:
    """The same account, in which csws does not manage some workspaces."""
    return account.with_workspaces(
        [replace(item, key=None) if item.key in keys else item for item in account.workspaces]
    )


@tries(100, 20_000)
@given(settings(), settings(), some_keys)
def test_everything_is_as_it_was_then_and_nothing_of_then_is_deleted(then, current, unmanaged):
    then = without_keys(then, unmanaged)
    wanted, moved = way_back(then, current)
    assume(not breaches(wanted))
    changes = diff(current, wanted, moved=moved)
    serial, allowed = 7, frozenset()
    steps = planned_steps(
        current, wanted, changes, moved=moved, catalog=CATALOG, serial=serial, allowed_deletes=allowed
    )
    assert verify(steps, current, wanted) == []
    end = ran(current, steps)[-1]
    was = {item.id: item for item in then.workspaces}
    for item in end.managed:
        if item.id in was:
            assert replace(item, key=None, protect=False) == replace(was[item.id], key=None, protect=False)
    ids = {item.id for item in current.managed}
    assert {item.id for item in end.workspaces} >= ids & set(was)
    deleted = {current.get(change.address.key).id for change in changes if change.action is Action.DELETE}
    assert deleted == ids - set(was)


@tries(100, 20_000)
@given(settings(), some_keys)
def test_the_way_back_to_now_is_no_way_at_all(account, unmanaged):
    account = without_keys(account, unmanaged)
    wanted, moved = way_back(account, account)
    assert (wanted, moved, diff(account, wanted, moved=moved)) == (account, {}, ())
