"""A condition and its text: there and back, one text for each, and nothing that a value holds is taken for more."""

from __future__ import annotations

import pytest
from hypothesis import given

from csws.kinds.health_scores.conditions import condition_of, condition_text
from csws.kinds.health_scores.reading import rule_of
from csws.model.paths import name_and_value, segments
from tests.kinds.health_scores.made import CONDITIONS, TEXTS


@given(CONDITIONS)
def test_text_and_back(tests):
    assert condition_of(condition_text(tests)) == tests


@given(CONDITIONS, CONDITIONS)
def test_two_conditions_have_one_text_only_where_they_are_equal(one, other):
    assert (condition_text(one) == condition_text(other)) is (one == other)


@given(TEXTS)
def test_a_text_that_is_read_is_written_unchanged(text):
    try:
        tests = condition_of(text)
    except ValueError:
        return
    assert condition_text(tests) == text


@given(CONDITIONS)
def test_in_a_path_it_is_one_segment(tests):
    path = f"groups.support.rules.[{condition_text(tests)}]"
    assert segments(path) == ("groups", "support", "rules", f"[{condition_text(tests)}]")
    assert name_and_value(f"health_score.a.{path}=35") == (f"health_score.a.{path}", "35")


@pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", "a.[b", "a.b]", "a[b]", "[a]b", 'a.["]'])
def test_texts_that_are_not_paths(path):
    with pytest.raises(ValueError, match=r"path|bracket"):
        segments(path)


@pytest.mark.parametrize(
    ("pair", "parts"),
    [
        ("a.b=c=d", ("a.b", "c=d")),
        ("a.[x is \"=\"]=1", ("a.[x is \"=\"]", "1")),
        ("a.[x=1", ("a.[x", "1")),
        ("a", None),
        ("=b", ("", "b")),
    ],
)  # fmt: skip
def test_a_pair_is_cut_at_the_first_equals_sign_outside_brackets(pair, parts):
    assert name_and_value(pair) == parts


RULES = [
    ({"property": "num_open_tickets", "at_most": 0}, "num_open_tickets at_most 0"),
    ({"property": "a", "is": 0.5}, "a is 0.5"),
    ({"property": "a", "is": -3.0}, "a is -3"),
    ({"property": "a", "is": 1e3}, "a is 1000"),
    ({"property": "a", "is": -0.0}, "a is 0"),
    ({"property": "a", "is": "0.50"}, 'a is "0.50"'),
    ({"property": "a", "is": True}, 'a is "true"'),
    ({"property": "a", "is_any_of": ["b", "a", 10, 9, "a"]}, 'a is_any_of [9,10,"a","b"]'),
    ({"property": "a", "between": [5, 3]}, "a between [5,3]"),
    ({"property": "a", "is_known": True}, "a is_known"),
    ({"when": [{"property": "b", "is_unknown": True}, {"property": "a", "is": "x"}]}, 'a is "x" and b is_unknown'),
    ({"when": [{"property": "a", "is": "x"}]}, 'a is "x"'),
    (
        {"event": "call_ended", "at_least": 2, "within_days": 30, "where": {"d": {"at_least": 9}, "c": {"is": "x"}}},
        'event call_ended at_least 2 within_days 30 where c is "x" and d at_least 9',
    ),
    ({"event": "e", "between": [1, 3], "within_days": 7}, "event e between [1,3] within_days 7"),
]


@pytest.mark.parametrize(("data", "text"), RULES, ids=[text for _, text in RULES])
def test_what_a_line_of_yaml_asks(data, text):
    rule = rule_of({**data, "points": 5})
    assert rule is not None
    assert (condition_text(rule.tests), rule.points) == (text, 5)


@pytest.mark.parametrize(
    "data",
    [
        *({}, [], None, {"property": "a"}, {"property": "a", "is": []}, {"property": "a", "is": None}),
        *({"property": "a", "is_known": False}, {"property": "a", "between": [1]}, {"property": "a", "at_least": 1, "at_most": 2}),
        *({"event": "e", "at_least": 1}, {"event": "e", "within_days": 3}, {"event": "e", "at_least": True, "within_days": 3}),
        *({"event": "e", "at_least": 1, "within_days": 3, "where": {"a": {"is": None}}}, {"when": []}, {"when": [{"property": "a"}]}),
    ],
)  # fmt: skip
def test_what_is_no_condition_counts_as_absent(data):
    assert rule_of({**data, "points": 5} if isinstance(data, dict) else data) is None


@pytest.mark.parametrize("points", [None, True, 1.5, "3"])
def test_points_are_a_whole_number(points):
    assert rule_of({"property": "a", "is": 1, "points": points}) is None
