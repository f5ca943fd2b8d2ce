"""What `apply`, `drift` and `history` show on a terminal, in every language."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from csws.model.plan import Failure
from csws.model.report import AccountReport
from csws.model.reports import Report
from csws.model.runs import DoneStep
from csws.render import LANGUAGES, REPORT_FORMATS, pieces
from csws.render.history import _KINDS
from csws.render.style import Style
from csws.render.words import words_of
from csws.targets.ledger import events, tables
from tests.cli.console import csws
from tests.render.reviews import LAYOUT, account, changed, gone, new

LANGUAGE = sorted(set(LANGUAGES.values()))
UNKNOWN = "The plan assumes a fresh account, because nothing is recorded for this account yet."
TARGET = "hubspot:1234567"
_PLAN = account("acme", (gone("apac", "Asia"), changed("emea", LAYOUT, name="Europe"), new("ops", "Ops")))
STEPS = tuple(replace(step, summary=f"Step of {step.address.key}.") for step in _PLAN.steps)
DONE = AccountReport(account="acme", target=TARGET, steps=STEPS, done=(1, 2, 3), before=3, after=4)
NOTHING = AccountReport(account="bluefin", target=TARGET, before=3, after=3)
REFUSED = AccountReport(
    account="cobalt",
    target=TARGET,
    exit_code=4,
    error=Failure(code="CSW606", message=f"`cobalt` was not changed. {UNKNOWN}", hint="A hint."),
)
WAITS = AccountReport(
    account="dune",
    target=TARGET,
    exit_code=6,
    steps=STEPS,
    run="3f9a1c2b77d0",
    done_before=(DoneStep(run="3f9a1c2b77d0", step=1, at="2026-11-25T10:00:00Z", who="Kim"),),
    waiting=(2,),
    never_tried=(3,),
    error=Failure(code="manual_step", message="Some steps still wait."),
    runbook=".csws/runbooks/dune.md",
)
FAILED = replace(WAITS, account="elm", waiting=(), failed=((2, "It failed."),))
EVERY = (DONE, NOTHING, REFUSED, WAITS, FAILED)

ENGLISH = """\
acme: done 1. Step of apac.
acme: done 2. Step of emea.
acme: done 3. Step of ops.
acme: applied 3 steps, revision 3 → 4.
bluefin: nothing to do; the account already matches the plan (revision 3).
cobalt: not applied. `cobalt` was not changed. UNKNOWN
  → A hint.
dune: done before 1. Step of apac. (by Kim 2026-11-25T10:00:00Z)
dune: waiting 2. Step of emea.
dune: never tried 3. Step of ops.
dune: waiting for manual steps. Some steps still wait.
  → Runbook: .csws/runbooks/dune.html (for a browser), .csws/runbooks/dune.md
elm: done before 1. Step of apac. (by Kim 2026-11-25T10:00:00Z)
elm: failed 2. Step of emea. It failed.
elm: never tried 3. Step of ops.
elm: stopped part-way. Some steps still wait.
  → Run 3f9a1c2b77d0 has begun. Continue it with `csws --account elm apply --resume --run 3f9a1c2b77d0`.
  → Runbook: .csws/runbooks/dune.html (for a browser), .csws/runbooks/dune.md

5 accounts: 1 not applied, 1 stopped part-way, 1 waiting for manual steps, 1 applied, 1 with nothing to do.
Not applied: cobalt.
Stopped part-way: elm.
Waiting: dune.
→ For accounts that could not be planned or were refused, resolve the cause, then run the same command again.
""".replace("UNKNOWN", UNKNOWN)


def told(reports, language, *, color=False):
    style = Style(language=language, width=10_000, color=color)
    return "".join(pieces(REPORT_FORMATS, "text", Report(accounts=tuple(reports)), style))


def test_a_report_in_english():
    assert told(EVERY, "en") == ENGLISH


@pytest.mark.parametrize("language", [one for one in LANGUAGE if one != "en"])
def test_a_report_has_the_same_facts_in_every_language(language):
    """The numbers, names, commands and files, and none of the English words."""
    here, english = told(EVERY, language), told(EVERY, "en")
    for fact in ("acme", "Asia", "emea", "Ops", "3 → 4", "Kim", "2026-11-25T10:00:00Z", "dune.html", "`cobalt`"):
        assert here.count(fact) >= 1, fact
    assert len(here.splitlines()) == len(english.splitlines())
    assert re.findall("(?i)applied|nothing to do|waiting|never tried|done before|not changed", here) == []


@pytest.mark.parametrize("language", LANGUAGE)
def test_color_changes_no_word(language):
    assert re.sub("\x1b\\[[0-9;]*m", "", told(EVERY, language, color=True)) == told(EVERY, language)


def test_every_kind_of_entry_has_a_word():
    assert {*_KINDS} == {*tables.KINDS, *events.KINDS}


@pytest.mark.parametrize("language", LANGUAGE)
def test_drift_and_history_speak_it(tmp_path, language):
    words = words_of(language)
    assert csws(tmp_path, "init").code == 0
    assert words.plain("history.none") in csws(tmp_path, "history", "--language", language).out
    assert words.plain("drift.never").split()[0] in csws(tmp_path, "drift", "--language", language).out
    done = csws(tmp_path, "apply", "--auto-approve", "--language", language)
    assert words.plain("report.word_applied") in done.out
    assert words.plain("drift.none").split()[0] in csws(tmp_path, "drift", "--language", language).out
    past = csws(tmp_path, "history", "--language", language).out
    assert words.plain("history.applied") in past
    assert "".join(words.plain("history.how_config").split()) in "".join(past.split())
