"""How GitHub refuses requests (rest/using-the-rest-api/troubleshooting-the-rest-api)."""

from __future__ import annotations

from typing import Any

from tests.ci.forges.github_api.state import Json
from tests.ci.forges.server import Refused

BODY, TITLE = 65_536, 256  # the largest number of characters of an issue or comment, and of a title


def not_found() -> Refused:
    return Refused(404, {"message": "Not Found"})


def invalid(resource: str, field: str, message: str = "") -> Refused:
    error = {"resource": resource, "field": field, "code": "custom" if message else "missing_field"}
    return Refused(422, {"message": "Validation Failed", "errors": [{**error, "message": message}]})


def checked(resource: str, body: Any, *required: str) -> Json:
    """The body of a request, if the required texts are there and nothing is too long."""
    for name in required:
        if not isinstance(body.get(name), str) or not body[name].strip():
            raise invalid(resource, name)
    if len(body.get("body") or "") > BODY:
        raise invalid(resource, "body", f"body is too long (maximum is {BODY} characters)")
    if len(body.get("title") or "") > TITLE:
        raise invalid(resource, "title", f"title is too long (maximum is {TITLE} characters)")
    return dict(body)
