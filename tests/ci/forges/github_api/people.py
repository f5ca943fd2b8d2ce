"""Who a token is, the repository, and what people may do (graphql, rest/users, rest/repos, rest/collaborators)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ci.forges.github_api.state import PERMISSIONS, Token
from tests.ci.forges.server import Answer, Refused, Request, Routes

if TYPE_CHECKING:
    from tests.ci.forges.github import GitHub

route = Routes()


@route("POST", "/graphql")
def viewer(forge: GitHub, request: Request, token: Token) -> Answer:
    """Who the token is. Installation tokens may ask this, but not GET /user."""
    if "viewer" not in str(request.body.get("query")):
        return Answer(200, {"errors": [{"message": "The stand-in answers the field viewer only."}]})
    return Answer(200, {"data": {"viewer": {"login": token.user.login}}})


@route("GET", "/user")
def user(forge: GitHub, request: Request, token: Token) -> Answer:
    if token.app:
        raise Refused(403, {"message": "Resource not accessible by integration"})
    return Answer(200, token.user.json())


@route("GET", "/repos/o/r")
def repository(forge: GitHub, request: Request, token: Token) -> Answer:
    return Answer(200, {"full_name": "o/r", "private": True, "default_branch": forge.default_branch})


@route("GET", "/repos/o/r/collaborators/([^/]+)/permission")
def permission(forge: GitHub, request: Request, token: Token, login: str) -> Answer:
    """A person without access has the permission none; 404 is for a name that is no user's."""
    if token.app is None and token.permissions["contents"] != "write":
        raise Refused(403, {"message": "Must have push access to view collaborator permission."})
    role = {name.lower(): role for name, role in forge.roles.items()}.get(login.lower())
    if role is None:
        raise Refused(404, {"message": f"{login} is not a user"})
    return Answer(200, {"permission": PERMISSIONS.get(role, "none"), "role_name": role, "user": {"login": login}})
