"""The made-up companies: the example is what the generator writes, every language reads the same, and the truth is in
them."""

from __future__ import annotations

import csv
from datetime import UTC
from pathlib import Path

import pytest

from csws.lab.scoring.activity import ActivityFiles
from csws.lab.scoring.engine import Engine, Question
from csws.lab.scoring.scored import scored
from csws.model.catalog import Option, Property
from csws.records.headings import headings_of
from csws.records.misfits import Misfits
from csws.records.outcomes import outcomes_in
from csws.records.records import Records
from tests.kinds.health_scores.scores import event, group, rule, score
from tests.kinds.health_scores.scores import test_of as compared
from tests.lab import companies

EXAMPLE = Path(__file__).parents[2] / "examples/lab/records"
TYPES = {
    **dict.fromkeys(("num_open_tickets", "nps_score", "logins_30d", "annual_revenue"), "number"),
    **dict.fromkeys(companies.OPTION_LABELS, "enumeration"),
    "notes_last_contacted": "datetime",
    "renewal_date": "date",
    "onboarding_done": "bool",
}
SCORE = score(
    group(
        "support",
        60,
        rule(35, compared("num_open_tickets", "at_most", 0)),
        rule(-30, compared("num_open_tickets", "at_least", 5)),
        rule(25, compared("support_plan", "is_any_of", "premium", "premium_plus")),
        rule(-10, compared("nps_score", "at_most", 6), compared("customer_tier", "is", "gold")),
        rule(5, compared("products", "contains_all_of", "api", "inbox")),
        rule(5, compared("notes_last_contacted", "within_days", 30)),
        rule(-5, compared("renewal_date", "within_next_days", 60), compared("hs_csm_sentiment", "is_unknown")),
        rule(1, compared("annual_revenue", "at_least", 20000)),
        rule(2, compared("onboarding_done", "is", "true")),
    ),
    group("contact", 40, rule(25, event("meeting_completed", "at_least", 1, days=30))),
)


def properties(language):
    return [
        Property(
            name=column[0],
            label=column[companies.LANGUAGES.index(language)],
            type=TYPES.get(column[0], "string"),
            field_type="checkbox" if column[0] == "products" else None,
            options=tuple(Option(value=a, label=b) for a, b in companies.OPTION_LABELS.get(column[0], {}).items())
            or None,
        )
        for column in companies.COLUMNS
        if column[0] != "hs_object_id"
    ]


def counted(paths, language, activity=EXAMPLE / "activity.csv"):
    misfits, known = Misfits(), properties(language)
    question = Question(
        scores=(SCORE,),
        as_of=companies.AS_OF,
        zone=UTC,
        properties={one.name: one for one in known},
        activity=ActivityFiles(paths=(activity,), events={}),
    )
    engine = Engine(question, misfits)
    return scored(engine, Records(paths, headings_of(known, engine.wanted, others=()), misfits)), misfits.found()


def test_the_example_is_what_the_generator_writes(tmp_path):
    companies.write(tmp_path, 200)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (EXAMPLE / path.name).read_bytes()
    assert sorted(path.name for path in EXAMPLE.iterdir()) == sorted(path.name for path in tmp_path.iterdir())


def test_the_example_fits():
    found, misfits = counted([EXAMPLE / "companies.csv"], "en")
    assert (found.records, found.marked, misfits) == (200, 0, ())
    assert all(number > 0 for number in found.fired)
    unfit = Misfits()
    assert 20 < len(outcomes_in([EXAMPLE / "lost.csv"], UTC, unfit)) < 180
    assert not unfit


@pytest.mark.parametrize("language", companies.LANGUAGES)
def test_every_language_reads_the_same(language, tmp_path):
    path = tmp_path / "companies.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";" if language in ("no", "de") else ",")
        writer.writerow(companies.header(language))
        writer.writerows(companies.row(one, language) for one in companies.companies(200))
    expected, _ = counted([EXAMPLE / "companies.csv"], "en")
    assert counted([path], language) == (expected, ())


def test_how_many_are_lost_is_what_the_truth_says():
    made = list(companies.companies(4000, seed=3))
    made.sort(key=lambda one: one.likelihood)
    for at in range(0, 4000, 1000):
        some = made[at : at + 1000]
        expected = sum(one.likelihood for one in some)
        deviation = sum(one.likelihood * (1 - one.likelihood) for one in some) ** 0.5
        assert abs(sum(one.lost is not None for one in some) - expected) < 4 * deviation
