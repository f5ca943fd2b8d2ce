"""Reads a HubSpot account. Checks in every response the members that csws uses, and nothing
else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from csws.errors import NotPermitted
from csws.hubspot import endpoints
from csws.hubspot.faults import Unusable
from csws.model.frozen import frozen

if TYPE_CHECKING:
    from csws.hubspot.transport import Transport

Json = dict[str, Any]
_MOST_PAGES = 10_000
_PAGE = {"limit": "100"}
_Read = Callable[[str, str, Mapping[str, Any]], Any]


@frozen
class Listing:
    """The items of a list, each once, and those that cannot be used, because they have no id."""

    items: tuple[Json, ...]
    unusable: tuple[Any, ...] = ()


class HubSpotReader:
    """Reads only."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def account(self) -> Json:
        """portalId, uiDomain and the other details of the account."""
        found = self._transport.get(endpoints.ACCOUNT, "the account")
        return _needs(found, "the account", "portalId")

    def account_of(self, wanted: str | None) -> Json:
        """The account, if it has that id (or any account, if None). Raises NotPermitted for another
        one."""
        account = self.account()
        portal = str(account["portalId"])
        if wanted is not None and wanted != portal:
            raise NotPermitted(
                f"The token belongs to portal {portal}, but the account is {wanted}.",
                hint="Use the token of the right account, or correct `target:` and the catalogue.",
                code="CSW503",
            )
        return account

    def scopes(self) -> frozenset[str]:
        """The scopes that the token has."""
        what = "the scopes of the token"
        found = self._transport.describe_token(endpoints.TOKEN, what)
        scopes = _needs(found, what, "scopes")["scopes"]
        if not isinstance(scopes, list):
            raise _unexpected(what)
        return frozenset(map(str, scopes))

    def enabled_types(self) -> Mapping[str, bool]:
        """Type id → whether the object is activated."""
        what, member = "which objects are activated", "enablementByObjectTypeId"
        found = self._transport.get(endpoints.ENABLEMENT, what)
        enabled = found.get(member) if isinstance(found, dict) else None
        if not isinstance(enabled, dict):
            raise _unexpected(what)
        return {key: value for key, value in enabled.items() if isinstance(value, bool)}

    def custom_objects(self) -> Listing:
        """objectTypeId, name, fullyQualifiedName, labels. On Enterprise only; elsewhere the scope
        is missing."""
        what = "the custom objects"
        asked = {"includePropertyDefinitions": "false"}
        return self._all(endpoints.SCHEMAS, what, "objectTypeId", "name", asked=asked)

    def properties(self, object_type: str, *, sensitivity: str, archived: bool) -> Listing:
        what = f"the properties of {_called(object_type)}"
        asked = {"archived": str(archived).lower(), "dataSensitivity": sensitivity}
        return self._all(endpoints.properties(object_type), what, "name", asked=asked)

    def property_of(self, object_type: str, name: str, *, sensitivity: str, archived: bool) -> Json:
        """One property. Raises NotThere if the object has no property of that name with that
        sensitivity, archived or not as asked."""
        what = f"property `{name}` of {_called(object_type)}"
        asked = {"archived": str(archived).lower(), "dataSensitivity": sensitivity}
        found = self._transport.get(endpoints.property_of(object_type, name), what, asked)
        return _needs(found, what, "name", "type")

    def groups(self, object_type: str) -> Listing:
        """The property groups of an object."""
        what = f"the property groups of {_called(object_type)}"
        return self._all(endpoints.groups(object_type), what, "name")

    def pipelines(self, object_type: str) -> Listing:
        return self._all(endpoints.pipelines(object_type), f"the pipelines of {_called(object_type)}", "id")

    def teams(self) -> Listing:
        return self._all(endpoints.TEAMS, "the teams", "id")

    def nested_teams(self) -> Listing:
        """The teams again, with `parentTeamId`. A beta, which an account may not have."""
        return self._all(endpoints.NESTED_TEAMS, "which teams are nested", "id", asked=_PAGE)

    def users(self) -> Listing:
        return self._all(endpoints.USERS, "the users", "id", asked=_PAGE)

    def archived_owners(self) -> Listing:
        """The owners that HubSpot archived; a deactivated user's owner is one of them."""
        asked = {**_PAGE, "archived": "true"}
        return self._all(endpoints.OWNERS, "the archived owners", "id", asked=asked)

    def segments(self, object_type: str) -> Listing:
        """listId, name, objectTypeId of the segments of an object."""
        what = f"the segments of {_called(object_type)}"
        asked = {
            "objectTypeId": object_type,
            "processingTypes": list(endpoints.PROCESSING),
            "additionalProperties": [],
            "count": 100,
        }
        return self._all(endpoints.SEGMENTS, what, "listId", "name", asked=asked, read=self._transport.search)

    def event_definitions(self) -> Listing:
        """name, fullyQualifiedName, labels and properties of the account's own events."""
        asked = {**_PAGE, "includeProperties": "true"}
        return self._all(endpoints.EVENT_DEFINITIONS, "the account's own events", "name", asked=asked)

    def records(self, object_type: str, properties: Sequence[str], after: str) -> tuple[list[Json], str]:
        """One page of an object's records, and the cursor of the next one, empty after the last."""
        what = f"the records of {_called(object_type)}"
        asked = {**_PAGE, "properties": ",".join(properties), **({"after": after} if after else {})}
        data = self._transport.get(endpoints.records(object_type), what, asked)
        following = _following(data, what) if isinstance(data, dict) else ""
        if after and following == after:
            raise _unexpected(what)
        return _with_ids(data, what), following

    def histories(self, object_type: str, ids: Sequence[str], properties: Sequence[str]) -> list[Json]:
        """The records with these ids, 50 at most, with `propertiesWithHistory`; one that is gone is left out."""
        what = f"the history of {_called(object_type)}"
        asked = {
            "inputs": [{"id": one} for one in ids],
            "properties": list(properties),
            "propertiesWithHistory": list(properties),
        }
        return _with_ids(self._transport.search(endpoints.records_by_id(object_type), what, asked), what)

    def _all(
        self,
        path: str,
        what: str,
        *members: str,
        asked: Mapping[str, Any] | None = None,
        read: _Read | None = None,
    ) -> Listing:
        """Every item that has the members. The first is its id: the same thing may come twice over
        pages. `read` is a GET unless said."""
        found: dict[str, Json] = {}
        unusable: list[Any] = []
        for item in self._pages(path, what, asked or {}, read or self._transport.get):
            if isinstance(item, dict) and all(item.get(name) not in (None, "") for name in members):
                found[str(item[members[0]])] = item
            else:
                unusable.append(item)
        return Listing(items=tuple(found.values()), unusable=tuple(unusable))

    def _pages(self, path: str, what: str, asked: Mapping[str, Any], read: _Read) -> Iterator[Any]:
        """The results of all pages, also of a list that should have one only. A cursor that does
        not advance is an invalid response."""
        after, seen = "", set()
        for _ in range(_MOST_PAGES):
            params = {**asked, **({"after": after} if after else {})}
            data = read(path, what, params)
            yield from _results(data, what)
            after = _following(data, what)
            if not after:
                return
            if after in seen:
                raise _unexpected(what)
            seen.add(after)
        raise _unexpected(what)


