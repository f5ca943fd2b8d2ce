"""Two clones append to one record: merged where they touch different things, a clear stop where
not; no line is lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from csws.targets.record.merging import merged
from tests.effort import tries
from tests.record.clones import Clone

IDS = ("primary", "a-1", "b-2", "c-3", "seen-hand")
KEYS = (None, "a", "b", "c")
RUNS = ("3f9a1c2b77d0", "113378dfd3b7")
ACT = st.tuples(
    st.sampled_from(
        ["sets", "sets", "sets", "applies", "applies", "moves", "removes", "agrees", "sees", "begins", "ends"]
    ),
    st.integers(0, 20),
    st.integers(0, 20),
)
ACTS = st.lists(ACT, max_size=5)


def act(clone: Clone, by: str, what: str, which: int, value: int) -> None:
    identity, run = IDS[which % len(IDS)], RUNS[which % len(RUNS)]
    held = {fields["key"] for fields in clone.settings.items.values()}
    unfinished = clone.record.position.runs
    if what in ("sets", "applies"):
        field = ("name", "description")[value % 2]
        clone.sets(identity, by, what == "applies", **{field: f"{by} {value}"})
    elif what == "moves" and identity != "primary" and KEYS[value % 4] not in held:
        clone.sets(identity, by, key=KEYS[value % 4])
    elif what == "removes" and ("workspace", identity) in clone.settings.items and identity != "primary":
        clone.removes(identity, by)
    elif what == "begins" and not unfinished:
        clone.begins(f"{run}-{1 + len(clone.opened)}", by)
    elif what == "ends" and unfinished:
        clone.ends(next(iter(unfinished)), by)
    elif what == "agrees":
        clone.agrees(by)
    elif what == "sees":
        clone.sees(by)


def touched(clone: Clone, other: Clone) -> Counter[str]:
    """What the lines that the other lacks touch."""
    known = set(other.identities)
    return Counter(what for at in clone.identities if at not in known for what in clone.touched.get(at, ()))


def in_the_way(ours: Clone, theirs: Clone) -> bool:
    """By the test's own account of who did what: the same workspace, key or run, or a run begun by
    each."""
    if not touched(ours, theirs).keys().isdisjoint(touched(theirs, ours)):
        return True
    every = {**theirs.opened, **ours.opened}
    counts = Counter(run for run, opens in every.values() if opens)
    counts.subtract(run for run, opens in every.values() if not opens)
    return sum(counts.values()) > 1


@tries(500, 10_000)
@given(common=ACTS, ours=ACTS, theirs=ACTS)
@example(  # a workspace that is gone, and that one side sees again
    common=[("sets", 2, 0), ("agrees", 0, 0), ("removes", 12, 0)],
    ours=[("sets", 2, 0), ("agrees", 0, 0)],
    theirs=[("agrees", 0, 0)],
)
def test_they_are_joined_exactly_where_they_touch_different_things(common, ours, theirs):
    base = Clone()
    for each in common:
        act(base, "eve", *each)
    one, other = base.copied(), base.copied()
    for clone, by, acts in ((one, "ann", ours), (other, "bob", theirs)):
        for each in acts:
            act(clone, by, *each)
    before, expected = one.text, in_the_way(one, other)
    joined, turned = one.copied(), other.copied()
    result, back = joined.merges(other), turned.merges(one)
    assert bool(result.disputes) == bool(back.disputes) == expected, (
        result.disputes,
        before,
        other.text,
    )
    if expected:
        assert (joined.text, turned.text) == (before, other.text)
        assert all(dispute.ours and dispute.theirs for dispute in result.disputes)
        return
    assert joined.text.startswith(before), "our lines are as they were"
    assert Counter(joined.identities) == Counter({*one.identities, *other.identities}), "a line was lost or doubled"
    assert Counter(turned.identities) == Counter(joined.identities)
    assert (joined.settings, joined.record.position.runs) == (
        turned.settings,
        turned.record.position.runs,
    )
    assert joined.record.position.base == turned.record.position.base
    for first, second in ((joined, one), (joined, other), (joined, turned), (turned, joined)):
        assert merged(first.record, second.record).added == 0, "what is there already is not added again"
    check_three_ways(base, one, other, joined)


def check_three_ways(base: Clone, one: Clone, other: Clone, joined: Clone) -> None:
    """Each workspace is as the side has it that touched it."""
    for place in {*one.settings.items, *other.settings.items, *joined.settings.items}:
        was, mine, their = (clone.settings.items.get(place) for clone in (base, one, other))
        assert joined.settings.items.get(place) == (their if mine == was else mine)


@tries(100)
@given(rounds=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), ACTS), min_size=2, max_size=6))
def test_of_three_clones_that_merge_in_any_order_no_line_is_lost(rounds):
    clones, every = [Clone(), Clone(), Clone()], set()
    for number, (at, source, acts) in enumerate(rounds):
        for each in acts:
            act(clones[at], f"by {at} {number}", *each)
        every |= set(clones[at].identities)
        mine, their = set(clones[at].identities), set(clones[source].identities)
        before = clones[at].text
        result = clones[at].merges(clones[source])
        assert clones[at].text.startswith(before)
        now = Counter(clones[at].identities)
        assert now == Counter(mine if result.disputes else mine | their)
    assert every == {identity for clone in clones for identity in clone.identities}


def test_a_run_that_was_begun_twice_is_said_as_such():
    one, other = Clone(), Clone()
    one.begins(RUNS[0], "ann")
    other.begins(RUNS[0], "bob")
    (dispute,) = one.merges(other).disputes
    assert dispute.about == f"run {RUNS[0]}, which was begun on both sides"
    assert (dispute.ours[0].by, dispute.theirs[0].by) == ("ann", "bob")


def test_two_runs_of_which_neither_has_ended_cannot_both_wait():
    one, other = Clone(), Clone()
    one.begins(RUNS[0], "ann")
    other.begins(RUNS[1], "bob")
    (dispute,) = one.merges(other).disputes
    assert dispute.about == f"unfinished runs ({', '.join(sorted(RUNS))})"


def test_a_change_of_objects_and_a_choice_that_it_clears_are_in_each_other_s_way():
    from csws.targets.record.changes import Flat

    base = Clone()
    base.sets("a-1", "eve", key="a")
    one, other = base.copied(), base.copied()
    one._revision(Flat({"customers": "contacts"}, one.settings.items), "ann", "objects", None, None)
    other.sets("a-1", "bob", **{"customers.csm_property": "csm"})
    for first, second in ((one, other), (other, one)):
        (dispute,) = first.copied().merges(second).disputes
        assert dispute.about == "objects"
    harmless = base.copied()
    harmless.sets("a-1", "bob", **{"services.csm_property": "csm"})
    assert one.merges(harmless).added == 1


def test_first_bases_of_both_sides_add_up():
    """Nobody had adopted anything; each side adopts another workspace."""
    base = Clone()
    base.sets("x", "eve", name="X")
    base.sets("y", "eve", name="Y")
    one, other = base.copied(), base.copied()
    one.adopts("x", "x", "ann")
    other.adopts("y", "y", "bob")
    assert one.merges(other).added == 1
    assert one.record.position.base == one.settings


def test_a_revision_remembers_every_number_that_it_had():
    base = Clone()
    base.sets("a-1", "eve", name="A")
    clones = [base.copied() for _ in range(3)]
    for at, clone in enumerate(clones):
        clone.sets(f"x-{at}", f"by {at}", name=str(at))
    clones[1].merges(clones[0])
    clones[2].merges(clones[1])
    assert {number: len(texts) for number, texts in clones[2].record.then.items()} == {2: 2, 3: 1}


def test_a_run_keeps_the_settings_that_its_plan_begins_with():
    """However often its line is put after others."""
    base = Clone()
    one, other, third = base.copied(), base.copied(), base.copied()
    one.sets("x", "ann", name="X")
    began_with = one.settings.text()
    one.begins(RUNS[0], "ann", revision=1)
    other.sets("y", "bob", name="Y")
    third.sets("z", "cat", name="Z")
    for clone, source in ((other, one), (third, other)):
        assert clone.merges(source).added
        assert began_with in clone.record.then[1]
    assert third.settings.items.keys() >= {("workspace", identity) for identity in "xyz"}
