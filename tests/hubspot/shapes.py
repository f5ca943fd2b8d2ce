"""Our own table of what HubSpot's endpoints answer: each member with the values that it may have.
ABSENT is a member that is left out. Only what csws reads is here."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
ABSENT = object()
_TEXT = st.text(max_size=12)
_ID = st.integers(1, 40).map(str) | st.integers(1, 40)
_FLAG = st.sampled_from([True, False, None, ABSENT])
_LABEL = _TEXT | st.sampled_from([None, ABSENT, ""])
_NAME = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


def item(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    made = st.fixed_dictionaries(members)
    return made.map(lambda data: {key: value for key, value in data.items() if value is not ABSENT})


def listing(of: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """One page. An item may come twice, and an item may be nothing that can be used."""
    items = st.lists(of | st.sampled_from([None, {}, "", 3, []]), max_size=6)
    twice = items.map(lambda found: [*found, *found[:2]])
    paging = st.sampled_from([ABSENT, None, {}, {"next": None}, {"next": {}}, {"next": {"after": None}}])
    return item(results=twice, paging=paging, total=st.sampled_from([ABSENT, 3]))


_OPTION = item(value=_LABEL, label=_LABEL, hidden=_FLAG) | st.sampled_from([None, "gold", 3])
_PROPERTY = item(
    name=_NAME,
    label=_LABEL,
    type=st.sampled_from(["enumeration", "date", "datetime", "string", "number", "later", ABSENT]),
    fieldType=st.sampled_from(["select", "checkbox", "date", "text", None, ABSENT]),
    externalOptions=_FLAG,
    referencedObjectType=st.sampled_from(["OWNER", "CONTACT", None, ABSENT]),
    archived=_FLAG,
    options=st.lists(_OPTION, max_size=4) | st.sampled_from([None, ABSENT]),
)
_SCHEMA = item(
    objectTypeId=st.integers(1, 5).map(lambda number: f"2-{number}"),
    name=_NAME | st.sampled_from(["services", "companies"]),
    labels=st.sampled_from([ABSENT, None, {}, {"plural": "Things"}, {"singular": "Thing"}]),
    archived=_FLAG,
)
_MEMBERS = st.lists(_ID, max_size=4) | st.sampled_from([None, ABSENT])
_TEAM = item(id=_ID, name=_LABEL, userIds=_MEMBERS, secondaryUserIds=_MEMBERS)
_USER = item(
    id=_ID,
    email=st.sampled_from(["Ops@acme.example", "eve@acme.example", None, ABSENT, ""]),
    superAdmin=_FLAG,
    seatNames=st.sampled_from([ABSENT, None, [], ["Service Hub Enterprise"], "Service", [None]]),
)
_OWNER = item(
    id=_ID, userId=_ID | st.sampled_from([None, ABSENT]), userIdIncludingInactive=_ID | st.sampled_from([None, ABSENT])
)

_SEGMENT = item(
    listId=_ID,
    name=_LABEL,
    objectTypeId=st.sampled_from(["0-1", "0-2", None, ABSENT]),
    deletedAt=st.sampled_from(["2026-01-01T00:00:00Z", None, ABSENT]),
)
_EVENT = item(
    name=_NAME | st.sampled_from([None, ABSENT]),
    labels=st.sampled_from([ABSENT, None, {}, {"singular": "Thing"}, {"singular": None}]),
    archived=_FLAG,
    properties=st.lists(_PROPERTY | st.sampled_from([None, {}, 3]), max_size=4) | st.sampled_from([None, ABSENT]),
)

# The beginning of a path → what may come. The first that fits is taken.
SHAPES: dict[str, st.SearchStrategy[Json]] = {
    "/account-info": item(
        portalId=st.just(4242),
        uiDomain=st.sampled_from(["app.hubspot.com", None, ABSENT, ""]),
        timeZone=_LABEL,
    ),
    "/crm/object-library": st.fixed_dictionaries(
        {
            "enablementByObjectTypeId": st.dictionaries(
                st.sampled_from(["0-162", "0-136", "2-1"]), st.booleans() | st.none()
            )
        }
    ),
    "/crm-object-schemas": listing(_SCHEMA),
    "/crm/properties": listing(_PROPERTY),
    "/crm/lists": listing(_SEGMENT),
    "/events": listing(_EVENT),
    "/crm/pipelines": listing(item(id=_ID, label=_LABEL, archived=_FLAG)),
    "/crm/owners": listing(_OWNER),
    "/settings/users/2026-03/teams": listing(_TEAM),
    "/settings/users": listing(_USER),
    "/settings/teams": listing(item(id=_ID, name=_LABEL, parentTeamId=_ID | st.sampled_from([None, ABSENT]))),
    "/oauth": item(
        scopes=st.lists(st.sampled_from(["oauth", "settings.users.read", "crm.objects.contacts.sensitive.read.v2"]))
    ),
}

# What no description allows.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["results", "paging", "next", "after", "id", "name", "portalId", "enablementByObjectTypeId", "scopes"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
