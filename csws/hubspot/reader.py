"""Reads a HubSpot account. Checks in every response the members that csws uses, and nothing
else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from csws.errors import CswsError, NotPermitted
from csws.hubspot import endpoints

if TYPE_CHECKING:
    from csws.hubspot.transport import Transport

Json = dict[str, Any]
_MOST_PAGES = 10_000


class HubSpotReader:
    """Reads only."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def account(self) -> Json:
        """portalId, uiDomain and the other details of the account."""
        return _needs(self._transport.get(endpoints.ACCOUNT, "the account"), "the account", "portalId")

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

    def enabled_types(self) -> dict[str, bool]:
        """Type id → whether the object is activated."""
        data = self._transport.get(endpoints.ENABLEMENT, "which objects are activated")
        return dict(_needs(data, "which objects are activated", "enablementByObjectTypeId")["enablementByObjectTypeId"])

    def custom_objects(self) -> list[Json]:
        """objectTypeId, name, fullyQualifiedName, labels. On Enterprise only; elsewhere the scope
        is missing."""
        found = _results(self._transport.get(endpoints.SCHEMAS, "the custom objects"), "the custom objects")
        return [_needs(item, "a custom object", "objectTypeId", "name") for item in found]

    def properties(self, object_type: str, *, sensitivity: str, archived: bool) -> list[Json]:
        what = f"the properties of {object_type}"
        asked = {"archived": str(archived).lower(), "dataSensitivity": sensitivity}
        found = _results(self._transport.get(endpoints.properties(object_type), what, asked), what)
        return [_needs(item, what, "name", "type") for item in found]

    def property_of(self, object_type: str, name: str) -> Json:
        """One property. Raises NotThere if the object has no property of that name."""
        what = f"property `{name}` of {object_type}"
        return _needs(self._transport.get(endpoints.property_of(object_type, name), what), what, "name", "type")

    def pipelines(self, object_type: str) -> list[Json]:
        what = f"the pipelines of {object_type}"
        found = _results(self._transport.get(endpoints.pipelines(object_type), what), what)
        return [_needs(item, what, "id", "label") for item in found]

    def teams(self) -> list[Json]:
        found = _results(self._transport.get(endpoints.TEAMS, "the teams"), "the teams")
        return [_needs(item, "the teams", "id", "name") for item in found]

    def users(self) -> list[Json]:
        return [_needs(item, "the users", "id") for item in self._pages(endpoints.USERS, "the users")]

    def _pages(self, path: str, what: str) -> Iterator[Json]:
        """The results of all pages. A cursor that does not advance is an invalid response."""
        after, seen = None, set()
        for _ in range(_MOST_PAGES):
            data = self._transport.get(path, what, {"limit": "100", **({"after": after} if after else {})})
            yield from _results(data, what)
            paging = data.get("paging") or {}
            after = str((paging.get("next") or {}).get("after") or "")
            if not after:
                return
            if after in seen:
                raise _unexpected(what)
            seen.add(after)
        raise _unexpected(what)


def _results(data: Any, what: str) -> list[Any]:
    found = _needs(data, what, "results")["results"]
    if not isinstance(found, list):
        raise _unexpected(what)
    return found


def _needs(data: Any, what: str, *members: str) -> Json:
    if not isinstance(data, dict) or any(data.get(name) in (None, "") for name in members):
        raise _unexpected(what)
    return data


def _unexpected(what: str) -> CswsError:
    return CswsError(
        f"HubSpot's response for {what} does not match its documentation.",
        hint="Try again. If it keeps happening, please report it: HubSpot's API may have changed.",
        code="hubspot_answer",
    )
