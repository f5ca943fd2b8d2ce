"""The pages of Adopt and Compare: where it begins, one tab, the check at the end, and what came of it. They only read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
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
from csws.studio.sheets.commit import commit_commands
from csws.studio.sheets.outcome import differences, outcome_of
from csws.studio.sheets.seen import has_seen_otherwise
from csws.studio.sheets.view import SheetView, found_in
from csws.studio.side import Side
from csws.studio.speaker import who_of
from csws.workflow.account.check import CheckedAccount, Opened, check_account
from csws.workflow.branch import author_of, branch_name_for
from csws.workflow.forms import adoption_foreseen, observation_foreseen
from csws.workflow.repository import repository_of
from csws.workflow.worksheet import Known, known_of

Shown = Callable[[Request, Form], Response]


def routes(purpose: Purpose) -> list[Route]:
    """The addresses of the pages of one purpose."""
    base = f"/accounts/{{account}}/{purpose.value}"

    def page_of(shown: Shown) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            desk = desk_of(request)
            opened, account = opened_at(desk, request.path_params["account"])
            if account.catalog is None:
                return _without_catalog(request, purpose, account)
            return shown(request, form_in(desk, known_of(opened, account), purpose))

        return answer

    return [
        Route(base, page_of(_start)),
        Route(f"{base}/check", page_of(_check)),
        Route(f"{base}/finished", page_of(_finished)),
        Route(f"{base}/{{item:path}}/{{tab}}", page_of(_tab)),
    ]


def opened_at(desk: Desk, name: str) -> tuple[Opened, CheckedAccount]:
    """The project, and one account of it. Raises CswsError for one that the project does not have."""
    opened = desk.opened()
    if name not in opened.names:
        raise no_account(name)
    return opened, check_account(opened, name)


def form_in(desk: Desk, known: Known, purpose: Purpose) -> Form:
    """The forms as they are now."""
    return form_of(known, read_answers(desk.root, known.account, purpose))


def _checked(request: Request, form: Form) -> tuple[SheetView, Any]:
    """The forms, and what would come of what is done in them; None where nothing is done."""
    desk = desk_of(request)
    view, items = SheetView(form=form, words=desk.words), filled_items(form)
    if not items or (view.is_adoption and form.known.is_shared):
        return view, None
    foreseen = adoption_foreseen if view.is_adoption else observation_foreseen
    settled = foreseen(desk.root, view.account, desk.now, items)
    return replace(view, findings=found_in(settled, view)), settled.result


def _without_catalog(request: Request, purpose: Purpose, account: CheckedAccount) -> Response:
    """The way to a catalogue, where the account has none that can be used."""
    desk, entry = desk_of(request), account.loaded.entry
    own = [item for item in account.diagnostics if item.span and item.span.file == entry.catalog]
    findings = [{"file": entry.catalog, "message": finding_text(item.message, desk.language)} for item in own]
    return page(
        request,
        "sheet_no_catalog.html.j2",
        account=account.name,
        findings=findings,
        purpose=purpose.value,
        reads=traits_of(entry.target).over_api,
    )


def _page(request: Request, template: str, view: SheetView, **values: Any) -> Response:
    """A page of the forms, which has a list of its own at the side."""
    catalog = view.form.known.catalog
    side = Side(links=(), account=view.account, number=catalog.account_id)
    is_old = catalog.is_old(desk_of(request).now)
    return page(request, template, account=view.account, side=side, view=view, is_old=is_old, **values)


def _start(request: Request, form: Form) -> Response:
    view = SheetView(form=form, words=desk_of(request).words)
    takes = not view.is_adoption and has_seen_otherwise(request, view.account)
    return _page(request, "sheet_start.html.j2", view, here=None, next=form.next_after(), takes=takes)


def _tab(request: Request, form: Form) -> Response:
    """One tab. Once its item is done, what the check finds stands under its fields."""
    ref, name = request.path_params["item"], request.path_params["tab"]
    item, tab = item_of(form, ref), tab_of(form, ref, name)
    view = SheetView(form=form, words=desk_of(request).words)
    if item.is_done:
        view, _ = _checked(request, form)
    return _page(
        request,
        "sheet_tab.html.j2",
        view,
        item=item,
        tab=tab,
        here=(item.ref, tab.name),
        next=view.next_after(item, tab),
        same=form.item(tab.same),
        conflicts={one.field.path: one for one in form.conflicts if one.item.ref == ref},
    )


def _check(request: Request, form: Form) -> Response:
    view, foreseen = _checked(request, form)
    return _page(
        request,
        "sheet_check.html.j2",
        view,
        foreseen=foreseen,
        differences=differences(view),
        here=("check", ""),
        left=unfinished(form),
        next=form.next_after(),
        who=who_of(request, view.form.known.entry),
    )


def _finished(request: Request, form: Form) -> Response:
    """What came of it, as long as the studio remembers; afterwards the history of the account has it."""
    desk, view = desk_of(request), SheetView(form=form, words=desk_of(request).words)
    outcome, in_git = outcome_of(request, form.purpose), repository_of(desk.root) is not None
    if outcome is None:
        return RedirectResponse(f"{request.scope['root_path']}{view.base}", status_code=303)
    return page(
        request,
        f"{view.purpose}_finished.html.j2",
        account=view.account,
        view=view,
        outcome=outcome,
        commands=commit_commands(desk.root, outcome.files, view) if outcome.files else (),
        in_git=in_git,
        branch=branch_name_for(desk.root, f"adopt/{view.account}") if in_git else "",
        author=author_of(desk.root) if in_git else None,
        draft_id=DRAFT,
        is_begun=read_draft(desk.root, DRAFT) is not None,
        edits=json.dumps(outcome.edits, ensure_ascii=False) if outcome.edits else "",
    )
