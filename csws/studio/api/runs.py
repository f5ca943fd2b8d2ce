"""Runs: which wait, beginning one, what a person says of a step, giving one up."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from csws.errors import CswsError, StalePlan, UsageFault
from csws.kinds.addresses import parse
from csws.model.manual import Answer
from csws.model.report import AccountReport
from csws.model.target import RecordPermit
from csws.model.yaml_text import flow_text
from csws.render.runs import runs_document
from csws.studio.api.bodies import body_of
from csws.studio.failures import document_of, status_of
from csws.studio.pages import desk_of
from csws.workflow.account.options import PlanOptions
from csws.workflow.carry_out import StepAnswer, answer_step, begin_run
from csws.workflow.runs import abandon, remove_runbook_of, run_to_abandon, runs_of

_LONGEST = 10  # digits of a step's number
_ANSWERS = {"done": Answer.DONE, "skip": Answer.SKIP, "seen": Answer.SEEN}


def _runs(request: Request) -> Response:
    """The unfinished run of every account."""
    desk = desk_of(request)
    accounts = []
    for outcome in runs_of(desk.root, desk.patterns, desk.now):
        found = runs_document(outcome.value) if outcome.value else document_of(outcome.error or _unknown())
        accounts.append({"account": outcome.account, "target": outcome.target, **found})
    return JSONResponse({"accounts": accounts})


def _unknown() -> CswsError:
    return CswsError("The account cannot be read.")


def _begin(request: Request) -> Response:
    desk = desk_of(request)
    optional = {"allow_delete": list, "max_lost": float, "new_account": bool, "who": str}
    said = body_of(request, {"account": str, "digest": str}, optional)
    options = PlanOptions(
        operator=said.get("who") or None,
        allow_delete=frozenset(map(_address, said.get("allow_delete") or ())),
        max_lost=said.get("max_lost"),
        new_account=bool(said.get("new_account")),
    )
    if options.operator:
        request.app.state.who = options.operator
    report = begin_run(desk.root, said["account"], desk.now, said["digest"], options, desk.language)
    return _reported(report)


def _address(text: Any) -> Any:
    try:
        return parse(str(text))
    except ValueError:
        raise UsageFault(
            f"`{text}` is not the address of a setting.", hint="Reload the page, then try again."
        ) from None


def _reported(report: AccountReport) -> Response:
    """Waiting for a person is what is meant; anything else that stopped it is a failure."""
    waits = report.exit_code == 6 and report.error is not None and bool(report.waiting)
    body: dict[str, Any] = {
        "account": report.account,
        "run": report.run,
        "done": list(report.done),
        "waiting": list(report.waiting),
        "exit_code": 0 if waits else report.exit_code,
    }
    if report.error is not None and not waits:
        body["error"] = {"code": report.error.code, "message": report.error.message, "hint": report.error.hint}
    return JSONResponse(body, status_code=409 if "error" in body else 200)


def _answer(request: Request) -> Response:
    """409 with the state of the run where it has ended or is overtaken."""
    desk = desk_of(request)
    said = body_of(request, {"outcome": str, "who": str}, {"remark": str, "values": dict})
    if said["outcome"] not in _ANSWERS:
        raise UsageFault(f"`outcome` cannot be `{said['outcome']}`.", hint=f"It is one of: {', '.join(_ANSWERS)}.")
    answer = StepAnswer(
        run=request.path_params["run"],
        step=_number(request.path_params["step"]),
        answer=_ANSWERS[said["outcome"]],
        who=said["who"].strip(),
        remark=(said.get("remark") or "").strip(),
        pairs=tuple(
            f"{path}={value if isinstance(value, str) else flow_text(value)}"
            for path, value in (said.get("values") or {}).items()
        ),
    )
    try:
        answered = answer_step(desk.root, desk.patterns, desk.now, answer)
    except CswsError as error:
        if isinstance(error, StalePlan) or error.code == "ended":
            return JSONResponse({**document_of(error), **_state(request, answer.run)}, status_code=409)
        raise
    request.app.state.who = answer.who
    report = answered.report
    if report is not None and report.exit_code not in (0, 6) and report.error is not None:
        failure = {"code": report.error.code, "message": report.error.message, "hint": report.error.hint}
        return JSONResponse({"error": failure, **_state(request, answer.run)}, status_code=409)
    if report is None or answer.answer is Answer.SEEN:
        revision = answered.recorded.revision if answered.recorded is not None else None
        return JSONResponse({**_state(request, answer.run), "revision": revision})
    return _reported(report)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < _LONGEST):
        raise UsageFault(f"`{text[:_LONGEST]}` is not the number of a step.", hint="Reload the page, then try again.")
    return int(text)


def _state(request: Request, run: str) -> dict[str, Any]:
    """The run as `csws runs` shows it; None where it waits no more."""
    desk = desk_of(request)
    for outcome in runs_of(desk.root, desk.patterns, desk.now):
        if outcome.value and outcome.value.run and outcome.value.run.id == run:
            return {"run": runs_document(outcome.value)["runs"][0]}
    return {"run": None}


def _abandon(request: Request) -> Response:
    desk = desk_of(request)
    said = body_of(request, {}, {"who": str})
    try:
        found = run_to_abandon(desk.root, desk.patterns, desk.now, request.path_params["run"])
    except CswsError as error:
        return JSONResponse({**document_of(error), "run": None}, status_code=status_of(error))
    abandon(desk.root, found, RecordPermit(operator=(said.get("who") or "").strip() or None))
    remove_runbook_of(desk.root, found)
    return JSONResponse({"run": found.id, "account": found.name})


ROUTES = [
    Route("/api/runs", _runs, methods=["GET"]),
    Route("/api/runs", _begin, methods=["POST"]),
    Route("/api/runs/{run}/steps/{step}", _answer, methods=["POST"]),
    Route("/api/runs/{run}/abandon", _abandon, methods=["POST"]),
]
