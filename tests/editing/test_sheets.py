"""Filling in an account form by form: what is said, what is kept, and what `adopt` and `observe` make of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import yaml

from csws.editing.sheets import changing
from csws.editing.sheets.answers import Purpose, change_answers, delete_answers, read_answers
from csws.editing.sheets.filling import form_of
from csws.editing.sheets.sending import filled_items, unfinished
from csws.errors import CswsError, UsageFault
from csws.model.target import RecordPermit
from csws.workflow.forms import adopt_form, observe_form
from csws.workflow.observation.filled import key_from
from csws.workflow.worksheet import known_settings
from tests.cli.console import csws
from tests.cli.test_adopt import no_token as no_token
from tests.cli.test_adopt import project as project
from tests.cli.test_adopt import revisions, settled

NOW = datetime.now(UTC)
BY = RecordPermit(operator="Kim", lock_timeout=5)


class Person:
    """Somebody in front of the forms of the only account."""

    def __init__(self, root, purpose):
        self.root, self.purpose = root, purpose

    @property
    def known(self):
        return known_settings(self.root, ["acme"], NOW)

    @property
    def form(self):
        return form_of(self.known, read_answers(self.root, "acme", self.purpose))

    def _do(self, act, *said):
        known = self.known
        change_answers(self.root, "acme", self.purpose, lambda before: act(known, before, *said))

    def say(self, ref, **values):
        self._do(changing.said, ref, {path.replace("__", "."): value for path, value in values.items()})

    def done(self, ref, *tabs):
        for tab in tabs:
            self._do(changing.done, ref, tab)

    def same(self, ref, tab):
        self._do(changing.same_as, ref, tab)

    def gone(self, ref):
        self._do(changing.gone, ref)

    def add(self, name):
        refs = []

        def act(known, before, name):
            after, ref = changing.added(known, before, name)
            refs.append(ref)
            return after

        self._do(act, name)
        return refs[0]

    def field(self, ref, path):
        return next(field for field in self.form.item(ref).fields() if field.path == path)

    def send(self):
        act = adopt_form if self.purpose is Purpose.ADOPT else observe_form
        return act(self.root, "acme", NOW, filled_items(self.form), BY)


def objects(person):
    person.say("objects", customers="companies", services="services", revenue=("deals",))
    person.done("objects", "objects")


def primary(person, name="Customer success"):
    ref = "workspace.primary"
    person.say(ref, name=name, customers__csm_property="hubspot_owner_id", customers__renewal_date_property=None)
    person.say(ref, services__show=False, revenue__show=False)
    person.done(ref, "general", "customers", "services", "revenue")


def emea(person):
    ref = person.add("EMEA customer success")
    person.say(ref, teams=("EMEA CSM",))
    person.say(ref, customers__csm_property="customer_success_manager", customers__renewal_date_property="renewal_date")
    person.say(ref, services__csm_property="hubspot_owner_id", services__renewal_date_property=None)
    person.say(ref, services__default_pipeline="Onboarding", services__default_layout="table")
    person.say(ref, services__pipelines=("Onboarding",), revenue__show=False)
    person.done(ref, "general", "customers", "services", "revenue")
    return ref


@pytest.fixture
def person(project):
    return Person(project, Purpose.ADOPT)


def test_an_account_is_adopted_without_a_key_or_a_line_of_yaml(person):
    objects(person)
    primary(person)
    emea(person)
    assert (person.form.done, person.form.total, unfinished(person.form)) == (9, 9, ())
    settled_form = person.send()
    assert settled_form.findings == ()
    assert settled_form.result.files == (
        "objects.yaml",
        "workspaces/primary.yaml",
        "workspaces/emea-customer-success.yaml",
    )
    assert settled(person.root)
    assert [item["operator"] for item in revisions(person.root)] == ["Kim"]
    made = yaml.safe_load((person.root / "workspaces/emea-customer-success.yaml").read_text())
    assert made["workspaces"]["emea-customer-success"]["customers"]["csm_property"] == "customer_success_manager"


def test_sending_again_writes_what_an_interruption_left_out(person):
    objects(person)
    primary(person)
    emea(person)
    assert person.send().result.is_recorded
    (person.root / "workspaces/emea-customer-success.yaml").unlink()
    again = person.send()
    assert (again.findings, again.result.files) == ((), ("workspaces/emea-customer-success.yaml",))
    assert settled(person.root)
    assert len(revisions(person.root)) == 1


def test_nothing_is_adopted_before_it_is_done_and_a_finding_comes_back_with_its_field(person):
    objects(person)
    primary(person)
    emea(person)
    primary(person, name="EMEA CUSTOMER success")
    twin = person.add("Another")
    person.say(
        twin,
        teams=("EMEA CSM",),
        customers__csm_property="customer_success_manager",
        customers__renewal_date_property=None,
    )
    person.say(twin, services__show=False, revenue__show=False)
    person.done(twin, "general", "customers", "services")
    assert [item.ref for item in unfinished(person.form)] == [twin]
    assert twin not in [item.ref for item in filled_items(person.form)]
    person.done(twin, "revenue")
    found = person.send()
    assert not found.result.is_recorded
    assert all(spot is not None for spot, _ in found.findings)
    assert {(spot.path, finding.code) for spot, finding in found.findings} == {("", "CSW104")}
    primary(person)
    found = person.send()
    assert ("new.1", "teams", "CSW302") in {(spot.ref, spot.path, item.code) for spot, item in found.findings}
    assert csws(person.root, "history", "--format", "json").json["accounts"][0]["revisions"] == []


def test_a_choice_that_its_object_does_not_have_any_more_is_open_again(person):
    objects(person)
    primary(person)
    assert person.form.item("workspace.primary").is_done
    person.say("objects", customers="contacts")
    field = person.field("workspace.primary", "customers.csm_property")
    assert [choice.label for choice in field.choices] == ["Contact owner"]
    assert not field.is_open  # contacts have a property of that name
    person.say("objects", customers="companies")
    person.say("workspace.primary", customers__csm_property="customer_success_manager")
    person.say("objects", customers="contacts")
    assert person.field("workspace.primary", "customers.csm_property").is_open
    assert not person.form.item("workspace.primary").is_done
    with pytest.raises(UsageFault, match="not answered yet"):
        person.done("workspace.primary", "customers")


def test_a_tab_is_the_same_as_the_one_before_but_never_its_teams(person):
    objects(person)
    primary(person)
    emea(person)
    other = person.add("APAC customer success")
    assert person.form.item(other).tab("general").same == ""
    assert person.form.item(other).tab("services").same == "new.1"
    person.same(other, "services")
    assert person.field(other, "services.pipelines").value == ("Onboarding",)
    person.done(other, "services")
    assert person.form.item(other).tab("services").is_done


@pytest.mark.parametrize(("ref", "tab", "path"), [("objects", "objects", "revenue"), ("new.1", "general", "teams")])
def test_a_list_is_empty_only_if_somebody_says_so(person, ref, tab, path):
    person.add("Nordics")
    person.say("objects", customers="companies", services="services")
    assert [field.path for field in person.form.item(ref).tab(tab).missing] == [path]
    person.say(ref, **{path: ()})
    person.done(ref, tab)
    assert person.form.item(ref).tab(tab).is_done
    person.say(ref, **{path: None})
    assert not person.form.item(ref).tab(tab).is_done


def test_teams_say_who_has_them_by_name_as_the_forms_stand(person):
    objects(person)
    primary(person)
    emea(person)
    other = person.add("APAC customer success")
    held = {choice.value: choice.held_by for choice in person.field(other, "teams").choices}
    assert held["EMEA CSM"] == "EMEA customer success"
    own = {choice.value: choice.held_by for choice in person.field("new.1", "teams").choices}
    assert own["EMEA CSM"] is None


def test_the_default_pipeline_is_one_of_the_selected_ones(person):
    objects(person)
    ref = emea(person)
    assert [choice.value for choice in person.field(ref, "services.default_pipeline").choices] == ["Onboarding"]
    person.say(ref, services__pipelines=("Implementation",))
    assert person.field(ref, "services.default_pipeline").is_open
    person.say(ref, services__pipelines=())
    assert len(person.field(ref, "services.default_pipeline").choices) > 1


def test_what_was_said_survives_a_restart_and_a_broken_file_is_left_alone(person):
    ref = person.add("EMEA")
    kept = person.root / ".csws/drafts/adopt-acme.json"
    assert json.loads(kept.read_text())["items"][ref]["fields"] == {"name": "EMEA"}
    kept.write_text(kept.read_text()[:-20])
    with pytest.raises(CswsError, match="cannot be read"):
        person.form  # noqa: B018
    assert kept.exists()
    delete_answers(person.root, "acme", Purpose.ADOPT)
    assert not kept.exists()
    assert person.form.item(ref) is None


@pytest.mark.parametrize(
    ("ref", "values", "problem"),
    [
        ("workspace.primary", {"teams": ("EMEA CSM",)}, "not shown"),
        ("workspace.primary", {"services__show": "yes"}, "cannot have"),
        ("workspace.primary", {"nonsense": "x"}, "not shown"),
        ("workspace.nobody", {"name": "x"}, "not in the list"),
    ],
)
def test_what_no_form_shows_cannot_be_said(person, ref, values, problem):
    with pytest.raises(CswsError, match=problem):
        person.say(ref, **values)
    assert person.form.answers.items == {}


def test_two_of_one_name_cannot_be_added(person):
    person.add("EMEA")
    for name in ("emea ", ""):
        with pytest.raises(UsageFault):
            person.add(name)


@pytest.fixture
def weekly(person):
    """The week after the adoption."""
    objects(person)
    primary(person)
    emea(person)
    assert person.send().result.is_recorded
    return Person(person.root, Purpose.COMPARE)


EMEA = "workspace.emea-customer-success"


def test_a_comparison_says_only_what_was_looked_at(weekly):
    assert weekly.form.total == 9
    weekly.done(EMEA, "general", "customers")
    assert weekly.send().result.revision is None
    assert weekly.form.item(EMEA).tab("services").is_done is False
    weekly.say(EMEA, services__default_layout="board")
    assert weekly.field(EMEA, "services.default_layout").is_changed
    assert weekly.send().result.revision is None  # not done yet, so not said
    weekly.done(EMEA, "services")
    told = weekly.send().result
    assert (told.revision, [item.path for item in told.changes[0].fields]) == (2, ["services.default_layout"])


def test_a_workspace_that_is_new_and_one_that_is_gone(weekly):
    ref = weekly.add("Nordics")
    weekly.say(ref, customers__csm_property="customer_success_manager", customers__renewal_date_property=None)
    weekly.say(ref, services__show=False, revenue__show=False, teams=())
    weekly.done(ref, "general", "customers", "services", "revenue")
    weekly.gone(EMEA)
    told = weekly.send().result
    assert [item.name for item in told.unmanaged] == ["Nordics"]
    assert [str(item.address) for item in told.changes] == [EMEA]
    assert csws(weekly.root, "plan", "--format", "json").json["accounts"][0]["unmanaged"][0]["name"] == "Nordics"
    adopting = Person(weekly.root, Purpose.ADOPT)
    item = next(item for item in adopting.form.items if item.id)
    assert (item.name, next(iter(item.fields())).is_fixed) == ("Nordics", True)
    adopting.done(item.ref, "general", "customers", "services", "revenue")
    assert adopting.send().result.files == ("workspaces/nordics.yaml",)


def test_what_somebody_else_recorded_meanwhile_is_a_conflict_field_by_field(weekly):
    weekly.say(EMEA, services__default_layout="board")
    seen = ["--set", f"{EMEA}.services.default_layout=null", "--set", f"{EMEA}.description=New"]
    assert csws(weekly.root, "observe", *seen).code == 0
    (conflict,) = weekly.form.conflicts
    assert (conflict.field.path, conflict.before, conflict.field.value, conflict.field.known) == (
        "services.default_layout",
        "table",
        "board",
        None,
    )
    assert weekly.field(EMEA, "description").value == "New"
    weekly.say(EMEA, services__default_layout="board")  # said again, knowing what is recorded now
    assert weekly.form.conflicts == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("EMEA customer success", "emea-customer-success"),
        ("Équipe Nordics & Baltics", "equipe-nordics-baltics"),
        ("客户成功", "workspace"),
        ("2nd line", "workspace"),
        ("UK", "uk-2"),
    ],
)
def test_keys_are_made_from_names(name, key):
    assert key_from(name, {"uk"}, "workspace") == key


def test_what_cannot_be_adopted_is_recorded_as_it_was_filled_in(person):
    objects(person)
    primary(person)
    emea(person)
    comparing = Person(person.root, Purpose.COMPARE)
    other = comparing.add("Another")
    known, adopting = person.known, read_answers(person.root, "acme", Purpose.ADOPT)
    change_answers(person.root, "acme", Purpose.COMPARE, lambda before: changing.moved(known, adopting, before))
    assert {item.ref: item.name for item in comparing.form.items if item.is_new} == {
        other: "Another",
        "new.2": "EMEA customer success",
    }
    told = comparing.send().result
    assert [item.name for item in told.unmanaged] == ["EMEA customer success"]
    assert not (person.root / "objects.yaml").exists()


def test_nothing_is_adopted_before_the_objects_and_the_primary_workspace_are_done(person):
    emea_ref = person.add("EMEA")
    objects(person)
    assert filled_items(person.form) == ()
    primary(person)
    assert [item.ref for item in filled_items(person.form)] == ["objects", "workspace.primary"]
    assert [item.ref for item in unfinished(person.form)] == [emea_ref]
