"""No format interprets text from a file or an account, and no text breaks a format's layout or
limits."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import junitparser
import pytest
from markdown_it import MarkdownIt

from csws.cli.plan_file import read_plan, save_plan
from csws.model.change import Action
from csws.model.findings import Findings
from csws.render import DIAGNOSTICS_FORMATS, PLAN_FORMATS, renderer
from csws.render.html_text import units
from csws.render.style import Style
from csws.rules import all_rules
from csws.schema import is_valid
from tests.effort import IS_FULL
from tests.render.hostile import TEXTS, hostile_plan, huge_plan

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
COMMENT_TAGS = {
    "details",
    "summary",
    "code",
    "table",
    "tr",
    "th",
    "td",
    "ul",
    "ol",
    "li",
    "br",
    "b",
    "i",
    "p",
    "h3",
    "strong",
}
PAGE_TAGS = {
    *("html", "head", "meta", "title", "link", "style", "body", "a", "header", "nav", "main", "article", "section", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "b", "i", "s", "span", "code", "table", "thead", "tbody"),
    *("tr", "th", "td", "details", "summary", "div", "dl", "dt", "dd", "svg", "desc", "rect", "path", "text"),
    *("caption", "small", "script", "form", "label", "input", "select", "option", "defs", "pattern", "circle"),
}  # fmt: skip
EVERY = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


class Tags(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.names, self.attributes, self.open = set(), set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "link", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag != "br":
            assert self.open.pop() == tag


def rendered(form: str, plan, **style) -> str:
    return renderer(PLAN_FORMATS, form)(plan, Style(**style))


def findings(form: str, plan) -> str:
    return renderer(DIAGNOSTICS_FORMATS, form)(Findings(diagnostics=plan.diagnostics, asked=all_rules), Style())


@EVERY
@pytest.mark.parametrize("form", ["text", "markdown", "html", "github"])
def test_no_control_character_is_written(text, form):
    assert not UNSAFE.search(rendered(form, hostile_plan(text)))


@EVERY
def test_a_comment_has_only_our_own_elements(text):
    page = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(rendered("markdown", hostile_plan(text)))
    tags = Tags(page)
    assert tags.names <= COMMENT_TAGS
    assert tags.attributes <= {"open", "align"}
    assert "📊" in page
    assert not tags.open
    calm = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(rendered("markdown", hostile_plan("calm")))
    assert page.count("<td>") == calm.count("<td>")
    assert page.count("<details") == calm.count("<details")


def test_a_comment_calls_nobody():
    page = rendered("markdown", hostile_plan(TEXTS["mention"]))
    outside = re.sub(r"<code>.*?</code>", "", page)
    assert "@everyone" not in outside
    assert "#1" not in outside


@EVERY
def test_the_page_has_only_our_own_elements(text):
    page, calm = (Tags(rendered("html", hostile_plan(one))) for one in (text, "calm"))
    assert page.names <= PAGE_TAGS
    assert page.attributes == calm.attributes
    assert not page.open


@EVERY
def test_annotations_are_one_line_each(text):
    for out in (rendered("github", hostile_plan(text)), findings("github", hostile_plan(text))):
        lines = out.splitlines()
        assert len(lines) == len(rendered("github", hostile_plan("calm")).splitlines()) or out.startswith("::error")
        assert all(re.match(r"::(error|warning|notice) [^\n]*?::", line) for line in lines)


@EVERY
def test_machines_can_read_it(text):
    plan = hostile_plan(text)
    assert is_valid("plan", json.loads(rendered("json", plan))) is None
    assert is_valid("diagnostics", json.loads(findings("json", plan))) is None
    assert json.loads(findings("sarif", plan))["runs"][0]["results"][0]["ruleId"] == "CSW302"
    assert "[click](" not in json.loads(findings("sarif", plan))["runs"][0]["results"][0]["message"]["text"]
    assert json.loads(findings("gitlab", plan))[0]["check_name"] == "CSW302"
    (suite,) = junitparser.JUnitXml.fromstring(findings("junit", plan).encode())
    assert suite.failures == 1


@EVERY
def test_a_saved_plan_is_read_back_as_it_was(text, tmp_path):
    plan = hostile_plan(text)
    save_plan(plan, tmp_path / "p.json")
    once = read_plan(tmp_path / "p.json")
    save_plan(once, tmp_path / "p.json")
    assert rendered("json", read_plan(tmp_path / "p.json")) == rendered("json", once)
    for before, after in zip(plan.accounts, once.accounts, strict=True):
        for one, two in zip(before.changes, after.changes, strict=True):
            assert one.action is Action.DELETE or one.fields == two.fields
        assert (after.unmanaged, after.diagnostics) == (before.unmanaged, before.diagnostics)
        for one, two in zip(before.steps, after.steps, strict=True):
            assert one.sets.items() <= two.sets.items()


@EVERY
@pytest.mark.parametrize("limit", [4000, 65_536])
def test_a_comment_is_never_too_long(text, limit):
    page = rendered("markdown", hostile_plan(text), limit=limit)
    assert units(page) <= limit
    assert "<code>c</code>" in page  # the delete


# An ordinary run takes every format with one of the two.
HUGE = [
    (form, action)
    for at, form in enumerate(PLAN_FORMATS)
    for number, action in enumerate((Action.DELETE, Action.CREATE))
    if IS_FULL or (at + number) % 2 == 0
]


@pytest.mark.no_cover
@pytest.mark.parametrize(("form", "action"), HUGE)
def test_a_plan_of_5000_workspaces_has_an_end(form, action):
    text = rendered(form, huge_plan(1000, action))
    assert len(text) < {"markdown": 65_537, "github": 50_000}.get(form, 15_000_000)


@pytest.mark.parametrize("accounts", [1, 20, 200])
def test_no_delete_is_cut_from_a_comment(accounts):
    page = rendered("markdown", huge_plan(accounts, Action.DELETE))
    listed = page.partition("</ul>")[0]
    assert listed.count("<code>team-") == accounts * 5


def test_a_comment_says_if_not_even_the_deletes_fit():
    page = rendered("markdown", huge_plan(2000, Action.DELETE))
    assert "10,000 to be deleted" in page
    assert "(2,000 accounts)" in page
    assert "Do not approve this from here" in page
    assert "If this is what you want" not in page
