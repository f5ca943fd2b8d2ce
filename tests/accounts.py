"""Generated accounts: lawful random settings over one small catalogue, for the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from csws.model.catalog import Catalog, Directory, Named, ObjectType, Property, Team
from csws.model.fields import normal_tabs
from csws.model.settings import (
    CustomersTab,
    Objects,
    RevenueBlock,
    RevenueTab,
    ServicesTab,
    Settings,
    Workspace,
    in_order,
)

TEAMS = tuple(str(number) for number in range(1, 9))
KEYS = ("apac", "emea", "latam", "nordics", "us", "anz", "dach")
NAMES = (
    "Europe",
    "europe b",
    "EUROPE",
    "Asia",
    "Straße",
    "STRASSE x",
    "Global",
    "no",
    "1:30",
    "1e3",
    "0o17",
    "~",
    "naïve #x: y",
    "- a",
)
LAYOUTS = (None, "table", "board")


def _object(name: str, type_id: str, *, custom: bool = False, pipelines: int = 0) -> ObjectType:
    user = {
        key: Property(name=key, label=key, type="enumeration", field_type="select", references="user")
        for key in ("owner", "csm")
    }
    dates = {key: Property(name=key, label=key, type="date") for key in ("renewal", "end")}
    lines = tuple(Named(id=f"{name}{at}", name=f"Line {at}") for at in range(pipelines))
    return ObjectType(
        name=name, type_id=type_id, label=name, custom=custom, properties={**user, **dates}, pipelines=Directory(lines)
    )


CATALOG = Catalog(
    account_id="1",
    account_name="acme",
    objects={
        "contacts": _object("contacts", "0-1"),
        "companies": _object("companies", "0-2"),
        "services": _object("services", "0-162", pipelines=3),
        "deals": _object("deals", "0-3", pipelines=3),
        "licences": _object("licences", "2-1", custom=True, pipelines=2),
    },
    teams=Directory(tuple(Named(id=team, name=f"Team {team}") for team in TEAMS)),
    team_list=tuple(
        Team(id=team, name=f"Team {team}", primary_members=tuple(f"{team}{one}" for one in range(int(team))))
        for team in TEAMS
    ),
)

_user = st.sampled_from(("owner", "csm"))
_date = st.sampled_from((None, "renewal", "end"))


@st.composite
def _pipelines(draw: st.DrawFn, name: str) -> dict[str, object]:
    every = [f"{name}{at}" for at in range(len(CATALOG.objects[name].pipelines.names()))]
    some = tuple(sorted(draw(st.sets(st.sampled_from(every), max_size=len(every))))) if every else ()
    default = draw(st.sampled_from((None, *(some or every))))
    return {"pipelines": some, "default_pipeline": default, "default_layout": draw(st.sampled_from(LAYOUTS))}


@st.composite
def _workspace(draw: st.DrawFn, key: str, name: str, teams: tuple[str, ...], objects: Objects) -> Workspace:
    show = objects.services is not None and draw(st.booleans())
    services = ServicesTab(show=False)
    if show and objects.services:
        choices = draw(_pipelines(objects.services))
        services = ServicesTab(show=True, csm_property=draw(_user), renewal_date_property=draw(_date), **choices)
    blocks = tuple(
        RevenueBlock(object=item, csm_property=draw(_user), date_property=draw(_date), **draw(_pipelines(item)))
        for item in objects.revenue
    )
    return normal_tabs(
        Workspace(
            key=key,
            id=key,
            name=name,
            description=draw(st.sampled_from(("", "A description", "två rader\n# two"))),
            teams=teams,
            customers=CustomersTab(csm_property=draw(_user), renewal_date_property=draw(_date)),
            services=services,
            revenue=RevenueTab(show=draw(st.booleans()), blocks=blocks),
            protect=draw(st.booleans()) and key != "primary",
        )
    )


@st.composite
def settings(draw: st.DrawFn, *, same_objects: bool = False) -> Settings:
    """Lawful settings of an account: at most five team workspaces, teams and names in one each."""
    objects = Objects(customers="companies", services="services", revenue=("deals",))
    if not same_objects:
        objects = Objects(
            customers=draw(st.sampled_from(("companies", "contacts"))),
            services=draw(st.sampled_from((None, "services", "licences"))),
            revenue=tuple(sorted(draw(st.sets(st.sampled_from(("deals", "licences")))))),
        )
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=5))
    names = draw(
        st.lists(st.sampled_from(NAMES), unique_by=str.casefold, min_size=len(keys) + 1, max_size=len(keys) + 1)
    )
    homes = draw(st.lists(st.sampled_from((None, *keys)), min_size=len(TEAMS), max_size=len(TEAMS))) if keys else []
    workspaces = [draw(_workspace("primary", names[-1], (), objects))]
    for key, name in zip(keys, names, strict=False):
        teams = tuple(team for team, home in zip(TEAMS, homes, strict=True) if home == key)
        workspaces.append(draw(_workspace(key, name, teams, objects)))
    return Settings(objects=objects, workspaces=in_order(workspaces))
