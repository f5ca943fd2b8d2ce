"""Histories that went wrong once, as short as they can be told."""

from __future__ import annotations

import pytest

from tests.histories.book import READS, Act
from tests.histories.life import Life
from tests.histories.project import PEOPLE, block
from tests.histories.stores import STORES


@pytest.fixture
def life(request):
    store, accounts = request.param
    life = Life(STORES[store], accounts)
    yield life
    life.ends_well()
    life.close()


ONE = ("acme",)
BOTH = ("acme", "beta")
WHO = PEOPLE[0]
APPLY = ("apply", "--auto-approve", "--new-account", "--format", "json", "--operator", WHO)
RESUME = ("apply", "--resume", "--format", "json", "--operator", WHO)


@pytest.mark.parametrize("life", [("hubspot", ONE)], indirect=True)
@pytest.mark.parametrize("death", ["kill-after-answer:1", "kill-in-intent:1", "kill-in-outcome:1"])
def test_a_step_that_csws_does_itself_is_never_in_doubt(life, death):
    life.begins("applied")
    spaces = life.project.spaces
    spaces["c"] = {**spaces.pop("a"), "renamed_from": "a"}
    life.project.write()
    act = Act("applied", WHO, ONE)
    life.dies(act, *APPLY, fault=death)
    assert life.books["acme"].run
    assert life.does(Act("applied", WHO, ONE, resumes=True), *RESUME).code == 0
    assert life.books["acme"].run is None


@pytest.mark.parametrize("life", [("sqlite", BOTH)], indirect=True)
def test_what_is_in_the_way_is_adopted_with_the_command_that_the_hint_names(life):
    life.begins("applied")
    seen = Act("observed", WHO, ["beta"])
    life.does(seen, "--account", "beta", "observe", "--set", "workspace.hand.name=Gamma", "--operator", WHO)
    life.project.spaces["c"] = block("Gamma")
    life.project.write()
    done = life.does(READS, "plan")
    assert (done.code, "`csws --account beta import KEY=id:seen-hand`" in done.out + done.err) == (3, True)


@pytest.mark.parametrize("life", [("sqlite", BOTH)], indirect=True)
def test_what_is_gone_is_recorded_with_the_command_that_the_hint_names(life):
    seen = Act("observed", WHO, ["beta"])
    life.does(seen, "--account", "beta", "observe", "--set", "workspace.hand.name=Gamma", "--operator", WHO)
    done = life.does(READS, "--account", "beta", "observe", "--set", "workspace.hand=null")
    assert "csws --account beta observe --set unmanaged.seen-hand=null" in done.err


@pytest.mark.parametrize("life", [("sqlite", ONE)], indirect=True)
@pytest.mark.parametrize("death", ["after-begin", "before-commit"])
def test_the_same_plan_begun_again_after_a_death_is_another_run(life, death):
    act = Act("applied", WHO, ONE, agrees=True)
    runs = set()
    for _ in range(3):
        life.dies(act, *APPLY, fault=death)
        runs.add(life.books["acme"].run)
    assert life.does(act, *APPLY).code == 0
    assert (len(runs), None in runs) == (3, False)