def _called(object_type: str) -> str:
    """An object in messages: custom ones by their type ids."""
    return next((name for name, known in endpoints.STANDARD.items() if known == object_type), object_type)


def _following(data: Json, what: str) -> str:
    """The cursor of the next page; empty if this is the last one."""
    after: Any = data
    for name in ("paging", "next", "after"):
        if not isinstance(after, dict):
            raise _unexpected(what)
        after = after.get(name)
        if after is None:
            return ""
    return str(after)


def _results(data: Any, what: str) -> list[Any]:
    found = data.get("results") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise _unexpected(what)
    return found


def _with_ids(data: Any, what: str) -> list[Json]:
    """The records of an answer. Each has an id and its properties."""
    found = _results(data, what)
    if not all(isinstance(one, dict) and one.get("id") and isinstance(one.get("properties"), dict) for one in found):
        raise _unexpected(what)
    return found


def _needs(data: Any, what: str, *members: str) -> Json:
    if not isinstance(data, dict) or any(data.get(name) in (None, "") for name in members):
        raise _unexpected(what)
    return data


def _unexpected(what: str) -> Unusable:
    return Unusable(
        f"HubSpot's response for {what} does not match its documentation.",
        hint="Try again. If it keeps happening, please report it: HubSpot's API may have changed.",
    )
