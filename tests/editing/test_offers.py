"""What is offered where somebody types: the cases of `offers.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from csws.editing.offers import offers_at
from csws.editing.project import Texts, checkup
from tests.editing.projects import FOLDERS, NOW, with_scores

CASES = yaml.safe_load((Path(__file__).parent / "offers.yaml").read_text())


def offers_of(case):
    before, after = case["text"].split("|", 1)
    unsaved = with_scores(before + after) if case["file"] == "scores.yaml" else {}
    state = checkup(Texts(root=FOLDERS[case["project"]], unsaved=unsaved), NOW)
    return offers_at(state, case["file"], before + after, len(before))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_the_offers_of_a_case(case):
    items = offers_of(case).items
    found = [f"{item.word}: {item.about}" if item.about else item.word for item in items]
    assert found[: len(case["offers"])] == case["offers"]
    assert bool(found) == bool(case["offers"])


def test_an_offer_replaces_what_is_typed_with_its_quote():
    text = "workspaces:\n  emea:\n    teams: ['EM|']\n"
    offers = offers_of({"project": "enterprise", "file": "workspaces/emea.yaml", "text": text})
    typed = text.replace("|", "")
    assert typed[offers.start : offers.end] == "'EM'"


def test_what_does_not_fit_says_why():
    case = next(case for case in CASES if "comparisons" in case["about"])
    why = {item.word: item.why_not for item in offers_of(case).items}
    assert (why["within_days"], why["contains_any_of"]) == ("", "does not fit here")
