"""Check runs and commit statuses (rest/checks/runs, rest/commits/statuses)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.ci.forges.github_api.refusals import invalid, not_found
from tests.ci.forges.github_api.state import App, CheckRun, Json, Status, Token
from tests.ci.forges.server import Answer, Listing, Refused, Request, Routes

if TYPE_CHECKING:
    from tests.ci.forges.github import GitHub

OUTPUT = 65_535  # the largest number of characters of the title, summary and text
CONCLUSIONS = {"action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"}
STATES = {"error", "failure", "pending", "success"}
route = Routes()


@route("POST", "/repos/o/r/check-runs")
def create(forge: GitHub, request: Request, token: Token) -> Answer:
    app, body = _app(forge, token), request.body
    if not body.get("name") or not re.fullmatch("[0-9a-f]{40}", body.get("head_sha") or ""):
        raise _unprocessable('"name" and "head_sha" must be given.')
    _check(body, "title", "summary")
    now = forge.clock.tick()
    run = CheckRun(forge.new_id(), app, body["name"], body["head_sha"], body.get("started_at") or now)
    _set(run, body, now)
    forge.check_runs.append(run)
    return Answer(201, run.json())


@route("PATCH", r"/repos/o/r/check-runs/(\d+)")
def update(forge: GitHub, request: Request, token: Token, identifier: str) -> Answer:
    app = _app(forge, token)
    run = next((run for run in forge.check_runs if run.id == int(identifier)), None)
    if run is None:
        raise not_found()
    if run.app != app:
        message = f"Invalid app_id `{app.id}` - check run can only be modified by the GitHub App that created it."
        raise Refused(403, {"message": message})
    _check(request.body, "summary")
    _set(run, request.body, forge.clock.tick())
    return Answer(200, run.json())


@route("GET", r"/repos/o/r/check-runs/(\d+)", "checks:read")
def get(forge: GitHub, request: Request, token: Token, identifier: str) -> Answer:
    run = next((run for run in forge.check_runs if run.id == int(identifier)), None)
    if run is None:
        raise not_found()
    return Answer(200, run.json())


@route("GET", "/repos/o/r/commits/([0-9a-f]{40})/check-runs", "checks:read")
def list_for_commit(forge: GitHub, request: Request, token: Token, sha: str) -> Listing:
    """Newest first. `filter=latest`, the default, gives one run for each app and name: the last
    completed; a run that is not complete counts as newer. Who may write checks may set
    `completed_at`, so the last completed need not be the last created."""
    query = request.query
    runs = [run for run in forge.check_runs if run.head_sha == sha]
    runs = [run for run in runs if query.get("check_name") in (None, run.name)]
    runs = [run for run in runs if query.get("app_id") in (None, str(run.app.id))]
    runs = [run for run in runs if query.get("status") in (None, run.status)]
    runs.sort(key=lambda run: (run.completed_at or "~", run.id))
    latest = {(run.app.id, run.name): run for run in runs}.values()
    shown = runs if query.get("filter") == "all" else sorted(latest, key=lambda run: run.id)
    return Listing([run.json() for run in reversed(list(shown))], under="check_runs")


@route("POST", "/repos/o/r/statuses/([0-9a-f]{40})", "statuses:write")
def create_status(forge: GitHub, request: Request, token: Token, sha: str) -> Answer:
    body = request.body
    if body.get("state") not in STATES:
        raise invalid("Status", "state", "State is not included in the list")
    if len(body.get("description") or "") > 140:
        raise invalid("Status", "description", "Description is too long (maximum is 140 characters)")
    context = body.get("context", "default")
    made = (token.user, body["state"], context, body.get("description"), body.get("target_url"), forge.clock.tick())
    forge.statuses.append(Status(forge.new_id(), sha, *made))
    return Answer(201, forge.statuses[-1].json())


@route("GET", "/repos/o/r/commits/([0-9a-f]{40})/statuses", "statuses:read")
def list_statuses(forge: GitHub, request: Request, token: Token, sha: str) -> Listing:
    """Newest first; the first of a context is its state."""
    return Listing([status.json() for status in reversed(forge.statuses) if status.sha == sha])


def _app(forge: GitHub, token: Token) -> App:
    """Only apps may write check runs."""
    if token.app is None:
        raise Refused(403, {"message": "You must authenticate via a GitHub App."})
    forge.require(token, "checks:write")
    return token.app


def _check(body: Json, *required: str) -> None:
    if body.get("conclusion") not in (None, *CONCLUSIONS):
        raise _unprocessable(f'"{body["conclusion"]}" is not a conclusion.')
    if body.get("status") == "completed" and not body.get("conclusion"):
        raise _unprocessable('A completed run needs a "conclusion".')
    output = body.get("output")
    if output is None:
        return
    if missing := [name for name in required if not isinstance(output.get(name), str)]:
        raise _unprocessable(f'"{missing[0]}" of the output must be a text.')
    for name in ("title", "summary", "text"):
        if (length := len(output.get(name) or "")) > OUTPUT:
            raise _unprocessable(f"Only {OUTPUT} characters are allowed; {length} were supplied.")


def _set(run: CheckRun, body: Json, now: str) -> None:
    """A conclusion completes the run; the server says when, unless the request does."""
    given: dict[str, Any] = {key: body[key] for key in ("name", "status", "external_id", "details_url") if key in body}
    if body.get("conclusion"):
        given |= {"status": "completed", "conclusion": body["conclusion"]}
        given["completed_at"] = body.get("completed_at") or now
    elif given.get("status") in ("queued", "in_progress"):
        given |= {"conclusion": None, "completed_at": None}
    if body.get("output") is not None:
        given["output"] = {
            **run.output,
            **{name: body["output"][name] for name in run.output if name in body["output"]},
        }
    for name, value in given.items():
        setattr(run, name, value)


def _unprocessable(why: str) -> Refused:
    return Refused(422, {"message": f"Invalid request.\n\n{why}"})
