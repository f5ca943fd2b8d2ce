"""What starts workflows in HubSpot stands out in every format, with its reason, and nothing hides it."""

from __future__ import annotations

import re

import pytest

from csws.model.address import Address
from csws.model.change import Action
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.grouping import plan_head
from csws.model.plan import AccountPlan, Step
from csws.model.run import Plan
from csws.render import LANGUAGES, PLAN_FORMATS, renderer
from csws.render.about import NOT_SAID
from csws.render.consequences import Cause, fired
from csws.render.review.page import page
from csws.render.style import Style
from csws.render.words import words_of
from tests.render.reviews import account, score_change, score_fleet, scored
from tests.render.test_review_page import plain


def step(key: str, sets: dict, was: dict, *, fires: bool = True) -> Step:
    return Step(
        id=1,
        action=Action.UPDATE,
        address=Address("health_score", key),
        summary="",
        sets=sets,
        was=was,
        consequential=fires,
    )


ON, OFF = {"state": "published"}, {"state": "draft"}
BOUNDS = {"bands.healthy": 75}
CAUSES = {
    Cause.ON: [step("a", ON, OFF)],
    Cause.AGAIN: [step("a", {"groups.g.max": 4}, {}, fires=False), step("a", ON, ON)],
    Cause.MOVED: [step("a", BOUNDS, {"bands.healthy": 70}), step("a", ON, ON)],
    Cause.OFF: [step("a", OFF, ON)],
    Cause.BOUNDS: [step("a", BOUNDS, {"bands.healthy": 70})],
}


def plan_of(*steps: Step) -> AccountPlan:
    return account("acme", (score_change("a"),), steps=steps)


@pytest.mark.parametrize(("cause", "steps"), CAUSES.items())
def test_a_score_has_one_cause_whatever_its_steps(cause, steps):
    (found,) = fired(plan_of(*steps))
    assert found.cause is cause
    assert plan_head(plan_of(*steps)).fires == 1


def test_what_starts_none_is_not_told():
    plan = Plan(accounts=(plan_of(step("a", BOUNDS, {}, fires=False)),))
    for form in PLAN_FORMATS:
        assert "workflows" not in renderer(PLAN_FORMATS, form)(plan, Style()), form


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
@pytest.mark.parametrize(("cause", "steps"), CAUSES.items())
def test_every_format_for_people_says_the_cause_in_its_language(cause, steps, language):
    plan = Plan(accounts=(plan_of(*steps),))
    words = words_of(language)
    said = words.say(cause.value, name="Score a").striptags()
    for form in ("text", "markdown", "html", "github"):
        text = " ".join(plain(renderer(PLAN_FORMATS, form)(plan, Style(language=language, width=1000))).split())
        assert said.replace(" ", "") in text.replace(" ", ""), form
    text = renderer(PLAN_FORMATS, "text")(plan, Style(language=language))
    assert words.plain("fires.row") in text.partition(words.plain("plan.undone"))[0]


def test_accounts_that_differ_only_in_what_starts_workflows_are_not_shown_as_the_same():
    loud, quiet = (plan_of(step("a", BOUNDS, {}, fires=fires)) for fires in (True, False))
    assert plan_head(loud).alike != plan_head(quiet).alike


# ---- many ----


def many(number: int, key: str = "score-{}") -> Plan:
    changes = (score_change(key.format(at), rules=1) for at in range(number))
    return Plan(accounts=(scored("acme", *changes),))


def comment(plan: Plan, limit: int) -> str:
    return renderer(PLAN_FORMATS, "markdown")(plan, Style(limit=limit))


def listed(text: str) -> list[str]:
    _, _, rest = text.partition("would start workflows")
    return re.findall("<li>(.*?)</li>", rest.partition("</ul>")[0])


@pytest.mark.parametrize("limit", [4_000, 8_000, 16_000, 65_536])
@pytest.mark.parametrize("number", [1, 5, 20, 60, 400])
def test_a_comment_lists_all_that_starts_workflows_or_says_that_it_does_not(number, limit):
    text = comment(many(number), limit)
    assert len(text.encode("utf-16-le")) // 2 <= limit
    assert f"{number} health score" in plain(text)
    every = all(f"score-{at}" in "".join(listed(text)) for at in range(number))
    too_long = "The list is too long for a comment" in text
    assert every is not too_long
    assert ("Do not approve this from here" in text) is too_long


def test_a_fleet_says_which_accounts():
    plan = score_fleet(30)
    text = renderer(PLAN_FORMATS, "text")(plan, Style())
    assert "Starts workflows  50 health scores, in market-000, market-001, market-002 and" in text
    assert "quiet" not in text.partition("Starts workflows")[2].partition("Cannot be undone")[0]
    view = page(plan, NOT_SAID, words_of("en"))
    assert [row.account for row in view.rows if not row.fires] == ["quiet"]
    assert {name for at in view.fires for name in view.plans[at].names} == {
        row.account for row in view.rows if row.fires
    }


def test_a_long_list_of_a_fleet_says_where_the_rest_is():
    view = page(score_fleet(100), NOT_SAID, words_of("en"))
    assert (len(view.fires), view.more_fires, sum(row.fires for row in view.rows)) == (40, 61, 101)
    html = renderer(PLAN_FORMATS, "html")(score_fleet(100), Style())
    assert "61 more plans that start workflows are marked in the table of all accounts." in plain(html)


def test_accounts_with_the_same_plan_are_named_together():
    change = score_change("health")
    plan = Plan(accounts=tuple(scored(name, change) for name in ("alder", "birch", "cedar")))
    (first,) = page(plan, NOT_SAID, words_of("en")).first.fires
    assert first.striptags() == "alder, birch, cedar: Score health would be turned on again, with its edits."
    assert "<code>alder</code>, <code>birch</code>, <code>cedar</code>: <b>Score health</b>" in comment(plan, 65_536)


def test_on_github_ten_warnings_do_not_hide_it():
    found = tuple(
        Diagnostic(code="CSW301", severity=Severity.WARNING, message=f"No. {at}", accounts=("acme",))
        for at in range(12)
    )
    plan = Plan(accounts=many(2).accounts, diagnostics=found)
    lines = renderer(PLAN_FORMATS, "github")(plan, Style()).splitlines()
    assert [line.count("title=workflows") for line in lines[:3]] == [1, 1, 0]
    assert lines[-1] == "::notice title=csws::Not shown here: 4 warning(s). `csws plan` shows all of them."
