"""Generated accounts: lawful random settings over one small catalogue, for property tests."""

from __future__ import annotations

from itertools import combinations

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
from tests.oracle import plain

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
    "nai\u0308ve #x: y",
    " Asia",
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

# Each is a single draw from all possibilities, because a draw takes Hypothesis longer than using
# its result.
_people = [
    {"csm_property": user, "renewal_date_property": date}
    for date in (None, "renewal", "end")
    for user in ("owner", "csm")
]


def _lines(name: str) -> list[dict[str, object]]:
    """Every selection of an object's pipelines, with every default in it and every layout."""
    every = [f"{name}{at}" for at in range(len(CATALOG.objects[name].pipelines.names()))]
    some = [chosen for size in range(len(every) + 1) for chosen in combinations(every, size)]
    return [
        {"pipelines": chosen, "default_pipeline": default, "default_layout": layout}
        for chosen in some
        for default in (None, *(chosen or every))
        for layout in LAYOUTS
    ]


_CUSTOMERS = st.sampled_from([CustomersTab(**people) for people in _people])
_SERVICES = {
    name: st.sampled_from([ServicesTab(show=True, **people, **lines) for lines in _lines(name) for people in _people])
    for name in ("services", "licences")
}
_BLOCKS = {
    name: st.sampled_from(
        [
            RevenueBlock(
                object=name, csm_property=people["csm_property"], date_property=people["renewal_date_property"], **lines
            )
            for lines in _lines(name)
            for people in _people
        ]
    )
    for name in ("deals", "licences")
}
_GENERAL = st.sampled_from(
    [
        {"description": description, "protect": protect}
        for protect in (False, True)
        for description in ("", "A description", "två rader\n# two")
    ]
)


@st.composite
def _workspace(draw: st.DrawFn, key: str, name: str, teams: tuple[str, ...], objects: Objects) -> Workspace:
    services = ServicesTab(show=False)
    if objects.services is not None and draw(st.booleans()):
        services = draw(_SERVICES[objects.services])
    general = draw(_GENERAL)
    return normal_tabs(
        Workspace(
            key=key,
            id=key,
            name=name,
            description=general["description"],
            teams=teams,
            customers=draw(_CUSTOMERS),
            services=services,
            revenue=RevenueTab(show=draw(st.booleans()), blocks=tuple(draw(_BLOCKS[item]) for item in objects.revenue)),
            protect=general["protect"] and key != "primary",
        )
    )


@st.composite
def settings(draw: st.DrawFn, *, same_objects: bool = False) -> Settings:
    """Lawful settings of an account: at most five team workspaces, each team and name in only
    one."""
    objects = Objects(customers="companies", services="services", revenue=("deals",))
    if not same_objects:
        objects = Objects(
            customers=draw(st.sampled_from(("companies", "contacts"))),
            services=draw(st.sampled_from((None, "services", "licences"))),
            revenue=tuple(sorted(draw(st.sets(st.sampled_from(("deals", "licences")))))),
        )
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=5))
    names = draw(st.lists(st.sampled_from(NAMES), unique_by=plain, min_size=len(keys) + 1, max_size=len(keys) + 1))
    homes = draw(st.lists(st.sampled_from((None, *keys)), min_size=len(TEAMS), max_size=len(TEAMS))) if keys else []
    workspaces = [draw(_workspace("primary", names[-1], (), objects))]
    for key, name in zip(keys, names, strict=False):
        teams = tuple(team for team, home in zip(TEAMS, homes, strict=True) if home == key)
        workspaces.append(draw(_workspace(key, name, teams, objects)))
    return Settings(objects=objects, workspaces=in_order(workspaces))
