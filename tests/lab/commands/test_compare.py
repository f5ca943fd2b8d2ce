"""`csws score compare` against the same two scores by hand, and every place that the other version can be from."""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest

from tests.lab.commands import oracle
from tests.lab.commands.oracle import AS_OF, companies
from tests.lab.commands.place import SCORE
from tests.lab.commands.test_try import EVENTS, company

ROWS = companies(400, seed=2)
BEFORE = SCORE.replace("healthy: 70", "healthy: 75").replace("at_most: 0, points: 40", "at_most: 0, points: 25")


def before(row):
    """The score of BEFORE by hand: 25 points for no open ticket in place of 40."""
    usage, _ = oracle.groups(row)
    tickets = row["num_open_tickets"]
    support = {"": 0, "0": 25, "1": 20, "2": 20, "3": 0, "4": 0}.get(tickets, -30)
    support += 15 * row["support_plan"].startswith("Premium") + 5 * (row["customer_tier"] in ("Silver", "Gold"))
    return max(0, min(100, usage + max(-40, min(50, support))))


@pytest.fixture
def old(place):
    (place.folder / "old.yaml").write_text(BEFORE)
    return place


def test_the_matrix_and_the_moves_are_those_by_hand(old):
    found = old.score("compare", old.companies(ROWS), *AS_OF, "--against", "old.yaml")
    pairs = [(oracle.band(before(row), 75), oracle.band(oracle.points(row))) for row in ROWS]
    counts = Counter(pairs)
    assert found["matrix"] == {
        start: {end: counts[start, end] for end in ("healthy", "neutral", "at_risk")}
        for start in ("healthy", "neutral", "at_risk")
    }
    assert found["moved"] == sum(start != end for start, end in pairs) == sum(one["records"] for one in found["moves"])
    assert found["changed"] == sum(before(row) != oracle.points(row) for row in ROWS)
    because = Counter()
    for row, (start, end) in zip(ROWS, pairs, strict=True):
        if start != end:
            by_points = oracle.band(oracle.points(row), 75) == end and before(row) != oracle.points(row)
            by_bounds = oracle.band(before(row), 70) == end
            because[start, end, "bands" if by_bounds and not by_points else "groups.support"] += 1
    assert {(one["from"], one["to"], one["because"]): one["records"] for one in found["moves"]} == because
    assert {"bands", "groups.support"} == {one["because"] for one in found["moves"]}


def test_the_records_that_move_furthest_are_the_first_by_points_and_id(old):
    found = old.score("compare", old.companies(ROWS), *AS_OF, "--against", "old.yaml")["furthest"]
    changes = {row["hs_object_id"]: oracle.points(row) - before(row) for row in ROWS}
    up = sorted(
        (identity for identity, change in changes.items() if change > 0), key=lambda one: (-changes[one], int(one))
    )
    assert [one["id"] for one in found] == up[:3]
    assert [one["after"] - one["before"] for one in found] == [changes[one] for one in up[:3]]
    assert all(one["groups"] == {"support": one["after"] - one["before"]} for one in found)


def test_nothing_moves_against_itself(place):
    file = place.companies(ROWS)
    words = ("score", "compare", "account_health", file, "--against", "scores.yaml", "--detailed-exitcode")
    assert place.run(*words).code == 0
    assert "No record changes band" in place.run(*words).out
    assert "Nothing that decides points or bands." in place.run(*words).out


def test_the_exit_code_tells_moves_only_where_that_is_asked(old):
    words = ("score", "compare", "account_health", old.companies(ROWS), *AS_OF, "--against", "old.yaml")
    assert old.run(*words).code == 0
    assert old.run(*words, "--detailed-exitcode").code == 2


def test_against_a_git_ref(place):
    place.declare(BEFORE)
    for words in (["init", "--quiet", "-b", "main"], ["add", "-A"], ["commit", "--quiet", "-m", "before"]):
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@t", *words]
        subprocess.run(git, cwd=place.folder, check=True, capture_output=True)
    place.declare(SCORE)
    file = place.companies(ROWS)
    found = place.score("compare", file, *AS_OF, "--base-ref", "main")
    (place.folder / "old.yaml").write_text(BEFORE)
    same = place.score("compare", file, *AS_OF, "--against", "old.yaml")
    assert found["against"] == "main"
    assert found["moves"] == same["moves"] != []
    done = place.run("score", "compare", "account_health", file, "--base-ref", "nowhere")
    assert (done.code, "nowhere" in done.err) == (64, True)


