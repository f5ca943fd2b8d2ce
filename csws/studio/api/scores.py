"""A health score tried on records: counted in memory, and answered as counts. No record is kept, and none is named."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from csws.editing.draft import Draft, edits_from
from csws.editing.drafts import read_draft
from csws.errors import UsageFault
from csws.studio.api.bodies import body_of
from csws.studio.desk import Desk
from csws.studio.drafting import now_of
from csws.studio.pages import desk_of
from csws.studio.score_account import no_score, score_records
from csws.studio.score_view import saved_score, score_keys


def _count(request: Request) -> Response:
    # Only here, so that a studio starts without the lab.
    from csws.render.scores.counts import counts_document
    from csws.workflow.score_asked import asked_of
    from csws.workflow.score_counts import count_score
    from csws.workflow.score_records import Given

    desk, name, key = desk_of(request), request.path_params["account"], request.path_params["key"]
    now = now_of(desk, _draft(request, desk))
    now.done.check()
    account = now.form(name).account
    if key not in score_keys(account):
        raise no_score(name, key)
    records = score_records(desk, account)
    if not records:
        hint = desk.words.plain("scores.no_records_hint", account=name)
        raise UsageFault(desk.words.plain("scores.no_records"), hint=hint)
    asked = asked_of(now.state.opened, account, key)
    counted = count_score(asked, Given(records=records), saved_score(now.form(name), key))
    return JSONResponse(counts_document(counted, desk.words))


def _draft(request: Request, desk: Desk) -> Draft:
    """The edits that the body has, or those of the stored draft that it names; none where nobody has begun it."""
    said = body_of(request, {}, {"edits": list, "draft": str})
    none = Draft(id="none", base={})
    if said.get("draft"):
        return read_draft(desk.root, said["draft"]) or none
    return Draft(id="asked", base={}, edits=edits_from(said.get("edits") or []))


ROUTES = [Route("/api/accounts/{account}/score/{key}", _count, methods=["POST"])]
