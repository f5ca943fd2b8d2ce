"""Laws of diff and planner, over generated accounts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, currently_in_test_context, given, note
from hypothesis import strategies as st

from csws.diff import diff
from csws.model.address import OBJECTS
from csws.model.settings import Settings, Workspace, in_order
from csws.planner.planning import planned_steps
from csws.state.laws import breaches
from csws.state.snapshot import fingerprint, from_text, to_text
from csws.state.transition import after_step
from csws.verifier import verify
from tests.accounts import CATALOG, settings
from tests.oracle import least_person_steps, plain, shortest_length
from tests.planner.case_file import case_text


class Case:
    """A case as a file, written only when it is printed, because that takes longer than the
    plan."""

    def __init__(self, current: Settings, desired: Settings) -> None:
        self._settings = (current, desired)

    def __repr__(self) -> str:
        return f"Keep this as tests/planner/cases/NAME.yaml:\n{case_text(*self._settings)}"


def plan(current: Settings, desired: Settings):
    """The plan; if a property fails on it, Hypothesis prints the case as a file to keep."""
    if currently_in_test_context():
        note(Case(current, desired))
    ids = {item.key: item.id for item in current.workspaces}
    wanted = desired.with_workspaces([replace(item, id=ids.get(item.key)) for item in desired.workspaces])
    changes = diff(current, wanted)
    steps = planned_steps(current, wanted, changes, moved={}, catalog=CATALOG, serial=2, allowed_deletes=frozenset())
    return wanted, changes, steps


def ran(current: Settings, steps) -> list[Settings]:
    states = [current]
    for step in steps:
        states.append(after_step(states[-1], step, 2))
    return states


@given(settings())
def test_nothing_differs_from_itself(account):
    assert diff(account, account) == ()


@given(settings())
def test_settings_survive_the_store_text(account):
    assert from_text(to_text(account)) == account
    assert fingerprint(from_text(to_text(account))) == fingerprint(account)


@given(settings(), settings())
def test_every_prefix_is_lawful_and_the_end_is_desired(current, desired):
    wanted, changes, steps = plan(current, desired)
    states = ran(current, steps)
    assert all(not breaches(state) for state in states)
    assert diff(states[-1], replace_ids(wanted, states[-1])) == ()
    assert bool(steps) == bool(changes)


def replace_ids(wanted: Settings, end: Settings) -> Settings:
    ids = {item.key: item.id for item in end.workspaces}
    return wanted.with_workspaces([replace(item, id=ids[item.key]) for item in wanted.workspaces])


@given(settings(same_objects=True), settings(same_objects=True))
def test_a_plan_has_one_step_per_change_and_transient_steps(current, desired):
    _, changes, steps = plan(current, desired)
    assert sum(not step.transient for step in steps) == len(changes)


@given(settings(), settings())
def test_the_verifier_finds_nothing_wrong(current, desired):
    wanted, _, steps = plan(current, desired)
    assert verify(steps, current, wanted) == []


@given(settings(), settings(), st.randoms(use_true_random=False))
def test_the_verifier_finds_a_damaged_plan(current, desired, dice):
    """A missing step, or one changed value, is always noticed."""
    wanted, _, steps = plan(current, desired)
    assume(steps)
    at = dice.randrange(len(steps))
    assert verify((*steps[:at], *steps[at + 1 :]), current, wanted)
    step = steps[at]
    if step.address != OBJECTS and step.action.value in ("create", "update"):
        spoilt = replace(step, sets={**step.sets, "description": "spoilt"})
        assert verify((*steps[:at], spoilt, *steps[at + 1 :]), current, wanted) or any(
            later.sets.get("description") for later in steps[at + 1 :] if later.address == step.address
        )


SMALL_KEYS = ("a", "b", "c")
SMALL_NAMES = ("X", "\u00c9", "Z", "x ", "e\u0301", "W", " z", "x\u200b")  # some are one name with two spellings


@st.composite
def small(draw) -> Settings:
    keys = draw(st.lists(st.sampled_from(SMALL_KEYS), unique=True, max_size=3))
    names = draw(
        st.lists(st.sampled_from(SMALL_NAMES), unique_by=plain, min_size=len(keys) + 1, max_size=len(keys) + 1)
    )
    homes = draw(st.lists(st.sampled_from((None, *keys)), min_size=3, max_size=3)) if keys else [None] * 3
    teams = {key: tuple(str(at) for at, home in enumerate(homes, 1) if home == key) for key in keys}
    workspaces = [Workspace(key="primary", id="primary", name=names[-1])]
    workspaces += [
        Workspace(key=key, id=key, name=name, teams=teams[key]) for key, name in zip(keys, names, strict=False)
    ]
    return Settings(workspaces=in_order(workspaces))


@given(small(), small())
def test_no_plan_is_longer_than_the_shortest_found_by_search(current, desired):
    _, _, steps = plan(current, desired)
    simple = [
        {item.key: (item.name, frozenset(item.teams)) for item in state.workspaces} for state in (current, desired)
    ]
    assert len(steps) == shortest_length(*simple)


def person_steps(current: Settings, desired: Settings, states: list[Settings], weights: dict[str, int]) -> int:
    def home(account: Settings, team: str) -> str | None:
        return next((item.key for item in account.workspaces if team in item.teams), None)

    total = 0
    for team, weight in weights.items():
        old, new = home(current, team), home(desired, team)
        if old and new and old != new:
            total += weight * sum(home(state, team) not in (old, new) for state in states)
    return total


@given(small(), small())
def test_no_shortest_order_leaves_fewer_people_without_a_workspace(current, desired):
    _, _, steps = plan(current, desired)
    weights = {team.id: len(team.primary_members) for team in CATALOG.team_list[:3]}
    simple = [
        {item.key: (item.name, frozenset(item.teams)) for item in state.workspaces} for state in (current, desired)
    ]
    found = (len(steps), person_steps(current, desired, ran(current, steps), weights))
    assert found == least_person_steps(*simple, weights)
