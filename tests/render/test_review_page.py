"""What a review page says: every change once, the answer first, and nothing that a reader who knows no
YAML has to look up."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csws.model.change import FieldChange
from csws.model.run import Plan
from csws.render import LANGUAGES, PLAN_FORMATS, renderer
from csws.render.about import About, about_of
from csws.render.review.page import page
from csws.render.style import Style
from csws.render.words import words_of
from tests.cli.console import csws
from tests.render.reviews import LAYOUT, SCRIPTS, account, changed, crossing, fleet_of, gone, moved, new, scripts
from tests.render.scenes import SCENES

PULL = "https://github.com/acme/settings/pull/128"
ABOUT = about_of(
    [
        f"pull={PULL}",
        "commit=https://github.com/acme/settings/commit/4f2a9c1d8e77",
        "run=https://github.com/acme/settings/actions/runs/5512/attempts/1",
        "by=Priya Shah",
        "at=2026-11-25T11:31:00+01:00",
    ]
)


def html(plan: Plan, language: str = "en", about: About = ABOUT) -> str:
    return renderer(PLAN_FORMATS, "html")(plan, Style(language=language, about=about))


def plain(text: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", text)).split())


def view_of(plan: Plan, about: About = ABOUT, language: str = "en"):
    return page(plan, about, words_of(language))


def alone(*changes, **more) -> Plan:
    return Plan(accounts=(account("acme", changes, **more),))


# ---- every change once ----


def happens(plan: Plan) -> list[str]:
    """The lines under "What would happen"."""
    (found,) = re.findall('<ul class="say">(.*?)</ul>', html(plan), flags=re.S)
    return [plain(item) for item in re.findall("<li>(.*?)</li>", found, flags=re.S)]


KEYS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


@st.composite
def plans(draw):
    """A plan in which each name and each value occurs once, and how each change is found."""
    changes, moves, tokens = [], [], []
    for key in draw(KEYS):
        what, name = draw(st.sampled_from(["gone", "new", "rename", "text"])), f"Workspace-{key}"
        tokens.append(f"{name}-after" if what == "rename" else f"value-{key}" if what == "text" else name)
        fields = {
            "rename": FieldChange(path="name", before=f"{name}-before", after=f"{name}-after"),
            "text": FieldChange(path="customers.csm_property", before=None, after=f"value-{key}"),
        }
        if what in fields:
            changes.append(changed(key, fields[what], name="" if what == "rename" else "Workspace"))
        else:
            changes.append((gone if what == "gone" else new)(key, name))
    for at in range(draw(st.integers(0, 7))):
        ends = draw(st.tuples(st.sampled_from([None, "x"]), st.sampled_from([None, "y"])).filter(any))
        moves.append(moved(f"Team-{at}", *ends))
        tokens.append(f"Team-{at}")
    return alone(*changes, team_moves=tuple(moves)), tokens


@settings(max_examples=40, deadline=None)
@given(plans())
def test_every_change_is_on_the_page_once(made):
    plan, tokens = made
    lines = happens(plan)
    for token in tokens:
        assert len([line for line in lines if re.search(rf"{token}\b(?!-)", line)]) == 1, (token, lines)
    assert len(lines) == len(tokens)


def test_the_same_change_of_several_workspaces_is_one_line():
    plan = alone(*(changed(key, LAYOUT, name=f"Space {key}") for key in "abc"))
    assert happens(plan) == [
        "changed Services, Default page layout: board , no longer table , in Space a , Space b , Space c ."
    ]


def test_the_same_plan_of_many_accounts_is_there_once():
    view = view_of(fleet_of(30))
    assert sorted(len(plan.names) for plan in view.plans) == [1, 1, 1, 2, 2, 23]
    assert html(fleet_of(30)).count("<h3>The same in 23 accounts</h3>") == 1


# ---- the answer first ----


def refused() -> Plan:
    whole = fleet_of(8)
    return Plan(accounts=whole.accounts[4:5], diagnostics=whole.diagnostics)


VERDICTS = {
    "a change": (
        alone(changed("a", LAYOUT, name="A")),
        "Can be applied once it is approved",
        "Approve pull request 128",
    ),
    "a delete": (alone(gone("a", "A")), "Can be applied once it is approved", "Approve pull request 128"),
    "refused without a finding": (alone(applyable=False), "Cannot be applied as it is", "See what stands in the way"),
    "refused": (refused(), "Cannot be applied as it is", "See what stands in the way"),
    "no change": (alone(), "No changes", ""),
    "no plan": (alone(base=None), "No plan was made", "See what stands in the way"),
    "a fleet": (
        fleet_of(30),
        "3 of 30 accounts cannot be applied as planned: market-007, market-010, market-015",
        "See what stands in the way",
    ),
    "nothing at all": (Plan(), "No plan was made", "See what stands in the way"),
}


@pytest.mark.parametrize(("plan", "title", "button"), VERDICTS.values(), ids=VERDICTS)
def test_the_verdict_and_the_next_action(plan, title, button):
    verdict = view_of(plan).first
    assert (verdict.title, verdict.action.label) == (title, button)
    text = html(plan)
    assert text.count('class="button"') == (1 if button else 0)
    if verdict.action.url.startswith("#"):
        assert plan == Plan() or f' id="{verdict.action.url[1:]}"' in text


def test_without_a_pull_request_the_next_action_is_a_command():
    plan = alone(gone("a", "A"))
    action = view_of(plan, About()).first.action
    assert action.command == f"csws apply --expect {plan.digest}"


def test_a_waiting_run_is_finished_first():
    (waiting,) = [plan for plan in fleet_of(12).accounts if plan.run]
    verdict = view_of(Plan(accounts=(waiting,))).first
    assert verdict.title == "A run is not finished yet"
    assert verdict.action.command == "csws --account market-003 apply --resume --run 3f9a1c2b77d0"


def test_a_run_that_the_next_apply_ends_stands_in_nobodys_way():
    (waiting,) = [plan for plan in fleet_of(12).accounts if plan.run]
    plan = Plan(accounts=(replace(waiting, run=replace(waiting.run, waits=False)),))
    assert view_of(plan).first.title == "Can be applied once it is approved"
    assert 'id="stops"' not in html(plan)
    assert "the next apply ends it" in html(plan)


def test_who_is_affected_and_what_cannot_be_undone():
    moves = (moved("T", "a", None, 3), moved("U", "a", "b", 2))
    verdict = view_of(alone(gone("a", "A"), team_moves=moves)).first
    assert plain(verdict.who) == (
        "5 people would see another workspace. 3 of them would see the primary workspace instead."
    )
    assert [plain(item) for item in verdict.undone] == ["Deleting A"]
    assert view_of(alone(changed("a", LAYOUT, name="A"))).first.undone == ()


def test_of_a_fleet_what_is_refused_and_what_deletes_comes_first():
    text = html(fleet_of(30))
    places = [text.index(f'<h2 id="{name}"') for name in ("verdict", "stops", "deletes", "others", "all", "details")]
    assert places == sorted(places)
    first = plain(text[text.index("<main") : text.index('id="stops"')])
    assert "Deleting APAC customer success : market-028, market-029" in first
    assert "Deleting Digital customer success , which has not been allowed: market-015" in first
    assert "4 people would see another workspace, in 2 accounts." in first


def test_the_table_has_every_account_with_its_state():
    rows = re.findall(r'<tr data-s="(\w+)"><th scope="row"><a href="#plan-\d+">([^<]+)</a>', html(fleet_of(30)))
    assert sorted(name for _, name in rows) == [f"market-{at:03}" for at in range(30)]
    states = [state for state, _ in rows]
    assert states[:5] == ["refused", "unplanned", "waits", "deletes", "deletes"]
    assert {*states[5:]} == {"changes", "same"}


def test_a_finding_of_some_accounts_of_a_plan_names_them():
    same = alone(changed("a", LAYOUT, name="A")).accounts[0]
    accounts = tuple(replace(same, account=name, account_id=name) for name in ("one", "two", "three"))
    found = replace(fleet_of(4).diagnostics[0], accounts=("two",))
    assert "<b>two:</b> The workspace" in html(Plan(accounts=accounts, diagnostics=(found,)))


# ---- where it comes from ----


def test_links_and_who_planned_when():
    line = re.search('<p class="crumb">(.*?)</p>', html(crossing()))[1]
    assert plain(line) == "Pull request 128 · commit 4f2a9c1 · run 5512 · planned by Priya Shah · 2026-11-25 10:31 UTC"
    assert re.findall('href="([^"]*)"', line) == [ABOUT.pull, ABOUT.commit, ABOUT.run]


def test_gitlab_calls_it_a_merge_request():
    about = about_of(["pull=https://gitlab.example/a/b/-/merge_requests/7"])
    text = html(crossing(), about=about)
    assert "Approve merge request 7" in text
    assert "Pull request" not in text


def test_the_title_of_the_pull_request_is_the_heading_and_the_account_is_below_it():
    about = replace(ABOUT, title="Close <APAC> & move\u202e its team")
    escaped = "Close &lt;APAC&gt; &amp; move\\u202e its team"
    page = html(alone(changed("a", LAYOUT, name="A")), about=about)
    heading, below = re.search('<h1>(.*?)</h1>\\s*<p class="about">(.*?)</p>', page, flags=re.S).groups()
    assert (heading, plain(below)) == (escaped, "Plan for acme account 12")
    fleet = html(fleet_of(30), about=about)
    assert plain(re.search('<p class="about">(.*?)</p>', fleet)[1]) == "Plan for 30 accounts"
    assert plain(re.search("<h1>(.*?)</h1>", html(crossing()))[1]) == "Plan for meridian account 12"


def test_without_it_the_page_has_no_time_and_is_always_the_same():
    text = html(crossing(), about=About())
    assert 'class="crumb"' not in text
    assert text == html(crossing(), about=About())
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text)


@pytest.mark.parametrize(
    "text",
    ["pull=javascript:alert(1)", "pull=//x", "run=https://", "at=yesterday", "name=x", "pull", "commit=https://a b/c"],
)
def test_what_is_no_link_or_time_is_refused(tmp_path, text):
    assert csws(tmp_path, "init").code == 0
    done = csws(tmp_path, "plan", "--format", "html", "--about", text)
    assert (done.code, "--about" in done.err) == (64, True)


def test_a_saved_plan_is_shown_with_what_is_said_about_it(tmp_path):
    assert csws(tmp_path, "init").code == 0
    assert csws(tmp_path, "plan", "--out", "p.json").code == 0
    before = (tmp_path / "p.json").read_bytes()
    shown = csws(tmp_path, "show", "p.json", "--format", "html", "--about", f"pull={PULL}", "--about", 'by=<b>"me"')
    assert f'<a class="button" href="{PULL}">Approve pull request 128</a>' in shown.out
    assert "planned by &lt;b&gt;&#34;me&#34;" in shown.out
    assert (tmp_path / "p.json").read_bytes() == before


# ---- plain ----


ALL = {
    **dict.fromkeys(SCENES),
    "crossing": crossing(),
    "market": fleet_of(30),
    **{name: scripts(name) for name in SCRIPTS},
}


@pytest.fixture(scope="module", params=ALL)
def any_plan(request, tmp_path_factory):
    return ALL[request.param] or SCENES[request.param](tmp_path_factory.mktemp(request.param) / "acme")


PROMISES = {"en": r"\bwill\b", "nb": r"\bvil\b", "zh": "将(?:被|会|看|改|创|不再|受|设为|显|隐|由|通)"}


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_a_review_says_would_and_has_no_backticks(any_plan, language):
    body = re.sub("<script>.*?</script>", "", html(any_plan, language).partition("<body>")[2], flags=re.S)
    text = plain(body)
    assert [text[at.start() - 40 : at.end() + 40] for at in re.finditer(PROMISES[language], text)] == []
    assert "`" not in body


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_the_picture_has_its_text_beside_it(language):
    text = html(crossing(), language)
    descriptions = re.findall("<desc id=[^>]*>(.*?)</desc>", text)
    lines = [
        plain(item) for item in re.findall("<li><span class=.k (?:moves|deleted|renamed|new).>.*?<p>(.*?)</p>", text)
    ]
    assert len(lines) == 10
    assert [plain(item).replace(" ", "") for item in descriptions] == 2 * ["".join(lines).replace(" ", "")]


@pytest.mark.parametrize("number", [1, 30, 500])
@pytest.mark.parametrize("each_its_own", [False, True])
def test_a_page_is_not_large(number, each_its_own):
    if number > 1:
        assert len(html(fleet_of(number, each_its_own=each_its_own)).encode()) < 1_000_000
    assert len(html(crossing()).encode()) < 60_000
