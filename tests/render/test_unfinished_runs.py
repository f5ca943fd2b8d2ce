"""An unfinished run in every format of a plan and in the runbook: its id, what waits, and where it is overtaken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csws.model.plan import AccountPlan, Base, Failure
from csws.model.report import AccountReport
from csws.model.reports import Report
from csws.model.run import Plan
from csws.model.runs import Overtaken, UnfinishedRun, counted_steps, ranges, run_id
from csws.render import LANGUAGES, PLAN_FORMATS, REPORT_FORMATS, RUNBOOK_FORMATS, pieces, renderer
from csws.render.review.runs import overtaken_sentence
from csws.render.runbook.runbook import runbook
from csws.render.style import Style
from csws.render.words import words_of
from tests.render.test_runbook import AFTER, CATALOG, step

HOSTILE = "<b>x</b> [a](b) \x1b[31m"
RUN = UnfinishedRun(
    id="3f9a1c2b77d0-2",
    digest=f"sha256:{'0' * 64}",
    since="2026-11-25T10:00:00Z",
    by="kim@acme.example",
    done=(1, 2),
    waiting=(3, 4, 6),
    manual=(3, 4, 6),
    overtaken=(
        Overtaken(step=3, path="name", expected="EMEA", found=HOSTILE),
        Overtaken(step=6, path="", expected="there", found="gone"),
    ),
    waits=True,
)
PLAN = AccountPlan(
    account="acme",
    account_id="1",
    target="hubspot:1",
    applyable=True,
    base=Base(revision=2, fingerprint=f"sha256:{'1' * 64}"),
    run=RUN,
)


def shown(plan: AccountPlan, form: str, language: str = "en") -> str:
    return "".join(pieces(PLAN_FORMATS, form, Plan(accounts=(plan,)), Style(language=language)))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_reviewer_reads_it_without_changes_too(form, language):
    text = shown(PLAN, form, language).replace("\u200b", "")
    for words in (RUN.id, RUN.since, "kim@acme.example", "1-2", "3-4,6", "EMEA"):
        assert words in text, words
    assert "<b>x</b>" not in text
    assert "\x1b" not in text


def test_the_terminal_says_how_to_end_it():
    text = " ".join(shown(PLAN, "text").split())
    assert "is waiting. Steps done: 1-2; waiting: 3-4,6." in text
    assert "Step 3 expects Name to be EMEA, but <b>x</b>" in text
    assert "Step 6 needs its workspace, which is gone." in text
    assert f"csws --account acme abandon {RUN.id}" in text
    assert "apply --resume" not in text
    on = " ".join(shown(replace(PLAN, run=replace(RUN, overtaken=())), "text").split())
    assert f"csws --account acme apply --resume --run {RUN.id}" in on


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_where_plans_land_whole_nothing_of_it_is_there(form):
    text = " ".join(shown(replace(PLAN, run=replace(RUN, waits=False, overtaken=())), form).split())
    assert "the next apply ends it" in text


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_runbook_that_is_overtaken_says_so_first(form, language):
    plan = AccountPlan(account="acme", steps=(step(3, "objects", {"customers": "contacts"}),))
    book = runbook(plan, RUN.id, [3], CATALOG, AFTER, language, RUN.overtaken)
    text = renderer(RUNBOOK_FORMATS, form)(book, Style())
    give_up = f"csws --account acme abandon {RUN.id}"
    assert (give_up in text, "--done 3" in text) == (True, False)
    assert "EMEA" in text
    assert "<b>x</b>" not in text


@pytest.mark.parametrize(
    ("ids", "text"), [((), ""), ((1,), "1"), ((1, 2, 3), "1-3"), ((1, 3), "1,3"), ((1, 2, 4, 6, 7), "1-2,4,6-7")]
)
def test_ids_are_written_as_done_takes_them(ids, text):
    assert ranges(ids) == text


def test_the_same_plan_begun_again_has_a_number():
    digest = f"sha256:{'3f9a1c2b77d0':0<64}"
    assert [run_id(digest, number) for number in (1, 2, 3)] == ["3f9a1c2b77d0", "3f9a1c2b77d0-2", "3f9a1c2b77d0-3"]


@pytest.mark.parametrize(
    ("ids", "text"), [((2,), "step 2 is new"), ((2, 3), "steps 2-3 are new"), ((1, 3), "steps 1,3 are new")]
)
def test_steps_agree_with_their_verb(ids, text):
    assert counted_steps(ids, "is new", "are new") == text


def test_the_terminal_names_the_page_beside_the_markdown():
    files = ".csws/runbooks/acme.html (for a browser), .csws/runbooks/acme.md"
    plan = replace(PLAN, run=replace(RUN, runbook=".csws/runbooks/acme.md"))
    assert files in " ".join(shown(plan, "text").split())
    waiting = AccountReport(
        account="acme", target="hubspot:1", exit_code=6, waiting=(1,), runbook=".csws/runbooks/acme.md",
        error=Failure(code="manual", message="Step 1 is for a person."),
    )  # fmt: skip
    text = renderer(REPORT_FORMATS, "text")(Report(accounts=(waiting,)), Style())
    assert f"Runbook: {files}" in text


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (
            Overtaken(step=3, path="services.default_layout", expected="board", found=None),
            "Step 3 expects Default page layout of Services to be board, but not set was observed.",
        ),
        (Overtaken(step=3, path="protect", expected=False, found=True), "Step 3 expects Protected to be off, but on was observed."),
        (Overtaken(step=3, path="later", expected="a", found="b"), "Step 3 expects later to be a, but b was observed."),
    ],
)  # fmt: skip
def test_what_is_overtaken_is_said_with_labels(item, sentence):
    assert overtaken_sentence(item, words_of("en")).striptags() == sentence
