"""What csws finds out of a score is what trying every record of a small world finds."""

from __future__ import annotations

from hypothesis import assume, given

from csws.kinds.health_scores import judging
from csws.kinds.health_scores.reach import Reach
from tests.kinds.health_scores.every_record import World
from tests.kinds.health_scores.scores import SCORES

LARGEST = 3000  # records of a world


def facts_of(score) -> dict:
    """The same facts as by trying, by csws."""
    reach = Reach(score)
    every = {(group.key, at): rule for group in score.groups for at, rule in enumerate(group.rules)}
    fire = {at for at, rule in every.items() if judging.can_fire(rule)}
    hidden = [(found.group.key, found.rule) for found in judging.hidden_rules(reach)]
    low = {group.key: most for group, most in judging.groups_below_maximum(reach)}
    return {
        "fire": fire,
        "matter": {at for at in fire if (at[0], every[at]) not in hidden},
        "totals": set(reach.totals),
        "bands": {band.value for band in judging.Band} - _out_of_reach(reach),
        "nothing": (judging.band_of_unknown(score)[0], judging.band_of_unknown(score)[1].value),
        "low": low,
        "deciding": {(found.property, found.band.value) for found in judging.deciding_properties(reach)},
    }


def _out_of_reach(reach) -> set[str]:
    no_width = {"at_risk"} if reach.score.at_risk == 0 else set()
    return {band.value for band in judging.bands_out_of_reach(reach)} | no_width


@given(SCORES)
def test_every_law_is_answered_as_by_trying(score):
    world = World(score)
    assume(world.size <= LARGEST)
    mine, its = facts_of(score), world.facts()
    for fact in ("fire", "matter", "totals", "bands", "deciding"):
        assert mine[fact] == its[fact], fact
    assert {mine["nothing"]} == its["nothing"]
    positive = {group.key for group in score.groups if any(rule.points > 0 for rule in group.rules)}
    full = {group.key: group.highest for group in score.groups}
    assert mine["low"] == {key: most for key, most in its["most"].items() if key in positive and most < full[key]}
