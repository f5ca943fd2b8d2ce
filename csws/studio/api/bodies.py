"""The body of a request, read and checked by name and type. Knows no use case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from csws.editing.plain_json import plain_json
from csws.errors import UsageFault

_NAMES = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


def body_of(
    request: Request, members: Mapping[str, type], optional: Mapping[str, type] | None = None
) -> dict[str, Any]:
    """The members of a JSON object: those that must be there, and those that may. Raises UsageFault for any other
    body."""
    try:
        found = plain_json(request.scope.get("csws.body") or b"{}")
    except ValueError as error:
        raise UsageFault("The request is not JSON.", hint="Reload the page, then try again.") from error
    return checked(found, members, optional or {})


def checked(found: Any, members: Mapping[str, type], optional: Mapping[str, type]) -> dict[str, Any]:
    known = {**members, **optional}
    if not isinstance(found, dict):
        raise UsageFault("The request must be a JSON object.", hint="Reload the page, then try again.")
    strange = sorted(found.keys() - known.keys())
    missing = sorted(members.keys() - found.keys())
    if strange or missing:
        what = f"does not know `{strange[0]}`" if strange else f"needs `{missing[0]}`"
        raise UsageFault(f"The request {what}.", hint=f"It may have: {', '.join(known)}.")
    for name, value in found.items():
        if value is None and name in optional:
            continue
        wanted = (int, float) if known[name] is float else (known[name],)
        if not isinstance(value, wanted) or (isinstance(value, bool) and known[name] is not bool):
            raise UsageFault(f"`{name}` must be {_NAMES[known[name]]}.", hint="Reload the page, then try again.")
    return found
