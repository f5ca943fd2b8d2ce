"""`plan` and `apply` with records: how many change band under a published score, and the guard over it (CSW721)."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter

import pytest

from csws.render import PLAN_FORMATS
from csws.render.finding_words import finding_text
from tests.lab.commands import oracle
from tests.lab.commands.oracle import AS_OF
from tests.lab.commands.place import SCORE
from tests.lab.commands.test_compare import BEFORE as NEAR
from tests.lab.commands.test_compare import ROWS, before
from tests.lab.commands.test_try import EVENTS

BEFORE = NEAR.replace("healthy: 75", "healthy: 80")
PAIRS = [(oracle.band(before(row), 80), oracle.band(oracle.points(row))) for row in ROWS]
MOVED = sum(start != end for start, end in PAIRS)
SHARE = -(-MOVED * 100 // len(ROWS))
FILE = "companies.csv"
GIVEN = ("--records", FILE, *AS_OF)


def published(score):
    return score.replace("    object: companies\n", "    object: companies\n    state: published\n")


@pytest.fixture
def changed(place):
    """An account with the published score of BEFORE, and files with that of SCORE."""
    place.declare(published(BEFORE))
    assert place.run("apply", "--auto-approve").code == 0
    place.declare(published(SCORE))
    place.companies(ROWS)
    return place


def planned(place, *words):
    done = place.run("plan", *words, "--format", "json")
    assert done.code == 0, done.err
    return done.json["accounts"][0]


def judged(account):
    return [(one["severity"], one["guard"]) for one in account["diagnostics"] if one["code"] == "CSW721"]


def test_the_figures_are_those_by_hand(changed):
    (found,) = planned(changed, *GIVEN)["score_moves"]
    matrix = {(start, end): number for start, ends in found["matrix"].items() for end, number in ends.items()}
    assert matrix == Counter(PAIRS)
    assert (found["records"], found["moved"], found["unclear"], found["missing"]) == (len(ROWS), MOVED, 0, [])
    assert sum(one["records"] for one in found["moves"]) == MOVED
    assert {one["because"] for one in found["moves"]} == {"bands", "groups.support"}
    assert found["as_of"] == AS_OF[1]
    assert found["checksum"] == "sha256:" + hashlib.sha256((changed.folder / FILE).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("words", "expected", "code"),
    [
        ((), [("info", False)], 0),
        (GIVEN, [("error", True)], 4),
        ((*GIVEN, "--max-moved", str(SHARE)), [], 0),
        ((*GIVEN, "--max-moved", str(SHARE - 1)), [("error", True)], 4),
        ((*GIVEN, "--max-moved", "0"), [("error", True)], 4),
    ],
)
def test_not_more_than_that_share_changes_band(changed, words, expected, code):
    account = planned(changed, *words, "--out", "plan.json")
    assert judged(account) == expected
    assert account["applyable"] is (code == 0)
    assert changed.run("apply", "--auto-approve", *words).code == code


def test_a_saved_plan_is_judged_by_its_figures(changed):
    assert changed.run("plan", *GIVEN, "--max-moved", "100", "--out", "plan.json").code == 0
    (changed.folder / FILE).unlink()
    refused = changed.run("apply", "plan.json")
    assert refused.code == 4
    assert f"{MOVED} of {len(ROWS)} records would change band in `account_health`" in " ".join(refused.out.split())
    assert changed.run("apply", "plan.json", "--max-moved", str(SHARE)).code == 0


def test_the_project_names_the_records(changed):
    config = changed.folder / "csws.yaml"
    text = config.read_text()
    config.write_text(text.replace("    subscription:", f"    score_records: {FILE}\n    subscription:"))
    assert judged(planned(changed)) == [("error", True)]
    changed.companies(ROWS[:1], "one.csv")
    assert planned(changed, "--records", "one.csv", *AS_OF)["score_moves"][0]["records"] == 1
    config.write_text(text.replace("    subscription:", "    score_records: ../out.csv\n    subscription:"))
    outside = changed.run("plan")
    assert outside.code == 3
    assert "CSW005" in outside.out


@pytest.mark.parametrize(
    ("header", "rows", "words"),
    [
        (["Record ID", "Logins in 30 days"], [["1", "5"]], "the records have no column for `customer_tier`, "),
        (
            ["hs_object_id", "logins", "last_login", "num_open_tickets", "support_plan", "customer_tier"],
            [],
            "no records",
        ),
    ],
)
def test_what_records_cannot_tell_is_not_judged(changed, header, rows, words):
    changed.write("other.csv", header, rows)
    account = planned(changed, "--records", "other.csv")
    assert judged(account) == [("info", False)]
    assert any(words in one["message"] for one in account["diagnostics"])
    assert changed.run("apply", "--auto-approve", "--records", "other.csv").code == 0


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (BEFORE, SCORE),  # a draft
        (BEFORE, published(SCORE)),  # it becomes published
        (published(SCORE), published(SCORE).replace("name: Account health", "name: Health of accounts")),
    ],
)
def test_records_are_not_read_where_no_published_score_changes_its_points(place, first, then):
    place.declare(first)
    assert place.run("apply", "--auto-approve").code == 0
    place.declare(then)
    (place.folder / "other.csv").write_text("no records\n")
    account = planned(place, "--records", "other.csv")
    assert "score_moves" not in account
    assert judged(account) == []
    (note,) = [note for note in account["notes"] if "records" in note]
    assert note == "No published health score changes its points or bands, so the records are not compared."
    assert all(finding_text(note, language) != note for language in ("nb", "zh"))
    assert not any("records" in note for note in planned(place)["notes"])


BEYOND = {"none.csv": "No such file or directory", "tests": "Is a directory", "cut.zip": "damaged or cut off"}


@pytest.mark.parametrize("score", [SCORE, BEFORE], ids=["changed", "as it was"])
@pytest.mark.parametrize("option", ["--records", "--activity"])
@pytest.mark.parametrize(("file", "words"), BEYOND.items())
def test_files_that_cannot_be_read_stop_the_plan(changed, score, option, file, words):
    """Also where no score changes, and they would not be read."""
    changed.declare(published(score))
    (changed.folder / "tests").mkdir(exist_ok=True)
    (changed.folder / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    given = () if option == "--records" else ("--records", FILE)
    done = changed.run("plan", *given, option, file)
    assert done.code == 1
    assert words in " ".join((done.out + done.err).split())
    assert "→" in done.out + done.err


def test_several_accounts_need_one_to_be_named(changed):
    config = changed.folder / "csws.yaml"
    lines = config.read_text().splitlines(keepends=True)
    at = lines.index("accounts:\n")
    end = next(n for n in range(at + 1, len(lines)) if not lines[n].startswith(" "))
    other = [line.replace("acme:", "other:").replace("acme.db", "other.db") for line in lines[at + 1 : end]]
    config.write_text("".join([*lines[:end], *other, *lines[end:]]))
    for command in (("plan",), ("plan", "--base-ref", "HEAD"), ("apply", "--auto-approve")):
        assert changed.run(*command, *GIVEN).code == 64
    assert planned_of(changed, "--account", "acme", "plan", *GIVEN)["score_moves"]


def planned_of(place, *words):
    done = place.run(*words, "--format", "json")
    assert done.code == 0, done.err
    return done.json["accounts"][0]


@pytest.mark.parametrize("form", PLAN_FORMATS)
def test_no_format_names_a_record(changed, form):
    done = changed.run("plan", *GIVEN, "--format", form, "--out", "plan.json")
    assert done.code == 0
    for text in (done.out, (changed.folder / "plan.json").read_text()):
        assert "Company no." not in text
        assert not any(row["hs_object_id"] in text for row in ROWS)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_people_read_how_many_change_band(changed, form):
    told = " ".join(changed.run("plan", *GIVEN, "--format", form).out.split())
    assert f"{MOVED} of {len(ROWS)} records change band" in told


WORST_FIRST = ("at_risk", "neutral", "healthy")
CHANGED = sum(before(row) != oracle.points(row) for row in ROWS)


def rows_in(page):
    """The rows of all tables, as the texts of their cells."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", re.sub(r"<small>.*?</small>|<svg.*?</svg>", "", page, flags=re.DOTALL))
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows)
    return [[re.sub("<[^>]*>", "", cell).strip() for cell in row] for row in cells]


