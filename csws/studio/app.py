"""The application: the addresses of all screens and of `/api/`, and what becomes of failures."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from csws.errors import CswsError
from csws.studio import api, screens
from csws.studio.desk import Desk
from csws.studio.failures import failed, not_found


def application(desk: Desk, end: Callable[[], None]) -> Starlette:
    """`end` ends the studio."""
    made = Starlette(
        routes=[
            Route("/static/studio.css", _style),
            Route("/static/studio.js", _script),
            *screens.routes(),
            *api.routes(),
        ],
        exception_handlers={CswsError: failed, HTTPException: not_found, Exception: failed},
    )
    made.router.redirect_slashes = False
    made.state.desk, made.state.end = desk, end
    return made


def _style(request: Request) -> Response:
    return Response(_tokens() + _static("studio.css"), media_type="text/css")


def _script(request: Request) -> Response:
    return Response(_static("studio.js"), media_type="text/javascript")


@cache
def _static(name: str) -> str:
    return (resources.files("csws.studio") / "static" / name).read_text(encoding="utf-8")


@cache
def _tokens() -> str:
    return (resources.files("csws.render") / "tokens.css").read_text(encoding="utf-8")
