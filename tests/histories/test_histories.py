"""Any acts in any order, over one account and over three, on each store; after each act the record is true.

A further act is a rule in one of the mixins, a further store a line in STORES.
"""

from __future__ import annotations

import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, run_state_machine_as_test

from tests.effort import IS_FULL, IS_LONG
from tests.histories.editing import Editing
from tests.histories.life import Life
from tests.histories.merging import Fewer, Merging
from tests.histories.project import ACCOUNTS
from tests.histories.running import Running, Unfinished
from tests.histories.scoring import Scoring
from tests.histories.seeing import Seeing
from tests.histories.stores import STORES

ACTS = (Editing, Running, Unfinished, Seeing, Merging)
STEPS = 20
SEQUENCES = 2_800 if IS_LONG else 72 if IS_FULL else 24  # over all cases together
CASES = [(store, accounts) for store in STORES for accounts in (1, 3)]


class Living(RuleBasedStateMachine):
    store = "sqlite"
    accounts = 1

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(STORES[self.store], tuple(ACCOUNTS)[: self.accounts])

    @initialize(begins=st.sampled_from(["new", "seen", "applied", "seen, applied"]))
    def begin(self, begins: str) -> None:
        self.life.begins(begins)

    def teardown(self) -> None:
        try:
            self.life.ends_well()
        finally:
            note("\n".join(self.life.told))
            self.life.close()


class Histories(*ACTS, Living):
    """Any act."""


class Scored(Scoring, *ACTS, Living):
    """Any act, of an account that has health scores too."""


class Machines(Merging, Fewer, Living):
    """Mostly merges, between the acts that they can meet."""

    store = "text"


@pytest.mark.parametrize(("store", "accounts"), CASES)
def test_whatever_happens_the_record_is_true(store, accounts):
    machine = type("Histories", (Histories,), {"store": store, "accounts": accounts})
    _run(machine, SEQUENCES // len(CASES), STEPS)


@pytest.mark.parametrize("store", STORES)
def test_whatever_happens_the_record_of_health_scores_is_true(store):
    _run(type("Scored", (Scored,), {"store": store}), SEQUENCES // len(CASES), STEPS)


def test_whatever_two_machines_merge_the_record_is_true():
    _run(Machines, SEQUENCES // 5, 30)


def _run(machine: type[Living], sequences: int, steps: int) -> None:
    # The ordinary run tries the same histories each time; the long one looks for others.
    profile = settings(max_examples=sequences, stateful_step_count=steps, deadline=None, derandomize=not IS_LONG)
    run_state_machine_as_test(machine, settings=profile)