def counted(start, end):
    number = Counter(PAIRS)[start, end]
    ways = WORST_FIRST.index(end) - WORST_FIRST.index(start)
    return f"{'↓' if ways < 0 else '↑'} {number}" if ways and number else str(number)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_the_matrix_and_why(changed, form):
    page = changed.run("plan", *GIVEN, "--format", form).out
    rows, bands, starts = rows_in(page), WORST_FIRST[::-1], Counter(start for start, _ in PAIRS)
    for start in bands:
        name = start.replace("_", " ")
        assert [name, *(counted(start, end) for end in bands), str(starts[start])] in rows
    assert any(row[0] == "The group Support" for row in rows if row)
    assert any(row[0] == "The bounds of the bands" for row in rows if row)
    worse = sum(WORST_FIRST.index(end) < WORST_FIRST.index(start) for start, end in PAIRS)
    told = " ".join(re.sub("<[^>]*>", "", page).split())
    assert f"{worse} to a worse band, {MOVED - worse} to a better one" in told
    assert f"Records with other points: {CHANGED}" in told


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", ("Rader: før", "et dårligere bånd", "Gruppen Support")), ("zh", ("行：之前", "条变差", "组 Support"))],
)
def test_the_comparison_in_other_languages(changed, form, language, words):
    page = changed.run("plan", *GIVEN, "--format", form, "--language", language).out
    assert all(word in page for word in words)


def test_a_changed_figure_is_an_edited_plan(changed):
    assert changed.run("plan", *GIVEN, "--out", "plan.json").code == 0
    file = changed.folder / "plan.json"
    document = json.loads(file.read_text())
    document["accounts"][0]["score_moves"][0]["moves"] = []
    file.write_text(json.dumps(document))
    assert changed.run("apply", "plan.json").code == 5


def test_events_that_nobody_gives_are_not_judged(place):
    """Without activity, each record may have the events or not."""
    first = published(EVENTS)
    place.declare(first)
    assert place.run("apply", "--auto-approve").code == 0
    place.declare(first.replace("at_least: 1, within_days", "at_least: 2, within_days"))
    place.companies(ROWS)
    place.write("activity.csv", ["id", "event", "time"], [])
    account = planned(place, *GIVEN)
    (found,) = account["score_moves"]
    assert found["unclear"] > len(ROWS) / 10
    assert judged(account) == [("info", False)]
    assert "events" in next(one["message"] for one in account["diagnostics"] if one["code"] == "CSW721")
    given = planned(place, *GIVEN, "--activity", "activity.csv")
    assert given["score_moves"][0]["unclear"] == 0
    assert judged(given) == []
