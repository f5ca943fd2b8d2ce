"""The pages of Adopt and Compare: where it begins, one tab, the check at the end, and what came of it. They only read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from csws.editing.drafts import read_draft
from csws.editing.sheets.answers import Purpose, read_answers
from csws.editing.sheets.changing import item_of, tab_of
from csws.editing.sheets.filling import form_of
from csws.editing.sheets.form import Form
from csws.editing.sheets.sending import filled_items, unfinished
from csws.model.target_traits import traits_of
from csws.render.finding_words import finding_text
from csws.studio.desk import Desk
from csws.studio.drafting import DRAFT
from csws.studio.failures import no_account
from csws.studio.pages import desk_of, page
from csws.studio.sheets.outcome import differences, outcome_of
from csws.studio.sheets.view import SheetView, found_in
from csws.workflow.forms import adoption_foreseen, observation_foreseen
from csws.workflow.worksheet import known_settings


def routes(purpose: Purpose) -> list[Route]:
    """The addresses of the pages of one purpose."""
    base = f"/accounts/{{account}}/{purpose.value}"

    def with_catalog(shown: Callable[[Request, Purpose], Response]) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            return _without_catalog(request, purpose) or shown(request, purpose)

        return answer

    return [
        Route(base, with_catalog(_start)),
        Route(f"{base}/check", with_catalog(_check)),
        Route(f"{base}/finished", with_catalog(_finished)),
        Route(f"{base}/{{item:path}}/{{tab}}", with_catalog(_tab)),
    ]


def form_at(desk: Desk, account: str, purpose: Purpose) -> Form:
    """The forms as they are now. Raises CswsError for an account that the project does not have."""
    if account not in desk.opened().names:
        raise no_account(account)
    known = known_settings(desk.root, [account], desk.now)
    return form_of(known, read_answers(desk.root, account, purpose))


def _view(request: Request, purpose: Purpose, *, is_checked: bool = False) -> tuple[SheetView, Any]:
    """The forms, and what would come of what is done in them; None where nothing was asked or nothing is done."""
    desk = desk_of(request)
    form = form_at(desk, request.path_params["account"], purpose)
    view = SheetView(form=form, words=desk.words)
    items = filled_items(form)
    if not is_checked or not items or (purpose is Purpose.ADOPT and form.known.is_shared):
        return view, None
    foreseen = adoption_foreseen if purpose is Purpose.ADOPT else observation_foreseen
    settled = foreseen(desk.root, view.account, desk.now, items)
    findings = found_in(settled, view)
    return SheetView(form=form, words=desk.words, findings=findings), settled.result


def _without_catalog(request: Request, purpose: Purpose) -> Response | None:
    """A page with the way to a catalogue, where the account has none that can be used."""
    desk, name = desk_of(request), request.path_params["account"]
    account = desk.account(name)
    if account is None or account.catalog is not None:
        return None
    entry = account.loaded.entry
    own = [item for item in account.diagnostics if item.span and item.span.file == entry.catalog]
    findings = [{"file": entry.catalog, "message": finding_text(item.message, desk.language)} for item in own]
    return page(
        request,
        "sheet_no_catalog.html.j2",
        account=name,
        findings=findings,
        purpose=purpose.value,
        reads=traits_of(entry.target).over_api,
    )


def _page(request: Request, template: str, view: SheetView, **values: Any) -> Response:
    now = desk_of(request).now
    is_old = view.form.known.catalog.is_old(now)
    return page(request, template, account=view.account, view=view, is_old=is_old, **values)


def _start(request: Request, purpose: Purpose) -> Response:
    view, _ = _view(request, purpose)
    return _page(request, "sheet_start.html.j2", view, here=None, next=view.form.next_after())


def _tab(request: Request, purpose: Purpose) -> Response:
    """One tab. Where everything is done already, its findings stand under its fields."""
    view, _ = _view(request, purpose)
    ref, name = request.path_params["item"], request.path_params["tab"]
    if not unfinished(view.form):
        view, _ = _view(request, purpose, is_checked=True)
    item, tab = item_of(view.form, ref), tab_of(view.form, ref, name)
    same = view.form.item(tab.same)
    return _page(
        request,
        "sheet_tab.html.j2",
        view,
        item=item,
        tab=tab,
        here=(item.ref, tab.name),
        next=view.next_after(item, tab),
        same=same,
        conflicts={one.field.path: one for one in view.form.conflicts if one.item.ref == ref},
    )


def _check(request: Request, purpose: Purpose) -> Response:
    view, foreseen = _view(request, purpose, is_checked=True)
    return _page(
        request,
        "sheet_check.html.j2",
        view,
        foreseen=foreseen,
        differences=differences(view),
        here=("check", ""),
        left=unfinished(view.form),
        next=view.form.next_after(),
        who=who_of(request, view),
    )


def who_of(request: Request, view: SheetView) -> str:
    """Who spoke last in this studio; else whom the project names."""
    last = getattr(request.app.state, "who", "")
    return str(last or os.environ.get("CSWS_OPERATOR", "") or view.form.known.entry.operator or "")


def _finished(request: Request, purpose: Purpose) -> Response:
    """What came of it, as long as the studio remembers; afterwards the history of the account has it."""
    outcome = outcome_of(request, purpose)
    if outcome is None:
        base = f"{request.scope['root_path']}/accounts/{request.path_params['account']}"
        return RedirectResponse(f"{base}/{purpose.value}", status_code=303)
    view, _ = _view(request, purpose)
    is_begun = read_draft(desk_of(request).root, DRAFT) is not None
    edits = json.dumps(outcome.edits, ensure_ascii=False) if outcome.edits else ""
    return _page(
        request,
        f"{purpose.value}_finished.html.j2",
        view,
        outcome=outcome,
        here=None,
        draft_id=DRAFT,
        is_begun=is_begun,
        edits=edits,
    )
