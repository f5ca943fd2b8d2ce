"""The objects for customers, services and revenue, and what a change of them would clear."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from csws.studio.drafting import now_of
from csws.studio.edit_page import edit_page
from csws.studio.effect_view import cleared_by
from csws.studio.pages import desk_of
from csws.studio.screens import Entry


def _objects(request: Request) -> Response:
    desk, name = desk_of(request), request.path_params["account"]
    now = now_of(desk)
    item = now.form(name).objects()
    cleared = {field.path: cleared_by(now, name, field.path, desk.words) for field in item.fields}
    return edit_page(request, "objects.html.j2", now, item, cleared=cleared)


ENTRY = Entry(label="edit.objects", path="objects")
ROUTES = [Route("/accounts/{account}/objects", _objects, methods=["GET"])]
