"""What an account offers at a path: one source for the worksheet, the account schema, and whatever else offers choices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csws.kinds import KINDS, objects, workspaces
from csws.kinds.choices import Choice, Choices
from csws.model.catalog import Catalog, Directory, Named, ObjectType, Property, Team
from csws.model.field import Reference
from csws.model.settings import Objects, Settings, Workspace

USER = Property(name="owner", label="Owner", type="enumeration", references="user")
DATE = Property(name="ends", label="Ends on", type="date")
GONE = Property(name="began", label="Began on", type="date", archived=True)
PIPELINES = Directory((Named(id="1", name="Same"), Named(id="2", name="Same"), Named(id="3", name="New")))


def an_object(name: str, *, custom: bool = False) -> ObjectType:
    properties = {item.name: item for item in (USER, DATE, GONE)}
    return ObjectType(
        name=name, type_id="0-1", label=name.title(), custom=custom, properties=properties, pipelines=PIPELINES
    )


TEAMS = (
    Team(id="10", name="North", primary_members=("1", "2"), extra_members=("3",)),
    Team(id="11", name="South"),
)
CATALOG = Catalog(
    account_id="1",
    account_name="acme",
    objects={
        item.name: item
        for item in (an_object("contacts"), an_object("companies"), an_object("deals"), an_object("subs", custom=True))
    },
    teams=Directory(TEAMS),
    team_list=TEAMS,
)
NOTHING = Settings()
SET = Settings(
    objects=Objects(customers="companies", revenue=("deals",)),
    workspaces=(Workspace(key="north", id="w1", name="Northern", teams=("10",)),),
)


def offered(path: str, settings: Settings = SET) -> dict[str | None, list[Choice]]:
    choices = Choices(CATALOG, settings)
    kind = workspaces.KIND if workspaces.KIND.field_at(path) else objects.KIND
    return {source.object_name: list(choices.of(source)) for source in choices.sources(kind, path)}


def test_a_team_has_its_people_and_the_workspace_that_has_it():
    assert offered("teams") == {
        None: [Choice(value="North", people=2, held_by="north"), Choice(value="South", people=0)]
    }


def test_a_property_that_is_archived_or_of_another_type_is_told_apart():
    fits = {
        choice.value: (choice.fits, choice.is_archived)
        for choice in offered("customers.renewal_date_property")["companies"]
    }
    assert fits == {"began": (False, True), "ends": (True, False), "owner": (False, False)}


def test_pipelines_that_share_a_name_are_chosen_by_id():
    values = [(choice.value, choice.label) for choice in offered("revenue.objects.deals.pipelines")["deals"]]
    assert values == [("New", ""), ("id:1", "Same"), ("id:2", "Same")]


@pytest.mark.parametrize(
    ("path", "settings", "found"),
    [
        ("customers.csm_property", SET, ["companies"]),
        ("customers.csm_property", NOTHING, ["contacts", "companies", "subs"]),
        (
            "customers.csm_property",
            replace(SET, objects=Objects(customers="unheard_of")),
            ["contacts", "companies", "subs"],
        ),
        ("revenue.objects.subs.csm_property", SET, ["subs"]),
        ("revenue.objects.*.csm_property", SET, ["deals"]),
        ("revenue.objects.*.csm_property", NOTHING, ["deals", "subs"]),
        ("name", SET, []),
        ("services.show", SET, []),
    ],
)
def test_choices_are_those_of_the_object_and_while_it_is_open_of_each_that_may_be_chosen(path, settings, found):
    assert list(offered(path, settings)) == found


def test_a_role_offers_its_standard_objects_and_custom_ones():
    assert [choice.value for choice in offered("revenue")[None]] == ["deals", "subs"]


@pytest.mark.parametrize("settings", [SET, NOTHING])
def test_every_field_that_refers_to_something_has_a_source(settings):
    choices = Choices(CATALOG, settings)
    for kind in KINDS:
        for field in kind.fields:
            sources = choices.sources(kind, field.path)
            assert bool(sources) == bool(field.refers_to or field.choices), field.path
            assert {source.refers_to for source in sources} <= {field.refers_to}
            assert all(choices.of(source) for source in sources if source.refers_to is not Reference.OBJECT)
