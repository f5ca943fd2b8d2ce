"""`csws test`: examples beside the configuration, and what is said where one does not hold or means nothing."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from csws.kinds.health_scores.bands import Band
from csws.render.finding_words import finding_text
from csws.schema import is_valid, schema_text
from tests.cli.console import csws
from tests.lab.commands.place import SCORE
from tests.lab.commands.test_privacy import snapshot

EVENTS = """\
      contact:
        name: Contact
        kind: events
        max: 20
        rules:
          - {event: call_ended, at_least: 2, within_days: 30, points: 20, where: {hs_call_duration: {at_least: 900000}}}
"""
HEAD = "score: account_health, as_of: 2026-11-25"
LONG = "{event: call_ended, at: 2026-11-20, hs_call_duration: 900000}"


def run(place, *examples, section="scores", more=()):
    (place.folder / "tests").mkdir(exist_ok=True)
    lines = "".join(f"  - {{{one}}}\n" for one in examples)
    (place.folder / "tests/scores.yaml").write_text(f"{section}:\n{lines}")
    return place.run("test", *more)


@pytest.fixture
def counted(place):
    place.declare(SCORE + EVENTS)
    return place


HOLD = {
    "points and band": "record: {num_open_tickets: 0, logins: 30, last_login: 2026-11-25}, points: 90, band: healthy",
    "a bound of a group": "record: {logins: 30, last_login: 2026-11-25}, groups: {usage: 50, support: 0}",
    "all rules": "record: {num_open_tickets: 6}, rules: [num_open_tickets at_least 5], points: 0, band: at_risk",
    "several values and others": "record: {name: [a, b], customer_tier: gold, support_plan: null}, groups: {support: 5}",
}


@pytest.mark.parametrize("name", HOLD)
def test_an_example_that_holds(place, name):
    done = run(place, f"{HEAD}, {HOLD[name]}")
    assert (done.code, done.out) == (0, "1 example: as expected.\n"), done.out


FAIL = {
    "record: {logins: 10}, points: 20": "`account_health` gives 30 points, not 20.",
    "record: {logins: 10}, band: healthy": "The band is at_risk, not healthy.",
    "record: {logins: 10}, groups: {usage: 0}": "The group `usage` gives 30 points, not 0.",
    "record: {logins: 10}, rules: []": "The rule `logins at_least 10` holds, and is not expected.",
    "record: {}, rules: [logins at_least 10]": "The rule `logins at_least 10` does not hold.",
}


@pytest.mark.parametrize("example", FAIL)
def test_an_example_that_does_not_hold(place, example):
    done = run(place, f"{HEAD}, {example}", more=("--format", "json"))
    assert done.code == 1
    assert is_valid("test", done.json) is None
    (one,) = done.json["examples"]
    assert (one["misses"], one["file"], one["line"]) == ([FAIL[example]], "tests/scores.yaml", 2)
    assert one["because"][1] == "The group `support` gives 0: no rule holds."
    text = place.run("test")
    assert text.code == 1
    assert "tests/scores.yaml:2:5: failed" in text.out
    assert "1 of 1 example failed." in text.out


UNKNOWN = {
    "score: account_helth, as_of: 2026-11-25, record: {}, points: 0": ("no health score `account_helth`", "account_health"),
    f"{HEAD}, record: {{}}, groups: {{use: 0}}": ("no group `use`", "usage"),
    f"{HEAD}, record: {{}}, rules: [logins at_least 11]": ("no rule `logins at_least 11`", "logins at_least 10"),
    f"{HEAD}, record: {{login: 5}}, points: 0": ("`companies` has no property `login`", "logins"),
    f"{HEAD}, record: {{}}, events: [{{event: cal_ended, at: 2026-11-20}}], points: 0": ("no event `cal_ended`", "call_ended"),
    f"{HEAD}, record: {{}}, events: [{{event: call_ended, at: 2026-11-20, hs_call_durations: 1}}], points: 0": ("`hs_call_durations`", "hs_call_duration"),
    f"{HEAD}, record: {{}}, events: [{{event: call_ended, at: tomorrow}}], points: 0": ("`tomorrow` is not a day", "2026-11-25"),
    f"{HEAD}, record: {{logins: many}}, points: 0": ("`many` is not a number", "digits"),
    f"{HEAD}, record: {{}}": ("expects nothing", "points:"),
    "score: account_health, as_of: 2026-13-25, record: {}, points: 0": ("`2026-13-25` is not a day", "2026-11-25"),
    f"{HEAD}, record: {{}}, points: 101": ("cannot be more than 100", "total"),
    f"{HEAD}, record: {{}}, pints: 10": ("Unknown key `pints`", "points"),
    "score: account_health, record: {}, points: 0": ("`as_of` is missing", "as_of:"),
    f"account: other, {HEAD}, record: {{}}, points: 0": ("no account `other`", "acme"),
}  # fmt: skip


@pytest.mark.parametrize("example", UNKNOWN)
def test_an_example_that_means_nothing(counted, example):
    done = run(counted, example, f"{HEAD}, record: {{}}, events: [], points: 0", more=("--format", "json"))
    assert done.code == 3
    assert is_valid("test", done.json) is None
    (found,) = done.json["diagnostics"]
    message, hint = UNKNOWN[example]
    assert message in found["message"]
    assert hint in found["hint"]
    assert (found["file"], found["line"]) == ("tests/scores.yaml", 2)


def test_events_count_and_are_not_known_unless_they_are_said(counted):
    record = f"{HEAD}, record: {{}}"
    assert run(counted, f"{record}, events: [{LONG}, {LONG}], points: 20").code == 0
    assert run(counted, f"{record}, events: [{LONG}], points: 0").code == 0
    done = run(counted, f"{record}, points: 0")
    assert done.code == 1
    assert "gives 0–20 points, not 0." in " ".join(done.out.split())
    assert "`events: []`" in done.out


SEES = {
    "team: EMEA CSM, sees: emea": "",
    "team: Operations, sees: primary": "",
    "person: anna@acme.example, sees: emea": "",
    "person: OPS@acme.example, sees: primary": "",
    "person: farah@acme.example, sees: emea": "`farah@acme.example` sees `apac`, not `emea`.",
    "team: Operations, sees: emea": "`Operations` sees `primary`, not `emea`.",
}


@pytest.mark.parametrize("example", SEES)
def test_who_sees_what(place, example):
    done = run(place, example, section="workspaces", more=("--format", "json"))
    assert done.code == (1 if SEES[example] else 0)
    assert done.json["examples"][0]["misses"] == [message for message in [SEES[example]] if message]


NOBODY = {
    "team: EMEA CMS, sees: emea": "no team `EMEA CMS`",
    "person: zoe@acme.example, sees: emea": "nobody with the address `zoe@acme.example`",
    "team: EMEA CSM, sees: emae": "no workspace `emae`",
    "sees: emea": "one person or one team",
    "person: anna@acme.example, team: EMEA CSM, sees: emea": "one person or one team",
}


@pytest.mark.parametrize("example", NOBODY)
def test_nobody_and_nothing_is_invalid(place, example):
    done = run(place, example, section="workspaces", more=("--format", "json"))
    assert done.code == 3
    assert NOBODY[example] in done.json["diagnostics"][0]["message"]


def test_a_deactivated_person_sees_nothing(place):
    file = place.folder / "catalogs/acme.json"
    document = json.loads(file.read_text())
    next(one for one in document["people"] if one["id"] == "101")["deactivated"] = True
    file.write_text(json.dumps(document))
    done = run(place, "person: anna@acme.example, sees: emea", section="workspaces")
    assert done.code == 1
    assert "sees nothing, not `emea`" in " ".join(done.out.split())


def test_in_each_account_unless_an_example_names_one(place):
    config = place.folder / "csws.yaml"
    second = "  second: {target: 'sqlite:.csws/second.db', catalog: catalogs/second.json, subscription: enterprise, operator: ops@acme.example}\n"
    document = json.loads((place.folder / "catalogs/acme.json").read_text())
    document["account"] |= {"id": "second", "name": "second"}
    (place.folder / "catalogs/second.json").write_text(json.dumps(document))
    config.write_text(config.read_text().replace("\ninclude:", second + "\ninclude:", 1))
    done = run(place, f"{HEAD}, record: {{}}, points: 1", f"account: second, {HEAD}, record: {{}}, points: 0")
    assert done.code == 1
    assert "(acme)" in done.out
    assert "(second)" in done.out
    assert "2 of 3 examples failed." in done.out
    assert csws(place.folder, "--account", "acme", "test", "--format", "json").json["failed"] == 1


def test_files_folders_and_none(place):
    assert place.run("test").code == 64
    run(place, f"{HEAD}, record: {{}}, points: 0")
    (place.folder / "more").mkdir()
    (place.folder / "tests/scores.yaml").rename(place.folder / "more/a.yaml")
    assert place.run("test").code == 64
    assert place.run("test", "more").code == 0
    assert place.run("test", "more/a.yaml", "more").out == "1 example: as expected.\n"
    missing = place.run("test", "more/b.yaml")
    assert missing.code == 3
    assert "`more/b.yaml` does not exist." in missing.out


def test_junit(place):
    done = run(place, f"{HEAD}, record: {{}}, points: 0", f"{HEAD}, record: {{}}, points: 1", f"{HEAD}, record: {{}}", more=("--format", "junit"))  # fmt: skip
    assert done.code == 1
    root = ElementTree.fromstring(done.out)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "1")
    assert [len(case) for case in root.iter("testcase")] == [0, 1, 1]


def test_the_schema_knows_the_bands():
    properties = json.loads(schema_text("tests"))["$defs"]["score"]["properties"]
    assert properties["band"]["enum"] == [band.value for band in Band]


def test_nothing_is_written(place):
    run(place, f"{HEAD}, record: {{}}, points: 0")
    before = snapshot(place.folder)
    for form in ("text", "json", "junit"):
        place.run("test", "--format", form)
    assert snapshot(place.folder) == before


@pytest.mark.parametrize(
    ("language", "expected"), [("nb", "1 av 1 eksempel feilet."), ("zh", "1 个示例中有 1 个未通过。")]
)
def test_in_another_language(counted, language, expected):
    done = run(counted, f"{HEAD}, record: {{}}, points: 30, band: healthy, rules: []", more=("--language", language))
    assert done.code == 1
    assert expected in done.out
    assert not re.search("The |gives|Correct|expected|failed", done.out)
    assert run(counted, f"{HEAD}, record: {{}}, events: [], points: 0", more=("--language", language)).code == 0


@pytest.mark.parametrize("language", ["nb", "zh"])
@pytest.mark.parametrize(
    ("section", "examples"), [("scores", UNKNOWN), ("workspaces", NOBODY), ("workspaces", SEES), ("scores", FAIL)]
)
def test_no_sentence_is_english_in_another_language(counted, language, section, examples):
    (counted.folder / "tests").mkdir(exist_ok=True)
    for example in examples:
        told = (
            example if section == "workspaces" or example.startswith(("score:", "account:")) else f"{HEAD}, {example}"
        )
        english = run(counted, told, section=section, more=("--format", "json")).json
        said = [text for one in english["examples"] for text in (*one["misses"], *one["because"])]
        said += [text for one in english["diagnostics"] for text in (one["message"], one["hint"])]
        assert [text for text in said if finding_text(text, language) == text] == []
