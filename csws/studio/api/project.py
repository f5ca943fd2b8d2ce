"""What there is: the project, and the settings and choices of an account, with the draft or without it."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from csws import __version__
from csws.editing.conflicts import digests
from csws.editing.draft import FORMAT, Draft
from csws.editing.drafts import read_draft
from csws.editing.form_document import choices_document, settings_document
from csws.editing.layout import layout_of
from csws.editing.project import Texts
from csws.errors import CswsError, UsageFault
from csws.schema import schema_text
from csws.studio.drafting import Now, now_of
from csws.studio.pages import desk_of

_SCHEMAS = ("config", "part", "overlay")


def _project(request: Request) -> Response:
    """`files` is the base of a new draft."""
    desk = desk_of(request)
    opened = desk.opened()
    return JSONResponse(
        {
            "format_version": FORMAT,
            "csws_version": __version__,
            "language": desk.language,
            "accounts": list(opened.names),
            "files": digests(layout_of(Texts(root=desk.root))),
        }
    )


def _settings(request: Request) -> Response:
    desk = desk_of(request)
    return JSONResponse(settings_document(_now(request).form(request.path_params["account"]), desk.words))


def _choices(request: Request) -> Response:
    desk = desk_of(request)
    return JSONResponse(choices_document(_now(request).form(request.path_params["account"]), desk.words))


def _now(request: Request) -> Now:
    """`?draft=ID` asks for the settings with a draft."""
    desk, identity = desk_of(request), request.query_params.get("draft")
    if identity is None:
        return now_of(desk, Draft(id="none", base={}))
    found = read_draft(desk.root, identity)
    if found is None:
        raise no_draft(identity)
    return now_of(desk, found)


def no_draft(identity: str) -> CswsError:
    return CswsError(f"There is no draft `{identity}`.", hint="It was saved or discarded.", code="no_draft")


def _schema(request: Request) -> Response:
    name = request.query_params.get("name", "config")
    if name not in _SCHEMAS:
        raise UsageFault(f"There is no schema `{name}`.", hint=f"It is one of: {', '.join(_SCHEMAS)}.")
    return JSONResponse(json.loads(schema_text(name)))


ROUTES = [
    Route("/api/project", _project, methods=["GET"]),
    Route("/api/accounts/{account}/settings", _settings, methods=["GET"]),
    Route("/api/accounts/{account}/choices", _choices, methods=["GET"]),
    Route("/api/schema", _schema, methods=["GET"]),
]
