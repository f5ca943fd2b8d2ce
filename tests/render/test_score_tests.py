"""The runbook of a score that is turned on ends with what to test."""

from __future__ import annotations

import pytest

from tests.cli.console import csws
from tests.newer import ROOT

TESTS = {
    "en": "At the end: **Test a company**",
    "nb": "Til slutt: **Test en bedrift** / Test a company",
    "zh": "最后：",
}
RULE = "{property: num_open_tickets, at_least: 5, points: "


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    text = (ROOT / "examples/scores/csws.yaml").read_text()
    folder = tmp_path / "scores"
    (folder / "catalogs").mkdir(parents=True)
    (folder / "catalogs/fernhill.json").write_bytes((ROOT / "examples/scores/catalogs/fernhill.json").read_bytes())
    (folder / "csws.yaml").write_text(text.replace("sqlite:.csws/fernhill.db", "hubspot:24003311"))
    return folder


def _runbook(project, *arguments):
    run = csws(project, "apply", "--auto-approve", *arguments)
    assert run.code == 6, run
    return (project / ".csws/runbooks/fernhill.md").read_text()


def _done(project):
    (run,) = csws(project, "runs", "--format", "json").json["accounts"][0]["runs"]
    assert csws(project, "apply", "--resume", "--run", run["id"], "--done", "1-5", "--by", "Kim").code == 0


def _edit(project, old, new):
    file = project / "csws.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


@pytest.mark.parametrize("language", sorted(TESTS))
def test_a_new_score_is_tested_at_its_bounds_and_by_its_groups(project, language):
    text = _runbook(project, "--new-account", "--language", language)
    assert text.count(TESTS[language]) == 1  # the draft is not turned on
    page = text.split(TESTS[language])[1].split("## ")[0]
    assert page.count("- [ ]") == 6
    for expected in ("**70**", "**40**", "**0**", "**50**"):
        assert expected in page, page


def test_a_changed_rule_is_tested_first(project):
    _runbook(project, "--new-account")
    _done(project)
    _edit(project, RULE + "-15", RULE + "-20")
    page = _runbook(project).split(TESTS["en"])[1]
    first = page.split("- [ ]")[2]
    assert "**Number of open tickets**" in first
    assert "In the group **Support**, this rule gives **−20** points." in first


@pytest.mark.parametrize(
    ("old", "new"),
    [("state: published", "state: draft"), ("name: Account health", "name: Health of accounts")],
    ids=["turned off", "renamed"],
)
def test_a_score_that_is_not_turned_on_is_not_tested(project, old, new):
    _runbook(project, "--new-account")
    _done(project)
    _edit(project, old, new)
    assert "Test a company" not in _runbook(project)


# ---- on records ----

HEADER = (
    "hs_object_id",
    "name",
    "seats_used_percent",
    "last_login_date",
    "num_open_tickets",
    "support_plan",
    "nps_score",
)
# With the points of each, as counted by hand: the bounds are 70 and 40, the maxima 50, 25 and 25.
ROWS = {
    "7100000021": ("70", "2026-11-20", "1", "premium", "7"),  # 70
    "7100000022": ("70", "2026-11-20", "0", "basic", ""),  # 65, all of the first group
    "7100000023": ("30", "", "1", "premium", "8"),  # 40
    "7100000024": ("70", "", "1", "basic", ""),  # 35
    "7100000025": ("", "", "1", "basic", "9"),  # 25, all of the third group
    "7100000026": ("", "", "0", "premium", ""),  # 25, all of the second group
    "7100000010": ("70", "2026-11-20", "some", "premium", "7"),  # 70 too, but with a cell that cannot be read
}
CHOSEN = [
    ("7100000021", "Where healthy begins, at **70** points", "**70** points, **healthy**"),
    ("7100000023", "Where at risk ends, below **40** points", "**40** points, **neutral**"),
    ("7100000022", "At the maximum of the group **Product usage**, **50** points", "**65** points, **neutral**"),
    ("7100000025", "At the maximum of the group **Sentiment**, **25** points", "**25** points, **at risk**"),
    ("7100000026", "At the maximum of the group **Support**, **25** points", "**25** points, **at risk**"),
]
GIVEN = ("--new-account", "--records", "companies.csv", "--as-of", "2026-11-25")


