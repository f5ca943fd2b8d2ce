"""A bug in csws is exit code 70, wherever csws notices it, and nothing is applied."""

from __future__ import annotations

import pytest

from csws.model.settings import fresh
from csws.state.laws import Breach
from tests.cli.console import csws
from tests.cli.test_main_job import snapshot

LAWS_SEEN: list[int] = []


def lawless_later(settings):
    """The account obeys the laws now, but not after any step."""
    LAWS_SEEN.append(1)
    return frozenset() if len(LAWS_SEEN) == 1 else frozenset([Breach("CSW302", "A team would be in two workspaces.")])


LIES = {
    "the verifier": ("csws.workflow.account.plan.verify", lambda *_: ["Step 1 is wrong."], "Step 1 is wrong."),
    "the order": ("csws.planner.planning.best_order", lambda *_: None, "No safe order of steps"),
    "a law on the way": ("csws.planner.simulation.breaches", lawless_later, "would break a law"),
    "the end": ("csws.planner.simulation.after_step", lambda *_: fresh(), "would not reach the desired settings"),
}


@pytest.mark.parametrize("command", [["plan"], ["apply", "--auto-approve"]], ids=lambda words: words[0])
@pytest.mark.parametrize("name", LIES)
def test_a_wrong_plan_is_a_bug(tmp_path, monkeypatch, name, command):
    assert csws(tmp_path, "init").code == 0
    before = snapshot(tmp_path)
    place, lie, sentence = LIES[name]
    LAWS_SEEN.clear()
    monkeypatch.setattr(place, lie)
    done = csws(tmp_path, *command)
    assert (done.code, "This is a bug in csws" in done.told, sentence in done.told) == (70, True, True)
    assert snapshot(tmp_path) == before
