"""Laws of the plans of scores, over made-up accounts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from csws.diff import diff
from csws.documents.step_document import step_document, step_from
from csws.errors import ConfigInvalid
from csws.kinds.health_scores.kind import KIND
from csws.model.change import Action
from csws.model.plan import PLAN_FORMAT, hashed
from csws.model.settings import Settings, fresh
from csws.planner.planning import planned_steps
from csws.state.base import after_begin, after_outcome
from csws.state.laws import breaches
from csws.state.snapshot import fingerprint, from_text, to_text
from csws.state.transition import after_step
from csws.targets.record.changes import Flat, differences
from csws.verifier import verify
from tests.accounts import CATALOG
from tests.effort import tries
from tests.kinds.health_scores.made import CONDITIONS, condition_text, published, scores
from tests.kinds.health_scores.oracle import shortest_length

NEEDS_NO_TURNING_ON = {"name", "property", "protect"}
LIMITS = {"professional": (1, 5), "enterprise": (10, 20)}
_quick = settings(tries(90), deadline=None, suppress_health_check=list(HealthCheck))


def account(items) -> Settings:
    return fresh().with_items(items)


def planned(current: Settings, desired: Settings, subscription: str = "enterprise"):
    known = {item.key for item in current.items}
    wanted = desired.with_items([replace(item, id=item.key if item.key in known else None) for item in desired.items])
    changes = diff(current, wanted)
    steps = planned_steps(
        current,
        wanted,
        changes,
        moved={},
        catalog=CATALOG,
        serial=2,
        allowed_deletes=frozenset(),
        subscription=subscription,
    )
    return wanted, changes, steps


def test_the_fields_of_a_blank_score_are_unset():
    blank = KIND.made("a", "a", {})
    assert KIND.only_set(KIND.flat(blank)) == {}


@_quick
@given(scores(), scores())
def test_every_prefix_is_lawful_and_the_end_is_desired(current, desired):
    wanted, changes, steps = planned(account(current), account(desired))
    state = account(current)
    for step in steps:
        state = after_step(state, step, 2)
        assert not breaches(state)
    assert [item.fields for item in state.items] == [item.fields for item in wanted.items]
    assert bool(steps) == bool(changes)
    assert verify(steps, account(current), wanted) == []


@_quick
@given(scores(), scores())
def test_a_score_has_an_edit_and_is_turned_on_by_itself(current, desired):
    _, changes, steps = planned(account(current), account(desired))
    was, wanted = ({item.key: KIND.flat(item) for item in side} for side in (current, desired))
    for change in changes:
        before, after = was.get(change.address.key), wanted.get(change.address.key)
        mine = [step for step in steps if step.address == change.address and not step.transient]
        turned_on = [step for step in mine if step.sets == {"state": "published"}]
        assert len(mine) <= 2
        if after is not None and after["state"] == "published":
            differing = set(KIND.differing(before or {}, after)) - NEEDS_NO_TURNING_ON
            assert (mine[-1:] == turned_on) is bool(before is None or differing)
        else:
            assert turned_on == []
        for step in mine:
            off = before is not None and before["state"] == "published" and step.sets.get("state") == "draft"
            stays = before is not None and after is not None and before["state"] == after["state"] == "published"
            moved = stays and bool({"bands.healthy", "bands.at_risk"} & step.sets.keys())
            assert step.consequential is (step in turned_on or off or moved)


@_quick
@given(scores(), scores(), st.randoms(use_true_random=False))
def test_the_verifier_notices_a_step_that_is_left_out(current, desired, dice):
    wanted, _, steps = planned(account(current), account(desired))
    if steps:
        at = dice.randrange(len(steps))
        assert verify((*steps[:at], *steps[at + 1 :]), account(current), wanted)


@_quick
@given(scores(), scores(), st.randoms(use_true_random=False))
def test_the_verifier_notices_what_a_step_says_wrongly_of_workflows(current, desired, dice):
    wanted, _, steps = planned(account(current), account(desired))
    updates = [at for at, step in enumerate(steps) if step.action is Action.UPDATE]
    if updates:
        at = dice.choice(updates)
        lying = replace(steps[at], consequential=not steps[at].consequential)
        assert verify((*steps[:at], lying, *steps[at + 1 :]), account(current), wanted)


def _simple(items) -> dict:
    out = {}
    for item in items:
        rest = {path: value for path, value in KIND.flat(item).items() if path not in {*NEEDS_NO_TURNING_ON, "state"}}
        other = (item.fields["property"], item.fields["protect"])
        out[item.key] = (item.fields["name"], other, tuple(sorted(rest.items(), key=str)), item.fields["state"])
    return out


def _made(*items: tuple[str, str, str]) -> tuple:
    """Scores without groups: key, name, state."""
    fields = {"object": "companies", "bands.healthy": 70, "bands.at_risk": 40}
    return tuple(
        KIND.normal(KIND.made(key, key, {**fields, "name": name, "state": state})) for key, name, state in items
    )


# The name of one that goes on is wanted by one that goes off first: turning on gives no name up.
_WAITS = (
    _made(("a", "Usage", "draft"), ("b", "Health", "published")),
    _made(("c", "Health", "draft"), ("b", "Usage", "draft"), ("a", "Other", "published")),
)


@_quick
@example(*_WAITS, "professional")
@given(scores(), scores(), st.sampled_from(list(LIMITS)))
def test_no_plan_is_longer_than_the_shortest_found_by_search(current, desired, subscription):
    limits = LIMITS[subscription]
    assume(published(current) <= limits[0] and published(desired) <= limits[0])
    _, _, steps = planned(account(current), account(desired), subscription)
    assert len(steps) == shortest_length(_simple(current), _simple(desired), *limits)
    state = account(current)
    for step in steps:
        state = after_step(state, step, 2)
        assert published(state.items) <= limits[0]


@_quick
@given(scores(), scores(), st.integers(0, 2), st.integers(0, 3))
def test_where_places_are_few_a_plan_keeps_within_them_or_none_leads_there(current, desired, on, off):
    assume(all(published(one) <= on and len(one) - published(one) <= off for one in (current, desired)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(KIND), "tier_limits", lambda *_: {"published": on, "draft": off})
        length = shortest_length(_simple(current), _simple(desired), on, off)
        _, _, free = planned_without_limits(current, desired)
        if length is None or length > len(free):
            with pytest.raises(ConfigInvalid, match="No order of these changes"):
                planned(account(current), account(desired))
            return
        _, _, steps = planned(account(current), account(desired))
    assert length == len(steps)
    state = account(current)
    for step in steps:
        state = after_step(state, step, 2)
        assert published(state.items) <= on
        assert len(state.items) - published(state.items) <= off


def planned_without_limits(current, desired):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(KIND), "tier_limits", lambda *_: {})
        return planned(account(current), account(desired))


@_quick
@given(scores(CONDITIONS.map(condition_text)))
def test_it_survives_the_store_text_and_the_record(items):
    held = account(items)
    assert from_text(to_text(held)) == held
    assert fingerprint(from_text(to_text(held))) == fingerprint(held)
    empty, full = Flat.of(to_text(fresh())), Flat.of(to_text(held))
    assert empty.changed(differences(empty, full)).settings() == held
    assert full.changed(differences(full, empty)).settings() == fresh()


@_quick
@given(scores(), scores())
def test_its_steps_survive_the_document(current, desired):
    _, _, steps = planned(account(current), account(desired))
    for step in steps:
        back = step_from(step_document(step), PLAN_FORMAT)
        assert (back.sets, back.was, back.consequential) == (step.sets, step.was, step.consequential)
        assert hashed(back) == hashed(step)


@_quick
@given(scores(), scores(), scores())
def test_what_is_not_put_right_yet_stays_drift(applied, current, desired):
    _, _, steps = planned(account(current), account(desired))
    states = [account(current)]
    for step in steps:
        states.append(after_step(states[-1], step, 2))
    base, known = after_begin(account(applied), states[0], states[-1]), _drifted(account(applied), states[0])
    for before, after in pairwise(states):
        assert _drifted(base, before) <= known
        base = after_outcome(base, before, after)
    assert _drifted(base, states[-1]) == set()


def _drifted(base: Settings, now: Settings) -> set[tuple[str, str]]:
    changes = diff(base, now, clears=False)
    return {(str(change.address), item.path) for change in changes for item in change.fields}
