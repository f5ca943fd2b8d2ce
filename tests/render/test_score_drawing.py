"""The bars and bands of a health score: where they stand, and that the page draws what it should."""

from __future__ import annotations

from itertools import combinations

import pytest

from csws.model.change import FieldChange
from csws.render import PLAN_FORMATS, renderer
from csws.render.about import NOT_SAID
from csws.render.review.geometry import measured
from csws.render.review.page import page
from csws.render.review.score_drawing import NARROW, WIDE, Scale, strips
from csws.render.review.scores import is_drawn, score_view
from csws.render.style import Style
from csws.render.words import words_of
from tests.render.reviews import many_rules, score_change, score_fleet
from tests.render.test_score_words import STAYS, TICKETS, changed

WORDS = words_of("en")
SCALE = Scale.of([(-40, 60)])


def ends(bars, look: str) -> list[tuple[int, int]]:
    """Where the bars of a look begin and end, in points."""
    points = 100 / (bars.width - 2)
    found = [bar for bar in bars.bars if bar.look == look]
    return [(round((bar.x - 1) * points) - 40, round((bar.x - 1 + bar.width) * points) - 40) for bar in found]


@pytest.mark.parametrize(
    ("after", "before", "now", "was"),
    [
        ((0, 25), (0, 25), {"now": [(0, 25)]}, []),
        ((-30, 0), (-30, 0), {"now less": [(-30, 0)]}, []),
        ((0, 25), (0, 20), {"now": [(0, 25)]}, [(0, 20)]),
        (None, (0, 20), {}, [(0, 20)]),
        ((-35, 0), None, {"now less": [(-35, 0)]}, []),
    ],
)
def test_points_stand_to_the_right_of_zero_and_what_is_taken_away_to_the_left(after, before, now, was):
    bars = SCALE.bars(after, before, within=(-40, 60), moves=after != before)
    assert {look: ends(bars, look) for look in ("now", "now less") if ends(bars, look)} == now
    assert ends(bars, "was") == was
    assert ends(bars, "range") == [(-40, 60)]
    assert all(bar.x >= 0 and bar.x + bar.width <= bars.width for bar in bars.bars)


def test_two_bars_of_one_line_do_not_cover_each_other():
    was, now = (bar for bar in SCALE.bars((0, 25), (0, 20), moves=True).bars)
    assert was.y + was.height < now.y


def test_every_pair_of_bounds_has_room_for_its_numbers():
    for width in (WIDE, NARROW):
        for at_risk, healthy in combinations(range(101), 2):
            drawn = strips([("", at_risk, healthy)], ("at risk", "neutral", "healthy"), width)
            left, right = drawn.texts[-2:]
            assert (left.text, right.text) == (str(at_risk), str(healthy))
            assert left.x >= 0
            assert left.x + measured(left.text, 13, bold=True) < right.x
            assert right.x + measured(right.text, 13, bold=True) <= width + 0.1
            bands = [bar for bar in drawn.bars if bar.look != "plate"]
            assert [round(bar.width / width * 100) for bar in bands] == [at_risk, healthy - at_risk, 100 - healthy]


# ---- a score on the page ----


def view_of(*fields, stays=STAYS):
    return score_view(changed(*fields, stays=stays), WORDS)


def lines(view):
    every = [(line.group, *line.rules) for line in view.groups]
    return [(line.text.striptags(), line.points, line.was, line.tag) for group in every for line in group]


def test_a_line_says_what_its_bars_show():
    view = view_of((TICKETS, -30, -35), ("groups.support.max", 60, 50))
    assert lines(view) == [
        ("Support", "−50 to +50", "until now −60 to +60", ""),
        ("Tickets is at least 5", "−35", "until now −30", ""),
    ]
    assert lines(view_of((TICKETS, None, 5)))[1] == ("Tickets is at least 5", "+5", "", "new")
    assert lines(view_of((TICKETS, 5, None)))[1] == ("Tickets is at least 5", "+5", "", "removed")


def test_a_rule_counts_only_within_its_group():
    view = view_of((TICKETS, -1000, 1000))
    bars = view.groups[0].rules[0].bars.bars
    assert [bar.look for bar in bars] == ["range", "was", "now"]
    assert all(bar.x >= 0 and bar.x + bar.width <= 220 for bar in bars)
    assert view.groups[0].rules[0].points == "+1000"


def test_the_bands_are_drawn_before_and_after_where_they_move():
    moved = view_of(("bands.healthy", 70, 75), ("bands.at_risk", 40, 35))
    assert [text.text for text in moved.wide.texts if text.text in ("Before", "After")] == ["Before", "After"]
    assert moved.bands == ("Healthy from: 75 (until now 70)", "At risk below: 35 (until now 40)")
    stays = {**STAYS, "bands.healthy": 70, "bands.at_risk": 40}
    still = view_of((TICKETS, -30, -35), stays=stays)
    assert still.bands == ("Healthy from: 70", "At risk below: 40")
    assert "Before" not in [text.text for text in still.wide.texts]


@pytest.mark.parametrize("after", [(40, 40), (30, 60), (20, -1), (101, 70), (None, None)])
def test_bounds_that_make_no_sense_are_told_and_not_drawn(after):
    healthy, at_risk = after
    view = view_of(("bands.healthy", 70, healthy), ("bands.at_risk", 40, at_risk))
    assert view.wide is None
    assert len(view.bands) == (0 if healthy is None else 2)


def test_of_a_new_score_nothing_is_new_in_particular():
    view = score_view(score_change("fresh", rules=4, made=True), WORDS)
    assert view.tag == "new"
    assert {line[2:] for line in lines(view)} == {("", "")}


def test_what_only_csws_knows_and_a_name_are_not_drawn():
    own = [FieldChange(path=path, before=None, after="x") for path in ("name", "property", "protect", "key")]
    assert [is_drawn(changed((item.path, item.before, item.after))) for item in own] == [False] * 4
    assert is_drawn(changed(("segments", (), ("A",))))


def test_twenty_rules_in_six_groups_are_all_there():
    (account,) = page(many_rules(), NOT_SAID, WORDS).plans
    assert [(len(view.groups), sum(len(one.rules) for one in view.groups)) for view in account.scores][:2] == [
        (6, 20),
        (6, 15),
    ]


def test_a_score_with_too_many_rules_says_how_many_are_not_drawn():
    view = score_view(score_change("huge", groups=3, rules=200), WORDS)
    assert (sum(len(one.rules) for one in view.groups), view.left_out) == (120, 80)


def test_a_page_draws_forty_scores_and_says_how_many_it_does_not():
    view = page(score_fleet(30), NOT_SAID, WORDS)
    assert sum(len(plan.scores) for plan in view.plans) == 40
    assert sum(plan.undrawn_scores for plan in view.plans) == 10
    text = renderer(PLAN_FORMATS, "html")(score_fleet(30), Style())
    assert "<b>10</b>" not in text
    assert "10 more health scores are not drawn here; their settings are below." in text


def test_a_page_without_scores_has_nothing_of_them():
    text = renderer(PLAN_FORMATS, "html")(score_fleet(0), Style())
    assert "p-risk" in text
    quiet = type(score_fleet(0))(accounts=score_fleet(0).accounts[1:])
    assert "p-risk" not in renderer(PLAN_FORMATS, "html")(quiet, Style())
