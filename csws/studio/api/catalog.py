"""Reading an account's catalogue anew from HubSpot, as `csws catalog pull` does."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from csws.studio.api.bodies import body_of
from csws.studio.desk import Desk
from csws.studio.failures import no_account
from csws.studio.pages import desk_of


def _pull(request: Request) -> Response:
    desk, account = desk_of(request), request.path_params["account"]
    body_of(request, {})
    if account not in desk.opened().names:
        raise no_account(account)
    from csws.workflow.catalog import pull_catalogs  # the client of HubSpot, which few need

    (outcome,) = pull_catalogs(desk.root, [account], desk.now, _detail(desk, account), _nobody_waits, renames=False)
    if outcome.value is None:
        assert outcome.error is not None  # one of the two is there
        raise outcome.error
    written = outcome.value
    return JSONResponse(
        {"error": None, "file": written.file, "changes": len(written.changes), "unreadable": list(written.unreadable)}
    )


def _detail(desk: Desk, account: str) -> str:
    """How much of people the catalogue has now: reading it anew gives no more and no less."""
    checked = desk.account(account)
    catalog = checked.catalog if checked else None
    if catalog is None:
        return "ids"
    if not catalog.people:
        return "ids" if catalog.unreadable else "none"
    return "emails" if len(catalog.people) > 1 and all(person.email for person in catalog.people) else "ids"


def _nobody_waits(*_: object) -> None:
    """Where a terminal shows how far it is."""


ROUTES = [Route("/api/accounts/{account}/catalog", _pull, methods=["POST"])]
