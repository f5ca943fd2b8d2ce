"""Filling in the forms of Adopt and Compare act by act, and sending what is done in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from csws.editing.sheets import changing
from csws.editing.sheets.answers import Answers, Purpose, change_answers, delete_answers, read_answers, value_from
from csws.editing.sheets.filling import form_of
from csws.editing.sheets.form import Form
from csws.editing.sheets.sending import filled_items
from csws.errors import CswsError, StalePlan, UsageFault
from csws.model.target import RecordPermit
from csws.studio.api.bodies import body_of
from csws.studio.desk import Desk
from csws.studio.pages import desk_of
from csws.studio.sheets.commit import files_to_commit
from csws.studio.sheets.outcome import Outcome, differences, edits_of, keep_outcome, pending
from csws.studio.sheets.pages import form_in, opened_at
from csws.studio.sheets.view import Found, SheetView, found_in
from csws.workflow.adopt import Adopted
from csws.workflow.forms import Settled, adopt_form, observe_form
from csws.workflow.observe import Recorded
from csws.workflow.worksheet import Known, known_of

_WAIT = 10.0  # seconds for a lock
Act = Callable[[Known, Answers], Answers]


def _changed(request: Request) -> Response:
    """One act in the forms. The answer says where to go on."""
    desk, account = desk_of(request), request.path_params["account"]
    purpose = _purpose(request.path_params["purpose"])
    opened, checked = opened_at(desk, account)
    optional = {"item": str, "tab": str, "name": str, "values": dict}
    said = body_of(request, {"act": str}, optional)
    if said["act"] == "forget":
        delete_answers(desk.root, account, purpose)
        return JSONResponse({"next": f"/accounts/{account}/{purpose.value}"})
    known = known_of(opened, checked)
    if said["act"] == "record" and purpose is Purpose.ADOPT:
        return _moved(desk, known)
    act = _act(said)
    answers = change_answers(desk.root, account, purpose, lambda before: act(known, before))
    view = SheetView(form=form_of(known, answers), words=desk.words)
    return JSONResponse(_state(view, said))


def _moved(desk: Desk, known: Known) -> Response:
    """What was filled in for an adoption goes on as a comparison."""
    adopting = read_answers(desk.root, known.account, Purpose.ADOPT)
    change_answers(desk.root, known.account, Purpose.COMPARE, lambda before: changing.moved(known, adopting, before))
    delete_answers(desk.root, known.account, Purpose.ADOPT)
    return JSONResponse({"next": f"/accounts/{known.account}/compare/check"})


def _purpose(name: str) -> Purpose:
    try:
        return Purpose(name)
    except ValueError:
        raise CswsError("There is no such form.", hint="Reload the page.", code="no_item") from None


def _act(said: dict[str, Any]) -> Act:
    ref, tab = said.get("item") or "", said.get("tab") or ""
    match said["act"]:
        case "say":
            values = {path: value_from(value) for path, value in (said.get("values") or {}).items()}
            return lambda known, before: changing.said(known, before, ref, values)
        case "done":
            return lambda known, before: changing.done(known, before, ref, tab)
        case "whole":
            return lambda known, before: changing.whole(known, before, ref)
        case "same":
            return lambda known, before: changing.same_as(known, before, ref, tab)
        case "add":
            return lambda known, before: changing.added(known, before, said.get("name") or "")[0]
        case "gone":
            return lambda known, before: changing.gone(known, before, ref)
        case "remove":
            return lambda known, before: changing.removed(known, before, ref)
    raise UsageFault(f"The form has no act `{said['act']}`.", hint="Reload the page, then try again.")


def _state(view: SheetView, said: dict[str, Any]) -> dict[str, Any]:
    form, ref, tab = view.form, said.get("item") or "", said.get("tab") or ""
    item = form.item(ref)
    after = form.next_after(ref, item.tabs[-1].name if item and said["act"] == "whole" else tab)
    return {
        "number": form.answers.number,
        "done": form.done,
        "total": form.total,
        "next": view.path(*after) if after else f"{view.base}/check",
    }


def _adopt(request: Request) -> Response:
    desk, said = desk_of(request), _sent(request)
    form = _form(desk, said, Purpose.ADOPT)
    view = SheetView(form=form, words=desk.words)
    settled = adopt_form(desk.root, said["account"], desk.now, filled_items(form), _permit(request, said))
    return _answered(request, said, view, settled.result, _adopted(view, settled), settled)


def _observe(request: Request) -> Response:
    desk, said = desk_of(request), _sent(request)
    form = _form(desk, said, Purpose.COMPARE)
    view = SheetView(form=form, words=desk.words)
    settled = observe_form(desk.root, said["account"], desk.now, filled_items(form), _permit(request, said))
    return _answered(request, said, view, settled.result, _observed(view, settled), settled)


def _sent(request: Request) -> dict[str, Any]:
    return body_of(request, {"account": str, "number": str}, {"who": str})


def _form(desk: Desk, said: dict[str, Any], purpose: Purpose) -> Form:
    """The forms as the page showed them. Raises StalePlan where another window has changed them since, and where the record
    has other values by now."""
    form = form_in(desk, known_of(*opened_at(desk, said["account"])), purpose)
    if str(form.answers.number) != said["number"]:
        message = "Something was changed in another window since this page was opened."
        raise StalePlan(message, hint="Reload the page, look at it again, then send it.")
    if form.conflicts:
        message = "The record has changed since you began."
        raise StalePlan(message, hint="Reload the page: it shows each field, so that you can choose.")
    if not filled_items(form):
        raise UsageFault("Nothing is done yet.", hint="Finish at least one tab, then come back.")
    return form


def _permit(request: Request, said: dict[str, Any]) -> RecordPermit:
    who = (said.get("who") or "").strip()
    if who:
        request.app.state.who = who
    return RecordPermit(operator=who or None, lock_timeout=_WAIT)


def _answered(
    request: Request,
    said: dict[str, Any],
    view: SheetView,
    result: Adopted | Recorded,
    outcome: Outcome,
    settled: Settled[Any],
) -> Response:
    """422 with the findings where nothing was recorded. What was sent is forgotten once it is recorded and written."""
    account, purpose = said["account"], view.form.purpose
    found = found_in(settled, view)
    if found:
        document = {"findings": [_finding(item, view) for item in found]}
        error = {"code": "findings", "message": found[0].message, "hint": found[0].hint}
        return JSONResponse({"error": error, **document}, status_code=422)
    if not outcome.unwritten:
        _forget(request, view)
    outcome = replace(outcome, changes=pending(request, account), who=(said.get("who") or "").strip())
    to_commit = files_to_commit(desk_of(request).root, outcome.files, view) if outcome.files else ()
    keep_outcome(request, account, purpose, replace(outcome, to_commit=to_commit))
    return JSONResponse(
        {
            "error": None,
            "revision": outcome.revision,
            "files": list(outcome.files),
            "unwritten": [file for file, _, _ in outcome.unwritten],
            "differences": len(outcome.differences) + len(outcome.new) + len(outcome.gone),
            "changes": outcome.changes,
            "findings": [],
        }
    )


def _forget(request: Request, view: SheetView) -> None:
    """What was sent; an item that is not done stays."""
    desk, refs = desk_of(request), {item.ref for item in filled_items(view.form)}
    kept = [ref for ref in view.form.answers.items if ref not in refs]
    if not kept or not view.is_adoption:
        delete_answers(desk.root, view.account, view.form.purpose)
        return

    def without(before: Answers) -> Answers:
        for ref in refs:
            before = before.without(ref)
        return before

    change_answers(desk.root, view.account, view.form.purpose, without)


def _adopted(view: SheetView, settled: Settled[Adopted]) -> Outcome:
    result = settled.result
    names = tuple(name or view.words.plain("adopt.only_objects") for name in result.adopted.values())
    return Outcome(
        revision=result.revision,
        known=result.known,
        adopted=names,
        files=result.files,
        unwritten=tuple((item.file, item.why.message, item.added) for item in result.unwritten),
        notes=result.notes,
    )


def _observed(view: SheetView, settled: Settled[Recorded]) -> Outcome:
    result, items = settled.result, view.form.items
    return Outcome(
        revision=result.revision,
        known=result.known,
        differences=differences(view),
        edits=edits_of(view),
        new=tuple(view.name(item) for item in items if item.is_new and item.is_done),
        gone=tuple(view.name(item) for item in items if item.is_gone),
        notes=result.notes,
    )


def _finding(found: Found, view: SheetView) -> dict[str, Any]:
    spot = found.spot
    return {
        "item": spot.ref if spot else None,
        "path": spot.path if spot else None,
        "place": found.place,
        "message": found.message,
        "hint": found.hint,
        "at": view.found_path(found),
    }


ROUTES = [
    Route("/api/accounts/{account}/sheets/{purpose}", _changed, methods=["POST"]),
    Route("/api/adopt", _adopt, methods=["POST"]),
    Route("/api/observe", _observe, methods=["POST"]),
]
