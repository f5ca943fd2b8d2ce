"""`csws records pull`: what it asks HubSpot for, how it goes on after an interruption, and what it says of the past."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cli.console import csws
from tests.hubspot.account import prop
from tests.hubspot.emulator import Fault
from tests.planted import assert_hidden, leaves

LIST, BATCH = "/crm/objects/2026-09/0-2", "/crm/objects/2026-09/0-2/batch/read"
SCOPE = "crm.objects.companies.read"
SCORE = """\
health_scores:
  account_health:
    name: Account health
    object: companies
    bands: {healthy: 70, at_risk: 40}
    property: account_health_score
    groups:
      use:
        name: Use
        kind: properties
        max: 100
        rules:
          - {property: logins, at_least: 10, points: 60}
          - {property: tickets, at_most: 0, points: 40}
"""
HEADER = ["hs_object_id", "logins", "tickets", "account_health_score"]
PULL = ("records", "pull", "account_health", "--out", "companies.csv")
NAME = "Nordlys Sparebank"


def company(number, **properties):
    created = properties.pop("created", "2020-01-01T00:00:00Z")
    history = properties.pop("history", {})
    return {"id": str(number), "createdAt": created, "properties": {"name": NAME, **properties}, "history": history}


@pytest.fixture
def place(emulator, project, waits):
    account = emulator.account
    account.scopes |= {SCOPE}
    numbers = [prop(name, "number") for name in ("logins", "tickets", "account_health_score")]
    account.properties["0-2"] = [*account.properties["0-2"], prop("name"), *numbers]
    account.records = [company(number, logins=str(number), tickets="0") for number in range(250)]
    file = project / "csws.yaml"
    file.write_text(file.read_text() + SCORE)
    assert csws(project, "catalog", "pull").code == 0
    emulator.log.clear()
    return project


def rows(place):
    with (place / "companies.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def pages(emulator, path=LIST):
    return [target for _, target in emulator.log if urlsplit(target).path == path]


def test_every_page_and_only_the_columns_that_the_score_needs(emulator, place):
    done = csws(place, *PULL)
    assert (done.code, done.out) == (0, "Wrote companies.csv: 250 records of companies.\n"), done.err
    assert rows(place) == [HEADER, *([str(at), str(at), "0", ""] for at in range(250))]
    asked = [parse_qs(urlsplit(target).query) for target in pages(emulator)]
    assert [one.get("after") for one in asked] == [None, ["100"], ["200"]]
    assert {one["properties"][0] for one in asked} == {",".join(HEADER[1:])}
    assert {method for method, _ in emulator.log} == {"GET"}
    assert not (place / "companies.csv.part").exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Skrev companies.csv: 250 oppføringer av companies."),
        ("zh", "已写入 companies.csv：companies 的 250 条记录。"),
    ],
)
def test_in_another_language(place, language, said):
    assert csws(place, *PULL, "--language", language).out == f"{said}\n"


@pytest.mark.parametrize("words", [("--quiet",), ()])
def test_a_terminal_sees_how_far_it_is_until_it_is_done(place, monkeypatch, words):
    monkeypatch.setattr("csws.cli.progress.FIRST", -1)
    monkeypatch.setattr("csws.cli.progress.BETWEEN", -1)
    assert csws(place, *PULL).err == ""
    monkeypatch.setattr("csws.cli.progress.sys", SimpleNamespace(stderr=(seen := Terminal())))
    assert csws(place, *words, *PULL).code == 0
    lines = [] if words else ["Read 100 records", "Read 200 records", "Read 250 records", ""]
    assert seen.getvalue() == "".join(f"\r\x1b[K{line}" for line in lines)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_file_is_what_the_lab_reads(emulator, place):
    assert csws(place, *PULL).code == 0
    done = csws(place, "score", "try", "account_health", "companies.csv", "--format", "json")
    assert done.code == 0, done.err
    assert {name: band["records"] for name, band in done.json["bands"].items()} == {"at_risk": 0, "neutral": 10, "healthy": 240}  # fmt: skip
    assert done.json["misfits"] == []


def broken(emulator, page):
    """The connection fails whenever this page is asked for."""
    emulator.faults = [Fault("status", lambda _, target, __: f"after={page}" in target, status=500, times=99)]


def test_an_interrupted_pull_goes_on(emulator, place):
    broken(emulator, 200)
    done = csws(place, *PULL)
    assert done.code == 1
    assert "200 records are in `companies.csv.part`" in done.err
    assert not (place / "companies.csv").exists()
    assert (place / "companies.csv.part").stat().st_mode & 0o077 == 0
    emulator.faults, emulator.log = [], []
    done = csws(place, *PULL)
    assert "Read in an earlier, interrupted pull: 200 records." in done.out
    assert [parse_qs(urlsplit(target).query)["after"] for target in pages(emulator)] == [["200"]]
    assert rows(place) == [HEADER, *([str(at), str(at), "0", ""] for at in range(250))]
    assert not (place / "companies.csv.part").exists()


def test_a_page_that_was_written_in_part_is_read_again(emulator, place):
    broken(emulator, 200)
    csws(place, *PULL)
    part = place / "companies.csv.part"
    whole = part.read_bytes()
    for cut in (whole[:-1], whole[:-40], whole[: len(whole) // 2], whole[:10], b""):
        part.write_bytes(cut)
        emulator.faults = []
        if cut and not cut.count(b"\n"):
            assert csws(place, *PULL).code == 64  # of a first line that is not whole nobody knows whose it is
            continue
        assert csws(place, *PULL).code == 0
        assert rows(place) == [HEADER, *([str(at), str(at), "0", ""] for at in range(250))]


def test_a_pull_of_something_else_begins_anew(emulator, place):
    broken(emulator, 200)
    csws(place, *PULL)
    emulator.faults, emulator.log = [], []
    file = place / "csws.yaml"
    file.write_text(file.read_text().replace("property: tickets, at_most", "property: account_health_score, at_most"))
    assert csws(place, *PULL).code == 0
    assert len(pages(emulator)) == 3
    assert rows(place)[0] == ["hs_object_id", "logins", "account_health_score"]


def test_a_foreign_file_stays(place):
    (place / "companies.csv.part").write_text("my notes\n")
    assert csws(place, *PULL).code == 64
    assert (place / "companies.csv.part").read_text() == "my notes\n"


def test_a_limit_is_waited_out(emulator, place, waits):
    body = {"policyName": "TEN_SECONDLY_ROLLING", "message": "limit"}
    emulator.faults = [Fault("status", lambda _, target, __: LIST in target, status=429, body=body, times=2)]
    waits.clear()
    assert csws(place, *PULL).code == 0
    assert sum(waits) >= 20
    assert len(rows(place)) == 251


def test_a_missing_scope_is_named(emulator, place):
    emulator.account.scopes -= {SCOPE}
    done = csws(place, *PULL)
    assert done.code == 7
    assert SCOPE in done.err
    assert not (place / "companies.csv").exists()


def test_another_accounts_token(emulator, place):
    emulator.account.portal = 4243
    done = csws(place, *PULL)
    assert done.code == 7
    assert "portal 4243" in done.err


def changed(*pairs):
    """As HubSpot sends it: the newest first."""
    return [{"value": value, "timestamp": when, "sourceType": "CRM_UI"} for when, value in reversed(pairs)]


PAST = {
    "the last change before counts": (changed(("2025-01-01T00:00:00Z", "3"), ("2025-11-24T10:00:00.123Z", "12"), ("2026-02-01T00:00:00Z", "40")), "40", "12"),
    "one that was emptied has no value": (changed(("2025-01-01T00:00:00Z", "3"), ("2025-06-01T00:00:00Z", "")), "", ""),
    "a history that begins later": (changed(("2025-12-01T00:00:00Z", "40")), "40", None),
    "no history at all": ([], "40", None),
    "never a value": ([], None, ""),
    "the end of the day is the account's": (changed(("2025-01-01T00:00:00Z", "3"), ("2025-11-25T23:30:00Z", "40")), "40", "3"),
    "late on the day": (changed(("2025-01-01T00:00:00Z", "3"), ("2025-11-25T22:30:00Z", "40")), "40", "40"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAST)
def test_the_past(emulator, place, name):
    """The account is in Oslo: November 25 ends there at 23:00 UTC."""
    history, now, expected = PAST[name]
    tickets = changed(("2024-01-01T00:00:00Z", "1"))
    emulator.account.records = [company(1, logins=now, tickets="1", history={"logins": history, "tickets": tickets})]
    done = csws(place, *PULL, "--as-of", "2025-11-25")
    assert done.code == 0, done.err
    assert rows(place) == [HEADER, ["1", expected or "", "1", ""]]
    assert ("`logins` is not known on that day for 1 record:" in done.out) == (expected is None)
    assert "`tickets` is not known" not in done.out


def test_the_past_of_many_is_read_in_batches(emulator, place):
    history = {"logins": changed(("2024-01-01T00:00:00Z", "7"))}
    old = [company(number, logins="9", history=history) for number in range(120)]
    emulator.account.records = [*old, company(500, logins="9", created="2025-11-26T08:00:00Z", history=history)]
    broken(emulator, 100)
    assert csws(place, *PULL, "--as-of", "2025-11-25").code == 1
    emulator.faults, emulator.log = [], []
    done = csws(place, *PULL, "--as-of", "2025-11-25")
    assert done.code == 0, done.err
    assert "Left out, because created later: 1 record." in done.out
    assert len(pages(emulator, BATCH)) == 1  # of the second page; the first was there
    assert rows(place) == [HEADER, *([str(number), "7", "", ""] for number in range(120))]


def test_a_record_that_is_deleted_meanwhile(emulator, place):
    emulator.account.records = [company(1, tickets="0"), company(2, tickets="0")]

    def without_the_first(emulator, groups, query, body):
        emulator.account.records = emulator.account.records[1:]
        return type(emulator).post_histories(emulator, groups, query, body)

    emulator.answers["post_histories"] = without_the_first
    done = csws(place, *PULL, "--as-of", "2025-11-25")
    assert done.code == 0, done.err
    assert "because deleted during the pull: 1 record." in done.out
    assert [row[0] for row in rows(place)[1:]] == ["2"]


@pytest.mark.parametrize("more", [(), ("--as-of", "2025-11-25")])
def test_nothing_of_it_is_anywhere_else(emulator, place, more):
    """No name of a record is asked for or kept, and no token; csws's own folder gets nothing."""
    before = {path for path in place.rglob("*") if path.is_file()}
    broken(emulator, 200)
    first = csws(place, *PULL, *more)
    assert {path.name for path in place.rglob("*") if path.is_file() and path not in before} == {"companies.csv.part"}
    emulator.faults = []
    second = csws(place, *PULL, *more)
    assert (first.code, second.code) == (1, 0)
    assert {path.name for path in place.rglob("*") if path.is_file() and path not in before} == {"companies.csv"}
    found = list(leaves(place, first, second))
    assert_hidden(found)
    assert not any(NAME in text for text in found)


