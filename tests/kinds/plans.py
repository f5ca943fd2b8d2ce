"""Laws of diff and planner over made-up accounts with regions: `python -m tests.kinds.plans`, in a copy that has the kind."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csws.diff import diff
from csws.kinds import regions
from csws.model.address import Address
from csws.model.change import Action
from csws.model.plan import Step
from csws.model.settings import Settings
from csws.planner.planning import planned_steps
from csws.state.base import after_begin, after_outcome
from csws.state.laws import breaches
from csws.state.snapshot import fingerprint, from_text, to_text
from csws.state.transition import after_step
from csws.state.way_back import way_back
from csws.verifier import verify
from tests.accounts import CATALOG
from tests.accounts import settings as accounts
from tests.effort import IS_FULL
from tests.oracle import plain, shortest_length

KEYS, NAMES, TEAMS = ("n", "s", "w", "x"), ("North", "SOUTH", "South ", "West", "w\u0301"), (None, "1", "2", "3")
_quick = settings(
    max_examples=60 if IS_FULL else 20, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@st.composite
def with_regions(draw: st.DrawFn, account: st.SearchStrategy[Settings]) -> Settings:
    """An account with up to three regions that obey the laws."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3))
    names = draw(st.lists(st.sampled_from(NAMES), unique_by=plain, min_size=len(keys), max_size=len(keys)))
    teams = draw(st.permutations(TEAMS))
    items = []
    for key, name, team in zip(keys, names, teams, strict=False):
        owner = draw(st.sampled_from((None, "owner", "csm")))
        countries = draw(st.sampled_from(((), ("NO",), ("NO", "SE"))))
        sets = {"name": name, "team": team, "owner_property": owner, "countries": countries}
        items.append(regions.KIND.made(key, key, sets))
    return draw(account).with_items(items)


def planned(current: Settings, desired: Settings):
    """The plan; what is desired has the ids of the account, as a declaration gets them."""
    ids = {item.key: item.id for item in current.workspaces}
    wanted = desired.with_workspaces([replace(item, id=ids.get(item.key)) for item in desired.workspaces])
    known = {item.key for item in current.items}
    wanted = wanted.with_items([replace(item, id=item.key if item.key in known else None) for item in wanted.items])
    changes = diff(current, wanted)
    steps = planned_steps(current, wanted, changes, moved={}, catalog=CATALOG, serial=2, allowed_deletes=frozenset())
    return wanted, changes, steps


@_quick
@given(with_regions(accounts()), with_regions(accounts()))
def every_prefix_is_lawful_and_the_end_is_desired(current, desired):
    wanted, changes, steps = planned(current, desired)
    state = current
    for step in steps:
        state = after_step(state, step, 2)
        assert not breaches(state)
    assert [item.fields for item in state.items] == [item.fields for item in wanted.items]
    assert bool(steps) == bool(changes)
    assert verify(steps, current, wanted) == []


@_quick
@given(with_regions(accounts()), with_regions(accounts()), st.randoms(use_true_random=False))
def the_verifier_notices_a_step_that_is_left_out(current, desired, dice):
    wanted, _, steps = planned(current, desired)
    if steps:
        at = dice.randrange(len(steps))
        assert verify((*steps[:at], *steps[at + 1 :]), current, wanted)


@_quick
@given(with_regions(accounts()), st.booleans())
def the_verifier_notices_two_names_that_are_equal(account, is_managed):
    if len(account.items) > 1:
        first, second, *others = account.items
        base = account.with_items([first if is_managed else replace(first, key=None), second, *others])
        sets, was = {"name": first.fields["name"]}, {"name": second.fields["name"]}
        address = Address("region", second.key)
        step = Step(id=1, action=Action.UPDATE, address=address, summary="", sets=sets, was=was, because=(address,))
        assert "After step 1: two regions have the same name." in verify((step,), base, base)


@_quick
@given(with_regions(accounts()))
def it_survives_the_store_text(account):
    assert from_text(to_text(account)) == account
    assert fingerprint(from_text(to_text(account))) == fingerprint(account)


@_quick
@given(with_regions(st.just(Settings())), with_regions(st.just(Settings())))
def no_plan_is_longer_than_the_shortest_found_by_search(current, desired):
    _, _, steps = planned(current, desired)
    assert len(steps) <= shortest_length(*map(_simple, (current, desired)), limit=3) + _only_details(current, desired)


@_quick
@given(with_regions(accounts()), with_regions(accounts()), with_regions(accounts()))
def what_is_not_put_right_yet_stays_drift(applied, current, desired):
    _, _, steps = planned(current, desired)
    states = [current]
    for step in steps:
        states.append(after_step(states[-1], step, 2))
    base, known = after_begin(applied, current, states[-1]), _drifted(applied, current)
    for before, after in pairwise(states):
        assert _drifted(base, before) <= known
        base = after_outcome(base, before, after)
    assert _drifted(base, states[-1]) == set()


def _drifted(base: Settings, now: Settings) -> set[tuple[str, str]]:
    changes = diff(base, now, clears=False)
    return {(str(change.address), item.path) for change in changes for item in change.fields}


@_quick
@given(with_regions(accounts()), with_regions(accounts()), st.sets(st.sampled_from(KEYS)))
def the_way_back_deletes_nothing_of_then(then, current, unmanaged):
    then = then.with_items([replace(item, key=None) if item.key in unmanaged else item for item in then.items])
    wanted, moved = way_back(then, current)
    if breaches(wanted):
        return
    changes = diff(current, wanted, moved=moved)
    steps = planned_steps(current, wanted, changes, moved=moved, catalog=CATALOG, serial=2, allowed_deletes=frozenset())
    assert verify(steps, current, wanted) == []
    was = {item.id: item.fields for item in then.items}
    kept = {item.id: item.fields for item in wanted.items}
    assert all(kept[item.id] == was[item.id] for item in current.items if item.id in was)


def _simple(account: Settings) -> dict:
    """Names and teams, as the search knows them; a workspace is always there for it."""
    flat = {item.key: item.fields for item in account.items}
    held = {key: frozenset({fields["team"]} - {None}) for key, fields in flat.items()}
    return {"primary": ("primary", frozenset()), **{key: (flat[key]["name"], held[key]) for key in flat}}


def _only_details(current: Settings, desired: Settings) -> int:
    """The regions whose name and team stay, and something else changes: one step each."""
    before, after = ({item.key: item.fields for item in account.items} for account in (current, desired))
    same = [key for key in before.keys() & after.keys() if before[key] != after[key]]
    return sum(all(before[key][path] == after[key][path] for path in ("name", "team")) for key in same)


if __name__ == "__main__":
    what_is_not_put_right_yet_stays_drift()
    the_way_back_deletes_nothing_of_then()
    every_prefix_is_lawful_and_the_end_is_desired()
    the_verifier_notices_a_step_that_is_left_out()
    the_verifier_notices_two_names_that_are_equal()
    it_survives_the_store_text()
    no_plan_is_longer_than_the_shortest_found_by_search()
