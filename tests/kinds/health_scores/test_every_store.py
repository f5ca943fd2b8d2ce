"""A health score's whole life on every target and in every store of records: made, changed, seen, imported, rolled back,
removed."""

from __future__ import annotations

import pytest

from tests.cli.console import reported, unfinished
from tests.kinds.health_scores.conftest import SCORES
from tests.kinds.health_scores.test_whole_way import BY_HAND, is_unchanged
from tests.render.scenes import edit
from tests.targets.postgres import new_database

SQLITE = "target: sqlite:.csws/acme.db"
TICKETS = "groups.support.rules.[num_open_tickets at_most 0]"


@pytest.fixture(scope="module")
def database():
    with new_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql", "hubspot, sqlite", "hubspot, file", "hubspot, postgresql"])
def where(request, project, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    target, _, store = request.param.rpartition(", ")
    stores = {"sqlite": "sqlite:.csws/s.db", "file": "file:acme.jsonl"}
    place = request.getfixturevalue("database") if store == "postgresql" else stores[store]
    other = f"store: {place}\n    target: hubspot:1234567" if target else f"target: {place}"
    edit(project / "csws.yaml", SQLITE, other)
    yield request.param
    if store == "postgresql":
        wiped(place)


def wiped(url):
    """The database is empty again: the next test has the same account."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        for (name,) in names:
            connection.execute(f'DROP TABLE "{name}" CASCADE')


@pytest.fixture
def done(run, project, where):
    """A command that changes the account. What only people can do is done by one."""

    def command(*arguments):
        result = run(*arguments, "--auto-approve", *(("--new-account",) if arguments[0] == "apply" else ()))
        if result.code == 6:
            steps = unfinished(project)["waiting"]
            result = reported(project, f"{steps[0]}-{steps[-1]}", "kim")
        assert result.code == 0, result.out + result.err
        assert run("record", "verify").code == 0

    return command


def revisions(run):
    return run("history", "--format", "json").json["accounts"][0]["revisions"]


def drift(run):
    return [
        (item["address"], [(field["path"], field["before"], field["after"]) for field in item["fields"]])
        for item in run("drift", "--format", "json").json["accounts"][0]["drift"]
    ]


def test_a_score_lives_everywhere_as_it_does_on_the_embedded_account(run, project, done):
    file = project / "scores.yaml"
    done("apply")
    assert is_unchanged(run)
    first = revisions(run)[0]["number"]

    edit(file, "at_most: 0, points: 35", "at_most: 0, points: 20")
    edit(file, "healthy: 50", "healthy: 60")
    done("apply")
    assert is_unchanged(run)
    assert drift(run) == []

    assert run("observe", "--set", f"health_score.account_health.{TICKETS}=30").code == 0
    assert drift(run) == [("health_score.account_health", [(TICKETS, 20, 30)])]
    done("apply")
    assert drift(run) == []

    (project / "seen.yaml").write_text(BY_HAND)
    assert run("observe", "seen.yaml").code == 0
    assert run("import", "health_score.hand=By hand").code == 0
    assert is_unchanged(run)

    done("rollback", str(first), "--allow-delete", "health_score.hand")
    (project / "csws.yaml").write_text(without_hand((project / "csws.yaml").read_text()))
    file.write_text(SCORES)
    assert is_unchanged(run)

    file.write_text(SCORES[: SCORES.index("  usage:")] + "removed: [health_score.usage]\n")
    done("apply")
    assert is_unchanged(run)
    assert "usage" not in run("export").out
    assert [item["kind"] for item in revisions(run) if item["kind"] != "applied"] == [
        "imported",
        "observed",
        "observed",
    ]


def without_hand(text):
    """What `import` added to csws.yaml is taken out again."""
    return text[: text.index("health_scores:")]
