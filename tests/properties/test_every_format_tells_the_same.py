"""The same plan as text, as a comment, as a page and as JSON: each has every change with its settings,
once where the format has titles, and words it as what would happen. No layout is looked at."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.kinds import field_of
from csws.model.address import OBJECTS
from csws.model.change import Action, Change
from csws.model.plan import AccountPlan, Base
from csws.model.run import Plan
from csws.render import PLAN_FORMATS, renderer
from csws.render.style import Style
from csws.render.words import words_of
from csws.state.references import named_changes
from tests.accounts import CATALOG, settings
from tests.effort import tries
from tests.properties.test_planning import plan as planned
from tests.render.reviews import LAYOUT, changed
from tests.render.reviews import account as reviewed
from tests.render.standings import CASES, QUIET, READY, run_of

pytestmark = pytest.mark.no_cover
TITLES = {
    Action.CREATE: ("+", "➕", "{} would be created"),
    Action.UPDATE: ("~", "✏️", "{} would be changed"),
    Action.DELETE: ("-", "❌", "{} would be deleted. This cannot be undone."),
    Action.MOVE: ("→", "➡️", "{} would get another key"),
}
WITH_TITLES = ("text", "markdown")
WORDS = words_of("en")


def account(name: str, current, desired) -> AccountPlan:
    _, changes, steps = planned(current, desired)
    return AccountPlan(
        account=name,
        account_id=name,
        target=f"sqlite:{name}.db",
        base=Base(revision=1, fingerprint="sha256:" + "0" * 64),
        applyable=True,
        changes=named_changes(changes, current.objects, desired.objects, CATALOG),
        steps=tuple(steps),
    )


@st.composite
def plans(draw) -> Plan:
    """Of one to three accounts, some of which may have the same plan."""
    cases = draw(st.lists(st.tuples(settings(), settings()), min_size=1, max_size=2))
    chosen = draw(st.lists(st.sampled_from(cases), min_size=1, max_size=3))
    return Plan(accounts=tuple(account(f"account-{at}", *case) for at, case in enumerate(chosen)))


def seen(plan: Plan, form: str) -> str:
    """What a reader sees, with one space where there are several and none in brackets."""
    text = renderer(PLAN_FORMATS, form)(plan, Style(limit=10_000_000))
    if form != "text":
        text = re.sub("<style>.*?</style>|<title>.*?</title>|<!--.*?-->", "", text, flags=re.S)
        text = unescape(re.sub("<[^>]*>", " ", text)).replace("\u200b", "")
    return spaced(text)


def spaced(text: str) -> str:
    return re.sub(r"(?<=\() | (?=[).,])", "", " ".join(text.split()))


def name_of(change: Change) -> str:
    renamed = next((item for item in change.fields if item.path == "name"), None)
    if renamed is None:
        return change.unchanged["name"]
    return renamed.before if change.action is Action.DELETE else renamed.after


def title(change: Change, form: str) -> str:
    subject = "Account objects" if change.address == OBJECTS else f"{name_of(change)} ({change.address.key})"
    *signs, words = TITLES[change.action]
    return spaced(f"{signs[WITH_TITLES.index(form)]} {words.format(subject)}")


def labels(change: Change) -> Counter[str]:
    """The label of each setting on the screen, with the number of settings that have it."""
    fields = [field_of(change.address, item.path) for item in change.fields]
    return Counter(WORDS.label(field) for field in fields if field)


def told_of(change: Change, text: str, form: str) -> str:
    """What stands from the title of a change to the next one."""
    _, _, rest = text.partition(title(change, form))
    ends = [words.format("").strip() for *_, words in TITLES.values()]
    return re.split("|".join(map(re.escape, (*ends, "steps, in this order", "Digest sha256"))), rest)[0]


@tries(40)
@given(plans())
def test_the_terminal_and_the_comment_have_each_change_once(plan):
    shown = [change for group in plan.groups for change in plan.accounts[group.at].changes]
    for form in WITH_TITLES:
        text = seen(plan, form)
        for words, times in Counter(title(change, form) for change in shown).items():
            assert text.count(words) == times, (form, words)
        assert not re.search(r"\bwill\b", text)


@tries(40)
@given(settings(), settings())
def test_the_terminal_and_the_comment_have_each_setting_of_a_change(current, desired):
    plan = Plan(accounts=(account("acme", current, desired),))
    for form in WITH_TITLES:
        text = seen(plan, form)
        for change in plan.accounts[0].changes:
            told = told_of(change, text, form)
            for label, times in labels(change).items():
                assert len(re.findall(rf"(?<!\w){re.escape(label)}(?!\w)", told)) >= times, (form, label)


@tries(40)
@given(settings(), settings())
def test_the_page_has_each_change_with_its_settings(current, desired):
    text = seen(Plan(accounts=(account("acme", current, desired),)), "html")
    for change in account("acme", current, desired).changes:
        assert change.address == OBJECTS or spaced(name_of(change)) in text
        assert [label for label in drawn_labels(change) if label not in text] == []
    assert not re.search(r"\bwill\b", text)


def drawn_labels(change: Change) -> list[str]:
    """Without what a sentence of its own tells: a new name, and tabs that are shown or hidden."""
    found = [(item, field_of(change.address, item.path)) for item in change.fields]
    is_whole = change.action in (Action.CREATE, Action.DELETE)
    return [
        WORDS.label(field)
        for item, field in found
        if field and not field.is_switch and field.path not in ("name", "protect")
        if not is_whole
    ]


# ---- the verdict ----


def verdicts(plan: Plan) -> dict[str, str]:
    """The verdict in each format, where a reader looks first, without the name of what it is about."""
    text = renderer(PLAN_FORMATS, "text")(plan, Style(width=10_000))
    page = renderer(PLAN_FORMATS, "html")(plan, Style())
    first, *rest = text.splitlines()
    quiet = len(plan.accounts) == 1 and not re.match(r".*\(.*\): ", first)
    comment = renderer(PLAN_FORMATS, "markdown")(plan, Style(limit=10_000_000))
    return {
        "text": rest[0].split(".")[0].strip() if quiet else re.sub(r"^(\d+ accounts|\S+ \(.*?\)): ", "", first),
        "markdown": bare(re.search("<h3>csws: (.*?)</h3>", comment)[1]),
        "html": bare(re.search('<h2 id="verdict"><span.*?</span>(.*?)</h2>', page)[1]),
    }


def bare(markup: str) -> str:
    return unescape(re.sub("<[^>]*>", "", markup)).strip()


@pytest.mark.parametrize(("made", "changes", "none"), CASES.values(), ids=CASES)
def test_every_format_has_the_verdict_of_the_table(made, changes, none):
    for one, said in ((reviewed("acme", (changed("a", LAYOUT, name="A"),)), changes), (reviewed("acme", ()), none)):
        assert verdicts(run_of([made(one)])) == {"text": said, "markdown": said, "html": said}


@st.composite
def runs(draw) -> tuple[Plan, list[str]]:
    """A plan of one to four accounts, each in a case of the table, and what is true of each."""
    accounts, said = [], []
    for at, case in enumerate(draw(st.lists(st.sampled_from(sorted(CASES)), min_size=1, max_size=4))):
        made, changes, none = CASES[case]
        current = draw(settings())
        plan = account(f"account-{at}", current, draw(settings()) if draw(st.booleans()) else current)
        accounts.append(made(plan))
        said.append(changes if plan.changes else none)
    return run_of(accounts), said


@tries(60)
@given(runs())
def test_every_format_has_the_same_verdict_over_many_accounts(made):
    plan, said = made
    stopped = [one.account for one, words in zip(plan.accounts, said, strict=True) if words not in (READY, QUIET)]
    (verdict,) = set(verdicts(plan).values())
    if stopped and len(set(said)) > 1:
        assert verdict.startswith(f"{len(stopped)} of {len(said)} accounts cannot be applied as planned: {stopped[0]}")
    else:
        assert verdict == (READY if READY in said else said[0])


@tries(40)
@given(runs())
def test_a_command_that_applies_stands_beside_what_can_be_applied_alone(made):
    """On the page, only where nothing stands in the way; the comment applies the other accounts too."""
    plan, said = made
    comment = renderer(PLAN_FORMATS, "markdown")(plan, Style(limit=10_000_000))
    assert ("csws apply --expect" in comment) == (READY in said)
    first = re.search('<section class="card verdict.*?</section>', renderer(PLAN_FORMATS, "html")(plan, Style()), re.S)
    assert ("csws apply --expect" in first[0]) == (READY in said and {*said} <= {READY, QUIET})


@tries(40)
@given(plans())
def test_json_has_each_change_once(plan):
    document = json.loads(renderer(PLAN_FORMATS, "json")(plan, Style()))
    told = [(one["account"], change) for one in document["accounts"] for change in one["changes"]]
    assert Counter((name, change["address"], change["action"]) for name, change in told) == Counter(
        (one.account, str(change.address), change.action.value) for one in plan.accounts for change in one.changes
    )


@tries(40)
@given(plans())
def test_every_format_has_the_accounts_and_the_same_digest(plan):
    for form in ("text", "markdown", "html", "json"):
        text = renderer(PLAN_FORMATS, form)(plan, Style(limit=10_000_000))
        assert not plan.has_changes or plan.digest in text, form
        assert [one.account for one in plan.accounts if one.changes and one.account not in text] == [], form
