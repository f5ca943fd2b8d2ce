"""Ending the studio with its button."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from csws.studio.api.bodies import body_of


def _end(request: Request) -> Response:
    body_of(request, {})
    return JSONResponse({"ended": True}, background=BackgroundTask(request.app.state.end))


ROUTES = [Route("/api/end", _end, methods=["POST"])]