WRONG = {
    "a part of the project": (("--out", "csws.yaml"), "is a file of the project"),
    "a folder": (("--out", "catalogs"), "is not a file"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_cannot_be_the_result(emulator, place, name):
    words, told = WRONG[name]
    done = csws(place, "records", "pull", "account_health", *words)
    assert done.code == 64
    assert told in done.err
    assert emulator.log == []


def test_a_property_that_the_catalogue_does_not_have(emulator, place):
    file = place / "csws.yaml"
    file.write_text(file.read_text().replace("property: account_health_score", "property: account_helth_score"))
    done = csws(place, *PULL)
    assert done.code == 3
    assert "account_helth_score" in done.err
    assert emulator.log == []


SHAPES = [
    {},
    {"results": [{"properties": {}}]},
    {"results": [{"id": "1"}]},
    {"results": [], "paging": {"next": {"after": "100"}}},
]


@pytest.mark.parametrize("answer", SHAPES, ids=json.dumps)
def test_an_answer_of_another_shape_is_told(emulator, place, answer):
    emulator.answers["get_records"] = lambda *_: (200, answer)
    done = csws(place, *PULL)
    assert done.code == 1
    assert "does not match its documentation" in done.err


def test_today_is_the_accounts(emulator, place):
    broken(emulator, 200)
    csws(place, *PULL)
    head = json.loads((place / "companies.csv.part").read_text().splitlines()[0])
    assert abs((datetime.now(UTC).date() - datetime.fromisoformat(head["pulled_on"]).date()).days) <= 1
