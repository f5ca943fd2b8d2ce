"""The client against every answer that the endpoints may give, and against those that they may
not."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csws.schema import is_valid
from tests.cli.console import csws
from tests.hubspot.shapes import ANYTHING, SHAPES

COMMANDS = (("catalog", "pull"), ("catalog", "show"), ("validate",), ("catalog", "diff"), ("plan",), ("doctor",))
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])


def place_of(target: str) -> str:
    return next(place for place in SHAPES if target.startswith(place))


@pytest.fixture
def answering(emulator, monkeypatch, waits):
    """Sets what the emulator answers, place by place; the rest is as ever."""
    ordinary = type(emulator).answer

    def prepare(answers):
        def answer(self, method, target, body, authorization):
            place = place_of(target)
            return (200, answers[place]) if place in answers else ordinary(self, method, target, body, authorization)

        emulator._recent.clear()
        monkeypatch.setattr(type(emulator), "answer", answer)

    return prepare


@FEW
@given(answers=st.fixed_dictionaries(SHAPES))
def test_every_answer_that_is_allowed_makes_a_catalogue(answering, scored, answers):
    answering(answers)
    done = csws(scored, "catalog", "pull")
    assert done.code == 0, done.err
    found = json.loads((scored / "catalogs/acme.json").read_text())
    assert is_valid("catalog", found) is None
    assert found["objects"]["services"]["type_id"] == "0-162"
    assert found["objects"]["services"]["custom"] is False
    for things in (
        found["teams"],
        found["people"],
        found["segments"],
        *(item["pipelines"] for item in found["objects"].values()),
    ):
        ids = [thing["id"] for thing in things]
        assert len(ids) == len(set(ids))
    for words in COMMANDS[1:]:
        assert csws(scored, *words).code in (0, 1, 3, 7), words


@FEW
@given(place=st.sampled_from(sorted(SHAPES)), wrong=ANYTHING)
def test_an_answer_that_is_not_allowed_is_a_failure_and_not_a_bug(answering, scored, place, wrong):
    answering({})
    assert csws(scored, "catalog", "pull").code == 0
    answering({place: wrong})
    for words in COMMANDS:
        done = csws(scored, *words)
        assert done.code in (0, 1, 3, 7), (words, done.err)
        assert "bug" not in done.err
