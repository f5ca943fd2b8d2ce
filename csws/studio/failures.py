"""A failure → a page with a next step, or a JSON document for a script."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from csws.errors import (
    AccountLocked,
    ApplyUnfinished,
    Bug,
    ConfigInvalid,
    CswsError,
    GuardRefused,
    NotPermitted,
    RecordsUnreadable,
    StalePlan,
    UsageFault,
)
from csws.studio.pages import desk_of, page

_STATUS = {
    UsageFault: 422,
    ConfigInvalid: 422,
    GuardRefused: 409,
    StalePlan: 409,
    ApplyUnfinished: 409,
    AccountLocked: 409,
    NotPermitted: 403,
    RecordsUnreadable: 422,
    Bug: 500,
}
_GONE = {
    "no_run": 404,
    "no_account": 404,
    "no_item": 404,
    "no_draft": 404,
    "ended": 409,
    "conflict": 409,
    "draft_moved": 409,
    "newer_draft": 409,
    "gone": 409,
    "draft": 422,
    "unreadable_draft": 422,
    "shared": 422,
    "branch": 422,
    "author": 422,
    "cannot_splice": 422,
    "file": 422,
}


def no_account(name: str) -> CswsError:
    message = f"This project has no account `{name}`."
    hint = "It may have been renamed in csws.yaml, or csws.yaml cannot be read. Go back to the accounts, which say so."
    return CswsError(message, hint=hint, code="no_account")


def status_of(error: CswsError) -> int:
    """503 for what may go well another time, such as an account that cannot be reached."""
    if error.code in _GONE:
        return _GONE[error.code]
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)


def document_of(error: CswsError) -> dict[str, object]:
    return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}


def failed(request: Request, error: Exception) -> Response:
    """The answer to a request whose handler failed."""
    known = error if isinstance(error, CswsError) else Bug.of(error)
    return _answer(request, known, status_of(known))


def not_found(request: Request, error: Exception) -> Response:
    """Starlette's own refusals: no such address, or not with this method."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    words = desk_of(request).words
    known = CswsError(words.plain("studio.no_page"), hint=words.plain("studio.no_page_hint"), code="no_page")
    return _answer(request, known, status)


def _answer(request: Request, error: CswsError, status: int) -> Response:
    if request.scope["path"].removeprefix(request.scope["root_path"]).startswith("/api/"):
        return JSONResponse(document_of(error), status_code=status)
    return page(request, "failure.html.j2", status=status, error=error)
