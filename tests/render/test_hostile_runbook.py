"""No text from a file or an account becomes markup of a runbook, and what is copied is exactly the
text."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from csws.kinds.addresses import parse
from csws.model.catalog import Catalog, Directory, ObjectType, Property
from csws.model.change import Action, Change, FieldChange
from csws.model.plan import AccountPlan, Step, TeamMove
from csws.model.score_tests import ScoreTest, ScoreTests
from csws.model.settings import Objects
from csws.render import RUNBOOK_FORMATS, renderer
from csws.render.runbook.runbook import runbook
from csws.render.style import Style
from tests.render.hostile import TEXTS, hostile_score
from tests.render.test_hostile import EVERY, UNSAFE, Tags

FORMS = pytest.mark.parametrize("form", RUNBOOK_FORMATS)


def hostile_runbook(text):
    """A change of a workspace with this text in every name and value."""
    owner = Property(name=text, label=f"L {text}", type="enumeration", references="user")
    companies = ObjectType(
        name="companies", type_id="0-2", label=text, properties={text: owner}, pipelines=Directory(())
    )
    catalog = Catalog(account_id="1", account_name="acme", objects={"companies": companies})
    sets = {"name": f"{text}2", "description": text, "teams": (text, "T"), "customers.csm_property": text}
    was = {"name": text, "description": None, "teams": (f"{text}3",), "customers.csm_property": None}
    address = parse("workspace.a")
    steps = (
        Step(id=1, action=Action.UPDATE, address=address, summary="", sets=sets, was=was, because=(address,)),
        Step(id=2, action=Action.DELETE, address=address, summary="", sets={}, was=was, because=(address,)),
    )
    fields = (FieldChange(path="name", before=text, after=f"{text}2"),)
    change, score = Change(address=address, action=Action.UPDATE, fields=fields), hostile_score(text)
    published = {"sets": {"state": "published"}, "was": {"state": "draft"}}
    steps += (Step(id=3, action=Action.UPDATE, address=score.address, summary="", consequential=True, **published),)
    tests = (
        ScoreTest(id=text, points=70, band="healthy", at="bands.healthy"),
        ScoreTest(id="7100000021", points=10, band="at_risk", at="groups.g"),
    )
    tested = (ScoreTests(address=score.address, as_of="2026-11-25", tests=tests),)
    move = TeamMove(team=text, before=None, after=address, people=1)
    plan = AccountPlan(account="acme", changes=(change, score), steps=steps, team_moves=(move,))
    return runbook(plan, "3f9a1c2b77d0", [1, 2, 3], catalog, Objects(customers="companies"), "en", tests=tested)


def written(text, form):
    return renderer(RUNBOOK_FORMATS, form)(hostile_runbook(text), Style())


@EVERY
@FORMS
def test_no_control_character_is_written(text, form):
    assert not UNSAFE.search(written(text, form))


@EVERY
def test_the_page_has_only_our_own_elements(text):
    page, calm = (Tags(re.sub("<input[^>]*>", "", written(one, "html"))) for one in (text, "calm"))
    assert page.names <= calm.names | {"small"}
    assert page.attributes == calm.attributes


@EVERY
def test_a_checklist_has_only_our_own_elements(text):
    def tags(one):
        return Tags(MarkdownIt("commonmark").render(written(one, "markdown"))).names

    assert tags(text) <= tags("calm")


@EVERY
def test_what_is_copied_is_the_text(text):
    from html import unescape

    copied = [unescape(found) for found in re.findall(r'data-copy="([^"]*)"', written(text, "html"))]
    if not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", text):  # no text in HTML
        assert text in copied


def test_nothing_to_type_is_cut():
    long = TEXTS["long"]
    for form in RUNBOOK_FORMATS:
        assert long in written(long, form).replace("\n", "").replace(" ", "")