def test_against_a_ref_in_which_the_score_had_another_key(place):
    place.declare(BEFORE.replace("account_health:", "health:"))
    for words in (["init", "--quiet", "-b", "main"], ["add", "-A"], ["commit", "--quiet", "-m", "before"]):
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@t", *words]
        subprocess.run(git, cwd=place.folder, check=True, capture_output=True)
    file = place.companies(ROWS)
    place.declare(SCORE)
    assert place.run("score", "compare", "account_health", file, "--base-ref", "main").code == 64
    place.declare(SCORE.replace("    name: Account health\n", "    name: Account health\n    renamed_from: health\n"))
    assert place.score("compare", file, *AS_OF, "--base-ref", "main")["moved"]


def test_against_another_project(place, tmp_path):
    (tmp_path / "other").mkdir()
    other = type(place)(tmp_path / "other", BEFORE)
    found = place.score("compare", place.companies(ROWS), *AS_OF, "--against", str(other.folder / "csws.yaml"))
    assert found["moved"]


def test_against_a_revision_of_the_account(place):
    place.declare(BEFORE)
    assert place.run("apply", "--auto-approve").code == 0
    place.declare(SCORE)
    file = place.companies(ROWS)
    found = place.score("compare", file, *AS_OF, "--against", "1")
    (place.folder / "old.yaml").write_text(BEFORE)
    same = place.score("compare", file, *AS_OF, "--against", "old.yaml")
    assert (found["against"], found["moves"]) == ("revision 1", same["moves"])
    assert place.run("score", "compare", "account_health", file, "--against", "99").code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 64),
        (("--against", "old.yaml", "--base-ref", "main"), 64),
        (("--against", "objects.yaml"), 64),
        (("--against", "nowhere.yaml"), 3),
        (("--against", "bad.yaml"), 3),
    ],
)
def test_another_version_that_is_none(old, words, code):
    (old.folder / "bad.yaml").write_text("health_scores: {account_health: {name: 3}}\n")
    (old.folder / "objects.yaml").write_text("workspaces: {}\n")
    done = old.run("score", "compare", "account_health", old.companies(ROWS[:3]), *words, "--format", "json")
    assert done.code == code, done.err
    assert done.json["error"]["hint"]


def test_what_changed_is_told_with_labels(old):
    told = old.run("score", "compare", "account_health", old.companies(ROWS), *AS_OF, "--against", "old.yaml").told
    assert "Healthy from 75 70" in told
    assert "Support: Open tickets is at most 0 +25 +40" in told


def test_records_whose_events_are_not_known_are_told_apart(place):
    place.declare(EVENTS.replace("max: 50", "max: 35"))
    (place.folder / "old.yaml").write_text(EVENTS.replace("max: 50", "max: 35").replace("healthy: 70", "healthy: 75"))
    rows = [company(1), company(2, num_open_tickets="9", logins="")]
    found = place.score("compare", place.companies(rows), *AS_OF, "--against", "old.yaml")
    assert (found["unclear"], found["matrix"]["at_risk"]["at_risk"], found["furthest"]) == (1, 1, [])
    activity = place.write("activity.csv", ["id", "event", "time"], [[3, "meeting_completed", "2026-11-01T10:00:00Z"]])
    found = place.score("compare", "companies.csv", *AS_OF, "--against", "old.yaml", "--activity", activity)
    assert (found["unclear"], found["matrix"]["neutral"]["neutral"]) == (0, 1)


def test_a_group_that_is_new_or_gone_is_told(place):
    (place.folder / "old.yaml").write_text(EVENTS)
    told = place.run("score", "compare", "account_health", place.companies(ROWS[:5]), "--against", "old.yaml").told
    assert "Contact: maximum 30 none" in told
    assert "Contact: Meeting completed at least 1 × in the last 30 days +30 none" in told
