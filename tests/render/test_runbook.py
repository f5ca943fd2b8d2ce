"""What a runbook tells a person to click: where each control is, the labels of the screen, and the
order of the screen."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csws.kinds.addresses import parse
from csws.model.catalog import Catalog, Directory, ObjectType, Property
from csws.model.change import Action, Change, FieldChange, Origin
from csws.model.field import Reference
from csws.model.fields import OBJECTS, TABS, WORKSPACE, field_at, flat, screen_order
from csws.model.plan import AccountPlan, Step, TeamMove
from csws.model.settings import CustomersTab, Objects, RevenueBlock, RevenueTab, ServicesTab, Workspace
from csws.render import LANGUAGES, RUNBOOK_FORMATS, renderer
from csws.render.runbook.parts import ActGroup
from csws.render.runbook.runbook import runbook
from csws.render.style import Style
from csws.render.words import words_of
from tests.cli.console import csws, reported
from tests.render.punctuation import half_width_in
from tests.render.scenes import edit

BEFORE = Objects(customers="contacts", services="licences", revenue=("licences",))
AFTER = Objects(customers="companies", services="services", revenue=("deals", "tickets"))
NAMES = ("contacts", "companies", "licences", "services", "deals", "tickets")


def _object(name):
    """An object whose properties have the same internal names as all others', but labels of their
    own."""
    properties = {
        "owner": Property(name="owner", label=f"Owner of {name}", type="enumeration", references="user"),
        "day": Property(name="day", label=f"Day of {name}", type="date"),
        "plain": Property(name="plain", label="plain", type="date"),
    }
    return ObjectType(name=name, type_id="0-1", label=name.title(), properties=properties, pipelines=Directory(()))


CATALOG = Catalog(account_id="1", account_name="acme", objects={name: _object(name) for name in NAMES})
_LINES = {"pipelines": ("Line",), "default_pipeline": "Line", "default_layout": "board"}
FULL = Workspace(
    key="emea",
    name="EMEA",
    description="x",
    teams=("Team",),
    customers=CustomersTab(csm_property="owner", renewal_date_property="day"),
    services=ServicesTab(show=True, csm_property="owner", renewal_date_property="plain", **_LINES),
    revenue=RevenueTab(
        blocks=tuple(
            RevenueBlock(object=name, csm_property="owner", date_property="day", **_LINES) for name in AFTER.revenue
        )
    ),
)
# A property that a later field names is set, too.
SETS = {path: "owner" if value is None and field_at(path).is_property else value for path, value in flat(FULL).items()}
RUN = "3f9a1c2b77d0"


def step(number, text, sets, action=Action.UPDATE):
    address = parse(text)
    was = {path: not value if isinstance(value, bool) else None for path, value in sets.items()}
    return Step(id=number, action=action, address=address, summary="", sets=sets, was=was, because=(address,))


def book_of(*steps, objects=AFTER, language="en"):
    fields = (FieldChange(path="name", before="EMEA", after="EMEA"),)
    changes = tuple(Change(address=item.address, action=item.action, fields=fields) for item in steps)
    plan = AccountPlan(account="acme", changes=changes, steps=steps)
    return runbook(plan, RUN, [item.id for item in steps], CATALOG, objects, language)


def text_of(book, form="markdown"):
    return renderer(RUNBOOK_FORMATS, form)(book, Style())


def shuffled(fields, seed):
    paths = list(fields)
    random.Random(seed).shuffle(paths)
    return {path: fields[path] for path in paths}


OBJECT_SETS = {"customers": "companies", "services": "services", "revenue": AFTER.revenue}


@settings(max_examples=50)
@given(st.integers())
def test_clicks_are_in_screen_order_whatever_the_order_of_a_step(seed):
    kept = [
        ("objects", OBJECT_SETS, Action.UPDATE),
        ("workspace.emea", SETS, Action.UPDATE),
        ("workspace.new", SETS, Action.CREATE),
    ]
    one, other = (
        [step(number, address, change(sets), action) for number, (address, sets, action) in enumerate(kept, 1)]
        for change in (dict, lambda sets: shuffled(sets, seed))
    )
    assert book_of(*one) == book_of(*other)


def acts_in(acts):
    for act in acts:
        yield from acts_in(act.acts) if isinstance(act, ActGroup) else [act]


def test_the_order_is_that_of_the_table():
    (objects, emea) = book_of(step(1, "objects", OBJECT_SETS), step(2, "workspace.emea", SETS)).entries
    (page,) = objects.visit.pages
    assert len(page.acts) == len(OBJECTS) + 1
    for field, act in zip(OBJECTS, page.acts[:-1], strict=True):
        assert words_of("en").sentences[field.label] in act.lead
    for tab, page in zip(TABS, emea.visit.pages, strict=True):
        mine = [
            path for path in sorted(SETS, key=screen_order) if field_at(path).tab == tab and not field_at(path).is_ours
        ]
        acts = list(acts_in(page.acts[:-1]))
        assert len(acts) == len(mine)
        for path, act in zip(mine, acts, strict=True):
            assert f"<b>{words_of('en').label(field_at(path))}</b>" in act.lead


def test_a_resumed_run_lists_the_same_clicks(tmp_path, monkeypatch):
    """A resumed run comes from the store, which sorts the fields of a step by name."""
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    assert csws(tmp_path, "init", "acme").code == 0
    project = tmp_path / "acme"
    edit(project / "csws.yaml", "sqlite:.csws/acme.db", "hubspot:1234567")
    begun_and_resumed(project)
    assert reported(project, "1-4", "Ann").code == 0
    edit(project / "workspaces/emea.yaml", "default_layout: board", "default_layout: table")
    edit(project / "workspaces/emea.yaml", "default_pipeline: Onboarding", "default_pipeline: Implementation")
    edit(project / "workspaces/emea.yaml", "renewal_date_property: hs_target_end_date", "renewal_date_property: null")
    text = begun_and_resumed(project)
    assert text.index("Date property") < text.index("Default pipeline") < text.index("Default page layout")


def begun_and_resumed(project):
    """The runbook of a run, once after planning and once after reading the run back."""
    file = project / ".csws/runbooks/acme.md"
    assert csws(project, "apply", "--auto-approve", "--new-account").code == 6
    first = file.read_text()
    assert csws(project, "apply", "--resume").code == 6
    assert file.read_text() == first
    return first


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
@pytest.mark.parametrize("form", ["markdown", "html", "text"])
def test_every_control_of_a_section_is_shown_under_its_title(language, form):
    words = words_of(language)
    book = book_of(step(1, "workspace.emea", SETS), language=language)
    groups = [group for page in book.entries[0].visit.pages for group in sections_in(page.acts)]
    assert len(groups) == len({field.section for field in WORKSPACE if field.section}) + 1  # two revenue objects
    text = text_of(book, form)
    for field in (field for field in WORKSPACE if field.section):
        title, label = words.sentences[field.section.value], words.sentences[field.label]
        mine = [group for group in groups if f"<b>{title}</b>" in group.heading]
        assert mine
        assert all(sum(f"<b>{label}</b>" in act.lead for act in group.acts) == 1 for group in mine)
        assert title in text


def sections_in(acts):
    """The innermost groups."""
    for act in acts:
        if isinstance(act, ActGroup):
            inside = list(sections_in(act.acts))
            yield from inside or [act]


def test_controls_outside_a_section_are_shown_without_one():
    sets = {path: value for path, value in SETS.items() if field_at(path).section is None}
    text = text_of(book_of(step(1, "workspace.emea", sets)))
    assert "Under" not in text
    assert "For **Deals**:" in text


def test_a_heading_has_no_check_box():
    book = book_of(step(1, "objects", OBJECT_SETS), step(2, "workspace.emea", SETS))
    markdown, html = text_of(book), text_of(book, "html")
    assert not re.search(r"\[ \].*:$", markdown, re.M)
    assert re.search(r"^- For \*\*Deals\*\*:$", markdown, re.M)
    assert html.count('<p class="under">For <b>') == 2
    assert html.count('type="checkbox"') == markdown.count("- [ ] ") == boxes_of(book)


def boxes_of(book):
    return sum(1 for entry in book.entries for page in entry.visit.pages for _ in acts_in(page.acts))


PROPERTIES = [path for path in SETS if field_at(path).is_property]


@pytest.mark.parametrize("path", PROPERTIES)
@pytest.mark.parametrize("start", [BEFORE, AFTER], ids=["before", "after"])
def test_a_property_is_shown_by_the_label_that_it_has_on_the_object_in_force(path, start):
    """csws follows the objects through the steps, including those that are already done."""
    name = (
        path.split(".")[2]
        if path.startswith("revenue")
        else {"customers": "companies", "services": "services"}[field_at(path).tab]
    )
    steps = (step(1, "objects", OBJECT_SETS), step(2, "workspace.emea", {path: SETS[path]}))
    text = text_of(book_of(*steps, objects=start))
    label = CATALOG.objects[name].properties[SETS[path]].label
    shown = f"**{label}**" if label == SETS[path] else f"**{label}** ({SETS[path]})"
    assert f": {shown}\n" in text
    assert text_of(book_of(steps[1], objects=AFTER)).count(shown) == 1


def test_a_property_that_the_catalogue_does_not_have_is_shown_by_its_name():
    text = text_of(book_of(step(1, "workspace.emea", {"customers.csm_property": "unheard_of"})))
    assert ": **unheard\\_of**\n" in text
    text = text_of(book_of(step(1, "workspace.emea", {"customers.csm_property": "owner"}), objects=Objects()))
    assert ": **owner**\n" in text


def test_what_is_typed_is_entered_and_what_is_picked_is_chosen():
    texts = [path for path, value in SETS.items() if isinstance(value, str)]
    for path in texts:
        field = field_at(path)
        typed = field.refers_to is None and not field.choices
        text = text_of(book_of(step(1, "workspace.emea", {path: SETS[path]})))
        assert (f"Enter in **{words_of('en').label(field_at(path))}**" in text) is typed
        assert (f"Choose in **{words_of('en').label(field_at(path))}**" in text) is not typed


def test_no_pipeline_chosen_means_all_of_them():
    for path in (path for path in SETS if field_at(path).refers_to is Reference.PIPELINE and SETS[path] == ("Line",)):
        only = replace(step(1, "workspace.emea", {path: ()}), was={path: ("Line",)})
        text = text_of(book_of(only))
        assert "Remove from **Pipelines**, so that none is chosen, which means all: **Line**" in text
        unsure = replace(only, was={path: ()})
        assert "Make sure that no pipeline is chosen in **Pipelines**: none means all." in text_of(book_of(unsure))


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Change the primary workspace"), ("nb", "Endre det primære arbeidsområdet"), ("zh", "更改主工作区")],
)
def test_the_primary_workspace_of_a_fresh_account_has_no_name_and_is_called_the_primary_one(language, title):
    fresh = Change(
        address=parse("workspace.primary"),
        action=Action.UPDATE,
        fields=(FieldChange(path="name", before="", after="All"),),
    )
    one = step(1, "workspace.primary", {"name": "All"})
    plan = AccountPlan(account="acme", changes=(fresh,), steps=(one,))
    (entry,) = runbook(plan, RUN, [1], CATALOG, AFTER, language).entries
    assert entry.title == title


LANGUAGE = pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
EVERYTHING = [
    ("objects", OBJECT_SETS, Action.UPDATE),
    ("workspace.emea", SETS, Action.UPDATE),
    ("workspace.new", SETS, Action.CREATE),
    ("workspace.old", {}, Action.DELETE),
]


def everything(language="en"):
    steps = [step(number, *rest) for number, rest in enumerate(EVERYTHING, 1)]
    return book_of(*steps, language=language)


@LANGUAGE
@pytest.mark.parametrize("form", RUNBOOK_FORMATS)
def test_a_workspace_is_opened_once_and_each_tab_is_saved_once(language, form):
    text, words = re.sub("<[^>]*>", "", text_of(everything(language), form)), words_of(language)
    for key, times in (("ui.edit", 1), ("ui.create_workspace", 2), ("ui.save", 1 + len(TABS) + len(TABS) - 1)):
        button = re.escape(text_without_marks(words.say("runbook.click", button=words.plain(key))))
        opening = text_without_marks(words.say("runbook.hover", name="EMEA", button=words.plain(key)))
        flat = text_without_marks(text).replace(" / Edit", "").replace(" / Save", "").replace(" / Create workspace", "")
        found = len(re.findall(button, flat)) if key != "ui.edit" else flat.count(opening)
        assert found == times, (key, flat)


def text_without_marks(text):
    return " ".join(re.sub(r"</?b>|\*\*|\\\\", "", str(text)).split())


def test_only_settings_and_the_click_that_saves_them_have_a_box():
    book = everything()
    acts = [act for entry in book.entries for page in entry.visit.pages for act in acts_in(page.acts[:-1])]
    ceremony = ("Click", "Point at", "check that", "Save")
    assert not any(word in str(act.lead) for act in acts for word in ceremony)


@LANGUAGE
def test_each_tab_and_dialog_ends_with_the_click_that_saves_it_as_the_screen_names_it(language):
    words, (objects, change, create, delete) = words_of(language), everything(language).entries
    ends = {"ui.save": [*objects.visit.pages, *change.visit.pages, *create.visit.pages[1:]]}
    ends |= {"ui.create_workspace": [create.visit.pages[0]], "ui.delete": [delete.visit.pages[0]]}
    for key, pages in ends.items():
        for page in pages:
            assert page.acts[-1].lead.striptags().startswith(words.plain("runbook.click", button=words.plain(key))[:-1])
            assert [act for act in acts_in(page.acts) if f"<b>{words.plain(key)}</b>" in act.lead] == [page.acts[-1]]


def test_a_label_in_another_language_has_the_english_one_beside_and_no_double_brackets():
    for language in ("nb", "zh"):
        for form in RUNBOOK_FORMATS:
            body = text_of(everything(language), form).partition("</style>")
            text = re.sub("<[^>]*>", "", (body[2] or body[0]).partition("<script>")[0])
            assert "/ HubSpot user property (CSM)" in text
            assert not re.search(r"\)\)|[)）] ?[(（]", text)


def test_a_list_says_what_to_add_and_what_to_remove():
    change = replace(step(1, "workspace.emea", {"teams": ("A", "B")}), was={"teams": ("A", "C")})
    (page,) = book_of(change).entries[0].visit.pages
    assert [[value.text for value in act.values] for act in page.acts[:-1]] == [["B"], ["C"]]


def test_a_value_that_changes_comes_with_what_the_screen_shows_now():
    change = replace(
        step(1, "workspace.emea", {"services.default_layout": "board"}), was={"services.default_layout": "table"}
    )
    for form in RUNBOOK_FORMATS:
        assert "It shows table now." in re.sub("<[^>]*>", "", text_of(book_of(change), form)).replace("*", "")


@pytest.mark.parametrize("language", ["nb", "zh"])
def test_the_value_that_the_screen_shows_now_has_the_english_one_beside(language):
    """Whoever reads a translation may have an English screen."""
    change = replace(
        step(1, "workspace.emea", {"services.default_layout": None}), was={"services.default_layout": "table"}
    )
    (page,) = book_of(change, language=language).entries[0].visit.pages
    word = words_of(language).plain("choice.default_layout.table")
    now = next(iter(acts_in(page.acts))).now.striptags()
    assert f"{word} (table)" in now or f"{word}（table）" in now


# ---- emptying ----


@pytest.mark.parametrize(
    ("path", "before", "sentence"),
    [
        ("description", "Old", "Clear the field **Description**. · It shows **Old** now."),
        ("description", None, "Make sure that this is empty: **Description**"),
        (
            "services.default_layout",
            "board",
            "Remove the value in **Default page layout**, so that it is empty. · It shows **board** now.",
        ),
        ("customers.csm_property", None, "Make sure that this is empty: **HubSpot user property (CSM)**"),
        ("teams", ("A",), "Remove from **Teams**, with the X beside the name: **A**"),
        (
            "services.pipelines",
            ("A", "B"),
            "Remove from **Pipelines**, so that none is chosen, which means all: **A**, **B**",
        ),
    ],
)
def test_emptying_names_the_control_and_what_is_in_it(path, before, sentence):
    after = () if isinstance(before, tuple) else None
    one = replace(step(1, "workspace.emea", {path: after}), was={path: before})
    assert f"- [ ] {sentence}\n" in text_of(book_of(one))


def test_only_a_team_has_an_x():
    """The help names an X for teams and for nothing else."""
    one = replace(step(1, "objects", {"revenue": ("deals",)}), was={"revenue": ("deals", "tickets")})
    assert "Remove from **Revenue**: **Tickets**\n" in text_of(book_of(one))


# ---- a primary workspace of which nothing is recorded ----


def primary_book(sets, unchanged, objects=AFTER, name="", language="en"):
    one = step(1, "workspace.primary", {"name": "All", **sets})
    one = replace(one, was={**one.was, "name": name})
    fields = (FieldChange(path="name", before=name, after="All"),)
    change = Change(address=one.address, action=Action.UPDATE, fields=fields, unchanged=unchanged)
    plan = AccountPlan(account="acme", changes=(change,), steps=(one,))
    return runbook(plan, RUN, [1], CATALOG, objects, language)


SWITCHES = {f"{tab}.show" for tab in ("services", "revenue")}


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("changed", [set(), {"services.show"}, {"revenue.show"}, SWITCHES])
def test_each_switch_of_an_unknown_primary_workspace_must_be_as_configured(changed, on):
    book = primary_book(dict.fromkeys(changed, on), dict.fromkeys(SWITCHES - changed, on))
    text, state = text_of(book), "on" if on else "off"
    for tab in ("Services", "Revenue"):
        assert text.count(f"- [ ] Make sure that the switch is {state}: **Show {tab} tab**\n") == 1
        assert text.count(f"### {tab} tab") == 1
    assert "Nothing is recorded of this workspace yet" in text
    assert "another value" not in text
    assert "Not set in HubSpot" not in text


def test_a_known_switch_that_stays_is_not_mentioned():
    unchanged = dict.fromkeys(SWITCHES, True)
    assert "Make sure" not in text_of(primary_book({}, unchanged, name="Main"))


def test_without_an_object_a_tab_may_have_no_switch():
    book = primary_book({}, dict.fromkeys(SWITCHES, False), objects=Objects(customers="companies"))
    assert "Make sure" not in text_of(book)


@LANGUAGE
def test_no_sentence_about_a_switch_says_how_it_was(language):
    words = words_of(language)
    for state in ("on", "off"):
        lead = words.plain(f"runbook.{state}", label="X")
        assert {"en": "Make sure that", "nb": "Sørg for at", "zh": "确保"}[language] in lead


def test_a_new_project_asks_for_both_switches_of_the_primary_workspace_also_when_it_is_resumed(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    assert csws(tmp_path, "init", "acme").code == 0
    project = tmp_path / "acme"
    edit(project / "csws.yaml", "sqlite:.csws/acme.db", "hubspot:1234567")
    text = begun_and_resumed(project)
    (primary,) = (part for part in text.split("\n## ") if "Change the primary workspace" in part)
    assert len(re.findall("Make sure that the switch is o(?:n|ff): [*][*]Show", primary)) == 2


@pytest.mark.parametrize("form", RUNBOOK_FORMATS)
def test_a_chinese_runbook_has_full_width_punctuation(form):
    one = replace(step(1, "workspace.emea", dict.fromkeys(SETS, None)), was=SETS)
    for book in (everything("zh"), book_of(one, language="zh"), primary_book({}, {}, language="zh")):
        assert half_width_in(text_of(book, form)) == []


# ---- objects ----


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["**Companies**", "**Services**", "**Deals**, **Tickets**", "For **Deals**:"]),
        (
            "nb",
            [
                "**Bedrifter** (Companies)",
                "**Tjenester** (Services)",
                "**Avtaler** (Deals), **Tickets**",
                "For **Avtaler** / Deals:",
            ],
        ),
        (
            "zh",
            [
                "**公司**（Companies）",
                "**服务**（Services）",
                "**交易**（Deals）、**Tickets**",
                "对于 **交易** / Deals：",
            ],
        ),
    ],
)
def test_an_object_has_the_word_of_the_help_in_the_language(language, words):
    text = text_of(everything(language))
    assert [word for word in words if word not in text] == []


def test_an_object_that_the_account_calls_otherwise_keeps_its_label():
    kinds = {**CATALOG.objects, "companies": replace(CATALOG.objects["companies"], label="Clients")}
    one = step(1, "objects", OBJECT_SETS)
    change = Change(address=one.address, action=Action.UPDATE, fields=())
    plan = AccountPlan(account="acme", changes=(change,), steps=(one,))
    book = runbook(plan, RUN, [1], replace(CATALOG, objects=kinds), AFTER, "nb")
    assert ": **Clients**\n" in text_of(book)


# ---- reasons ----


def reasons_of(*steps, changes=(), moves=(), language="en"):
    plan = AccountPlan(account="acme", changes=changes, steps=steps, team_moves=moves)
    book = runbook(plan, RUN, [item.id for item in steps], CATALOG, AFTER, language)
    return [" ".join(sentence.striptags() for sentence in (*entry.why, *entry.who)) for entry in book.entries]


def _change(address="workspace.emea", origin=Origin.CONFIG):
    fields = (FieldChange(path="name", before="EMEA", after="EMEA"),)
    return Change(address=parse(address), action=Action.UPDATE, fields=fields, origin=origin)


def test_a_reason_names_what_differs():
    sets = {"description": "x", "services.default_layout": "board", "services.show": True}
    one = replace(step(1, "workspace.emea", sets), was={"services.default_layout": "table", "services.show": False})
    (reason,) = reasons_of(one, changes=(_change(),))
    assert reason == (
        "Not set in HubSpot yet: Description. "
        "Your saved files say something different for: Show Services tab, Default page layout."
    )


def test_a_change_by_hand_is_a_reason():
    (reason,) = reasons_of(step(1, "workspace.emea", {"name": "x"}), changes=(_change(origin=Origin.DRIFT),))
    assert "Somebody changed it in HubSpot, outside csws: Name." in reason


def test_what_an_earlier_step_empties_is_a_reason_of_its_own():
    first = replace(step(1, "objects", OBJECT_SETS), clears=("workspace.emea.customers.csm_property",))
    second = step(2, "workspace.emea", {"customers.csm_property": "owner", "name": "x"})
    second = replace(second, was={"name": "EMEA"})
    _, reason = reasons_of(first, second, changes=(_change(),))
    assert "Step 1 sets other objects, which empties: HubSpot user property (CSM)." in reason
    assert "something different for: Name." in reason


def test_a_team_that_moves_says_whom_it_concerns():
    move = TeamMove(team="A", before=parse("workspace.emea"), after=parse("workspace.new"), people=3)
    one = step(1, "workspace.emea", {"teams": ()})
    (reason,) = reasons_of(one, changes=(_change(), _change("workspace.new")), moves=(move,))
    assert "The team A moves from EMEA to EMEA: 3 people will see a different workspace." in reason


@LANGUAGE
def test_every_kind_of_step_has_a_reason(language):
    for entry in everything(language).entries:
        assert all(entry.why)


# ---- the command ----


def test_the_command_names_the_steps_that_a_person_does():
    ours = step(2, "workspace.emea", {"protect": True})
    book = book_of(step(1, "objects", OBJECT_SETS), ours, step(3, "workspace.emea", SETS))
    assert book.manual == [1, 3]
    assert book.behind == 1
    for form in ("markdown", "html"):
        assert f"csws --account acme apply --resume --run {RUN} --done 1,3 --by NAME" in text_of(book, form)
    assert text_of(book).count("Nothing to do in HubSpot") == 1


def test_each_step_leads_to_the_settings_of_the_account():
    assert text_of(everything(), "html").count('href="https://app.hubspot.com/settings/1"') == len(EVERYTHING)


def test_whom_it_concerns_is_said_with_the_names_that_the_list_shows_now():
    renamed = replace(_change(), fields=(FieldChange(path="name", before="Old", after="New"),))
    other = replace(_change("workspace.new"), fields=(), unchanged={"name": "Other"})
    move = TeamMove(team="A", before=parse("workspace.emea"), after=parse("workspace.new"), people=3)
    steps = (
        step(1, "workspace.emea", {"teams": ()}),
        step(2, "workspace.emea", {"name": "New"}),
        step(3, "workspace.new", {"teams": ("A",)}),
    )
    first, _, last = reasons_of(*steps, changes=(renamed, other), moves=(move,))
    assert "from Old to Other" in first
    assert "from New to Other" in last


def test_a_tab_that_is_switched_off_has_nothing_else_to_set():
    sets = {"services.show": False, "services.csm_property": None, "services.pipelines": ()}
    text = text_of(book_of(step(1, "workspace.emea", sets)))
    assert text.count("- [ ]") == 2  # with its Save
    assert "Make sure that the switch is off: **Show Services tab**" in text


@pytest.mark.parametrize(
    ("before", "empties"), [({}, False), ({"customers": "contacts"}, True), ({"revenue": ("deals",)}, False)]
)
def test_only_an_object_that_is_replaced_empties_anything(before, empties):
    sets = {"customers": "companies", "revenue": ("deals", "tickets")}
    objects = replace(step(1, "objects", sets), was={"customers": None, "revenue": (), **before})
    text = text_of(book_of(objects))
    assert "check that it shows all of this" in text
    assert ("empties the choices" in text) == empties


def test_what_a_temporary_step_takes_away_was_set_before():
    first = replace(step(1, "workspace.emea", {"teams": ()}), transient=True, was={"teams": ("A",)})
    second = replace(step(2, "workspace.emea", {"teams": ("B",)}), was={"teams": ()})
    assert "Not set in HubSpot yet" not in text_of(book_of(first, second))
    assert "Not set in HubSpot yet" in text_of(book_of(second))


def test_a_workspace_that_gets_another_key_is_called_by_its_name_in_each_step():
    moved = Change(
        address=parse("workspace.pacific"),
        action=Action.MOVE,
        fields=(FieldChange(path="key", before="apac", after="pacific"),),
        unchanged={"name": "Asia and the Pacific"},
    )
    first = replace(step(1, "workspace.apac", {"teams": ()}), transient=True)
    plan = AccountPlan(account="acme", changes=(moved,), steps=(first, step(2, "workspace.pacific", {"teams": ("B",)})))
    text = text_of(runbook(plan, RUN, [1, 2], CATALOG, AFTER, "en"))
    assert text.count("Asia and the Pacific") >= 2
    assert "**apac**" not in text


def test_line_breaks_of_a_value_are_no_codes():
    text = text_of(book_of(step(1, "workspace.emea", {"description": "one\ntwo"})))
    assert "one ⏎ two" in text
    assert "x0a" not in text
