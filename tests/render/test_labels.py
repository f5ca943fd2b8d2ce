"""Where a plan shows a property or an object, it shows the label of HubSpot's screens; a page has the
internal name once."""

from __future__ import annotations

import re

import pytest

from csws.documents.plan_document import account_document, account_from
from csws.kinds.addresses import parse
from csws.model.change import Action, Change, FieldChange
from csws.model.grouping import is_exact, plan_head
from csws.model.plan import PLAN_FORMAT, AccountPlan, Base
from csws.model.run import Plan
from csws.model.settings import Objects
from csws.render import LANGUAGES, PLAN_FORMATS, renderer
from csws.render.review.drawing import drawing
from csws.render.style import Style
from csws.render.words import words_of
from csws.state.references import named_changes
from tests.render.test_runbook import AFTER, BEFORE, CATALOG

OWNER = "customers.csm_property"


def changed(*fields, before=AFTER, after=AFTER, unchanged=None, address="workspace.emea"):
    one = Change(
        address=parse(address), action=Action.UPDATE, fields=fields, unchanged={"name": "EMEA", **(unchanged or {})}
    )
    (named,) = named_changes([one], before, after, CATALOG)
    return named


def plan_of(*changes):
    base = Base(revision=1, fingerprint="sha256:" + "0" * 64)
    return AccountPlan(account="acme", account_id="1", target="sqlite:x", base=base, applyable=True, changes=changes)


def text_of(change, form="text", language="en"):
    return renderer(PLAN_FORMATS, form)(Plan(accounts=(plan_of(change),)), Style(language=language))


SET = changed(FieldChange(path=OWNER, before=None, after="owner"))


def test_a_terminal_shows_the_label_and_the_name():
    assert "Owner of companies (owner)" in text_of(SET)


def test_a_comment_shows_the_label_and_the_name_as_code():
    assert "<b>Owner of companies</b> <code>owner</code>" in text_of(SET, "markdown")


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_a_page_has_the_internal_name_once_and_no_backticks(language):
    page = text_of(SET, "html", language)
    assert page.count("Owner of companies") == 2  # in the sentence, and on the tab
    assert page.count("<code>owner</code>") == 1
    assert "`" not in page


def test_settings_that_stay_are_counted():
    change = changed(FieldChange(path="name", before="a", after="b"), unchanged={OWNER: "owner"})
    assert "2 more settings would stay as they are." in text_of(change, "html")  # with the name of `changed`


def test_the_value_before_belongs_to_the_object_before():
    field = FieldChange(path=OWNER, before="owner", after="day")
    change = changed(field, before=BEFORE, after=AFTER)
    assert change.labels[OWNER] == {"owner": "Owner of contacts", "day": "Day of companies"}


def test_objects_and_the_objects_of_the_revenue_tab_have_labels():
    objects = changed(FieldChange(path="customers", before="contacts", after="companies"), address="objects")
    assert objects.labels["customers"] == {"contacts": "Contacts", "companies": "Companies"}
    block = changed(FieldChange(path="revenue.objects.deals.csm_property", before=None, after="owner"))
    assert "HubSpot user property (CSM) of Deals" in text_of(block, "html")


def test_a_label_that_says_nothing_new_is_left_out():
    (plain,) = [changed(FieldChange(path="customers.renewal_date_property", before=None, after="plain"))]
    assert plain.labels == {}
    assert "→ plain\n" in text_of(plain)


def test_what_the_catalogue_does_not_have_keeps_its_name():
    unknown = changed(FieldChange(path=OWNER, before=None, after="unheard_of"))
    nothing = changed(FieldChange(path=OWNER, before=None, after="owner"), after=Objects())
    assert (unknown.labels, nothing.labels) == ({}, {})


def test_a_saved_plan_keeps_its_labels():
    plan = plan_of(SET)
    (again,) = account_from(account_document(plan), PLAN_FORMAT).changes
    assert again.labels == SET.labels
    assert plan.digest == plan_of(SET).digest


def test_accounts_with_other_labels_are_shown_as_an_example():
    other = Change(address=SET.address, action=SET.action, fields=SET.fields, unchanged=SET.unchanged)
    one, two = (plan_head(plan_of(change)) for change in (SET, other))
    assert one.alike == two.alike

    class Heads:
        heads = (one, two)

    assert not is_exact(Heads)


# ---- before and after ----


def sides_of(before, after, path="services.pipelines"):
    fields = (FieldChange(path=path, before=before, after=after),)
    drawn = drawing(Change(address=SET.address, action=Action.UPDATE, fields=fields), words_of("en"))
    (row,) = drawn.rows
    return re.sub("</?b>", "", row.before), re.sub('</?(b|span)( class="tag")?>', "", row.after)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (("A", "B"), ("A", "B", "C"), ("A, B", "A, B, C added")),
        (("A", "B"), ("A",), ("A, <s>B</s>", "A")),
        (("A",), (), ("<s>A</s>", "<i>not set</i>")),
        ((), ("A",), ("<i>not set</i>", "A")),
    ],
)
def test_of_a_list_only_what_differs_is_marked(before, after, shown):
    assert sides_of(before, after) == shown


def test_a_value_that_is_replaced_is_struck_through_and_nothing_is_not():
    assert sides_of("board", "table", "services.default_layout") == ("<s>board</s>", "table")
    assert sides_of(None, "table", "services.default_layout") == ("<i>not set</i>", "table")
