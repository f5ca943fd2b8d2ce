"""What the change of a health score means, in words of three languages."""

from __future__ import annotations

import pytest

from csws.kinds.health_scores.conditions import condition_text
from csws.model.address import Address
from csws.model.change import Action, Change, FieldChange
from csws.render import LANGUAGES
from csws.render.change_rows import setting_rows
from csws.render.change_text import change_lines
from csws.render.conditions import Conditions
from csws.render.review.sentences import change_sentences
from csws.render.score_words import effect
from csws.render.style import Style
from csws.render.words import words_of
from tests.kinds.health_scores.scores import event, test_of

EFFECTS = {
    (None, 1): "a customer would get 1 point",
    (None, 25): "a customer would get 25 points",
    (None, -30): "a customer would lose 30 points",
    (25, None): "a customer would no longer get 25 points",
    (-30, None): "a customer would no longer lose 30 points",
    (25, 30): "a customer would get 5 more points",
    (25, 24): "a customer would get 1 point less",
    (-30, -35): "a customer would lose 5 more points",
    (-35, -30): "a customer would lose 5 fewer points",
    (-10, 20): "a customer would get 20 points instead of losing 10",
    (20, -10): "a customer would lose 10 points instead of getting 20",
}


@pytest.mark.parametrize(("sides", "said"), EFFECTS.items())
def test_what_other_points_do_to_a_customer(sides, said):
    assert effect(*sides, words_of("en")).striptags() == said


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_what_differs_is_said_differently_in_every_language(language):
    said = [effect(*sides, words_of(language)).striptags() for sides in EFFECTS]
    assert len(set(said)) == len(EFFECTS)


LABELS = {
    "tickets": "Open tickets",
    "plan": "Support plan",
    'plan is "a"': "Premium",
    "event call": "Call ended",
    "event call where length": "Call duration",
}
CONDITIONS = {
    "Open tickets is at least 5": (test_of("tickets", "at_least", 5),),
    "Support plan is Premium or z": (test_of("plan", "is_any_of", "a", "z"),),
    "Support plan contains each of Premium and z": (test_of("plan", "contains_all_of", "a", "z"),),
    "Open tickets is between 1 and 3, both included": (test_of("tickets", "between", 1, 3),),
    "Open tickets is 1 and Support plan has no value": (test_of("tickets", "is", 1), test_of("plan", "is_unknown")),
    "other is at most 0.5 days ago": (test_of("other", "within_days", "0.5"),),
    "Call ended at least 2 × in the last 30 days": (event("call", "at_least", 2),),
    "Call ended 2 to 4 × in the last 7 days, counting only those where Call duration is at least 9": (
        event("call", "between", 2, 4, days=7, where=(test_of("length", "at_least", 9),)),
    ),
}


@pytest.mark.parametrize(("said", "tests"), CONDITIONS.items())
def test_a_condition_is_a_sentence_with_the_labels_of_the_screen(said, tests):
    assert Conditions(words=words_of("en"), labels=LABELS).sentence(tests).striptags() == said


def test_a_runbook_has_the_name_of_a_property_beside_its_label():
    said = Conditions(words=words_of("en"), labels=LABELS, names=True).sentence((test_of("tickets", "is", 1),))
    assert said.striptags() == "Open tickets (tickets) is 1"


STAYS = {
    "name": "Health",
    "groups.support.name": "Support",
    "groups.support.kind": "properties",
    "groups.support.max": 60,
}
TICKETS = f"groups.support.rules.[{condition_text((test_of('tickets', 'at_least', 5),))}]"


def changed(*fields: tuple[str, object, object], stays=STAYS) -> Change:
    kept = {path: value for path, value in stays.items() if path not in {path for path, _, _ in fields}}
    items = tuple(FieldChange(path=path, before=before, after=after) for path, before, after in fields)
    address = Address("health_score", "health")
    return Change(
        address=address, action=Action.UPDATE, fields=items, unchanged=kept, labels={TICKETS: {"tickets": "Tickets"}}
    )


SENTENCES = {
    ("bands.healthy", 70, 75): ["Healthy would begin at 75 points instead of 70, in Health."],
    ("bands.at_risk", 40, 35): ["At risk would be below 35 points instead of 40, in Health."],
    (TICKETS, -30, -35): [
        "If Tickets is at least 5, a customer would lose 5 more points (−30 → −35), in Health."
    ],
    (TICKETS, None, 5): ["If Tickets is at least 5, a customer would get 5 points (no rule → +5), in Health."],
    ("groups.support.max", 60, 50): ["Support, Maximum points: 50, no longer 60, in Health."],
    ("groups.support.min", None, -20): ["Support, Minimum points: -20, no longer -60, in Health."],
    ("groups.support.min", 0, None): ["Support, Minimum points: -60, no longer 0, in Health."],
    ("groups.support.name", "Support", "Help"): ["Help, Name of the group: Help, no longer Support, in Health."],
    ("state", "draft", "published"): ["The health score Health would be turned on."],
    ("state", "published", "draft"): ["The health score Health would be turned off."],
    ("edited", True, False): ["An edit of Health that is still a draft would be turned on."],
}  # fmt: skip


@pytest.mark.parametrize(("field", "said"), SENTENCES.items())
def test_a_change_of_a_score_is_a_sentence_of_the_page(field, said):
    assert [text.striptags() for text, _ in change_sentences(changed(field), words_of("en"))] == said


def test_a_group_that_comes_or_goes_is_one_sentence_and_its_rules():
    fields = [(path, None, value) for path, value in STAYS.items() if path != "name"] + [(TICKETS, None, 5)]
    came = [text.striptags() for text, _ in change_sentences(changed(*fields), words_of("en"))]
    went = [(path, after, None) for path, _, after in fields]
    gone = [text.striptags() for text, _ in change_sentences(changed(*went), words_of("en"))]
    assert came[0] == "The group Support would be added, in Health."
    assert gone[0] == "The group Support would be removed, in Health."
    assert len(came) == len(gone) == 2


def test_terminal_and_comment_have_a_rule_under_its_group_with_what_it_does():
    (row,) = setting_rows(changed((TICKETS, -30, -35)), words_of("en"))
    assert row.place.striptags() == "Support: Tickets is at least 5"
    assert [row.shown.value(side).striptags() for side in (row.before, row.after)] == ["−30", "−35"]
    assert row.note == "a customer would lose 5 more points"


def test_what_was_done_is_not_told_as_what_would_be():
    lines = "\n".join(change_lines(changed((TICKETS, -30, -35)), Style(), past=True))
    assert "Tickets is at least 5: −30 → −35" in lines
    assert "would" not in lines


def test_a_long_rule_is_whole_on_a_terminal():
    values = tuple(f"value {at:03}" for at in range(60))
    path = f"groups.support.rules.[{condition_text((test_of('plan', 'is_any_of', *values),))}]"
    lines = " ".join(" ".join(change_lines(changed((path, -30, -35)), Style())).split())
    assert [value for value in values if value not in lines] == []
    assert lines.count("−35 (a customer would lose 5 more points)") == 1
