"""The runbook of a score that is turned on ends with what to test."""

from __future__ import annotations

import pytest

from tests.cli.console import csws
from tests.newer import ROOT

TESTS = {"en": "At the end: **Test a company**", "nb": "Til slutt: **Test en bedrift** / Test a company"}
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
