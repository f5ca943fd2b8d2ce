"""What HubSpot showed other than the files say: reachable until the two agree, also after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from csws.editing.drafts import read_draft
from csws.editing.sheets.answers import Purpose
from csws.model.change import Change, FieldChange
from csws.studio.drafting import DRAFT
from csws.studio.pages import desk_of, page
from csws.studio.sheets.outcome import Difference, plan_now
from csws.studio.sheets.pages import form_in, opened_at
from csws.studio.sheets.seen import is_gone, seen_otherwise
from csws.studio.sheets.view import SheetView
from csws.workflow.worksheet import known_of


def _files(request: Request) -> Response:
    """The differences, and the two ways out of them."""
    desk, name = desk_of(request), request.path_params["account"]
    view = SheetView(form=form_in(desk, known_of(*opened_at(desk, name)), Purpose.COMPARE), words=desk.words)
    plan = plan_now(request, name)
    changes = tuple(seen_otherwise(plan)) if plan else ()
    if plan is None or not changes:
        return RedirectResponse(f"{request.scope['root_path']}{view.base}", status_code=303)
    return page(
        request,
        "compare_files.html.j2",
        account=name,
        view=view,
        changes=len(plan.changes),
        differences=tuple(_differences(changes, view)),
        gone=[_name(one) for one in changes if is_gone(one)],
        draft_id=DRAFT,
        is_begun=read_draft(desk.root, DRAFT) is not None,
        edits=json.dumps(list(_edits(changes, view)), ensure_ascii=False),
    )


def _name(change: Change) -> str:
    """Of what the record does not have any more."""
    return next((str(item.after) for item in change.fields if item.path == "name"), str(change.address))


def _differences(changes: tuple[Change, ...], view: SheetView) -> Iterator[Difference]:
    for change in changes:
        yield from (_difference(change, item, view) for item in change.fields if not is_gone(change))


def _difference(change: Change, one: FieldChange, view: SheetView) -> Difference:
    """In the words of the screens, where these still show the field."""
    item = view.form.item(str(change.address))
    for tab in item.tabs if item else ():
        for field in tab.fields:
            if item and field.path == one.path:
                before, after = view.value(field, one.after), view.value(field, one.before)
                return Difference(view.place(item, tab), view.plain_label(field), before, after)
    place = view.name(item) if item else str(change.address)
    return Difference(place, one.path, str(one.after), str(one.before))


def _edits(changes: tuple[Change, ...], view: SheetView) -> Iterator[Mapping[str, Any]]:
    """What a draft has to change so that the files say what HubSpot shows."""
    account = {"account": view.account} if view.form.known.is_shared else {}
    for change in changes:
        at = {**account, "address": str(change.address)}
        if is_gone(change):
            yield {**at, "path": "", "remove": True}
            continue
        for one in change.fields:
            yield {**at, "path": one.path, "value": list(one.before) if isinstance(one.before, tuple) else one.before}


ROUTES = [Route("/accounts/{account}/compare/files", _files)]