@pytest.fixture
def recorded(project):
    lines = [",".join(HEADER), *(",".join((key, "Secret Ltd", *row, "")) for key, row in ROWS.items())]
    lines[0] += ",customer_tier"
    (project / "companies.csv").write_text("\n".join(lines) + "\n")
    return project


def _tests(text):
    return [" ".join(one.split()) for one in text.split(TESTS["en"])[1].split("## ")[0].split("- [ ]")[2:]]


def test_records_at_the_bounds_and_at_the_maxima_are_named_with_what_to_expect(recorded):
    tests = _tests(_runbook(recorded, *GIVEN))
    for test, (record, why, expected) in zip(tests, CHOSEN, strict=True):
        assert f"**{record}**" in test
        assert why in test
        assert f"Expected: {expected}, by the values that the file of records has, as of **2026-11-25**." in test


def test_the_page_links_each_record_and_nothing_names_one(recorded):
    text = _runbook(recorded, *GIVEN)
    page = (recorded / ".csws/runbooks/fernhill.html").read_text()
    for record, _, _ in CHOSEN:
        link = f"/contacts/24003311/record/0-2/{record}"
        assert link in text
        assert f'{link}" target="_blank" rel="noreferrer">{record} ↗</a>' in page
    assert "Secret" not in text + page


@pytest.mark.parametrize("language", ["nb", "zh"])
def test_records_are_named_in_other_languages(recorded, language):
    text = _runbook(recorded, *GIVEN, "--language", language)
    page = text.split(TESTS[language])[1].split("## ")[0]
    assert all(record in page for record, _, _ in CHOSEN)
    assert {"nb": "Forventet: **70** poeng, **sunn**", "zh": "预期：**70** 分，**健康**"}[language] in page
    assert "Expected" not in page


def test_the_project_names_the_records_and_no_plan_keeps_one(recorded):
    _edit(recorded, "    subscription:", "    score_records: companies.csv\n    subscription:")
    assert csws(recorded, "plan", "--out", "plan.json").code == 0
    run = csws(recorded, "apply", "plan.json", "--new-account", "--as-of", "2026-11-25")
    assert run.code == 6, run
    runbook = recorded / ".csws/runbooks/fernhill.md"
    assert len(_tests(runbook.read_text())) == 5
    kept = [file for file in recorded.rglob("*") if file.is_file() and file.suffix not in (".csv", ".md", ".html")]
    assert [file for file in kept if b"7100000021" in file.read_bytes()] == []
    assert csws(recorded, "observe", "--set", "objects.customers=companies").code == 0
    assert "7100000021" in runbook.read_text()


def test_records_that_the_project_names_may_be_elsewhere(recorded):
    _edit(recorded, "    subscription:", "    score_records: companies.csv\n    subscription:")
    (recorded / "companies.csv").unlink()
    run = csws(recorded, "apply", "--auto-approve", "--new-account")
    assert run.code == 6
    assert "names no records to test on: companies.csv cannot be read" in " ".join((run.out + run.err).split())
    assert "Choose a record" in (recorded / ".csws/runbooks/fernhill.md").read_text()


def test_records_that_somebody_gives_must_be_there(recorded):
    assert csws(recorded, "plan", "--out", "plan.json").code == 0
    run = csws(recorded, "apply", "plan.json", "--new-account", "--records", "none.csv")
    assert run.code == 1
    assert "none.csv cannot be read" in " ".join((run.out + run.err).split())
    assert csws(recorded, "runs", "--format", "json").json["accounts"][0]["runs"] == []


@pytest.mark.parametrize("header", ["hs_object_id,name", ",".join(HEADER)], ids=["no columns", "no records"])
def test_records_that_say_nothing_leave_the_kinds_to_choose(recorded, header):
    (recorded / "companies.csv").write_text(f"{header}\n")
    assert "Choose a record" in _runbook(recorded, *GIVEN).split(TESTS["en"])[1]
