"""The runbook of an account's waiting run: one step at a time, each recorded as soon as somebody says what became of
it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from csws.errors import CswsError
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.runs import RunEnd
from csws.model.score_tests import ScoreTests
from csws.model.target import RecordEvent, State
from csws.model.target_traits import traits_of
from csws.render.runbook.text_of import way_to
from csws.studio.desk import Desk
from csws.studio.failures import no_account
from csws.studio.pages import desk_of, page
from csws.studio.run_view import run_view
from csws.studio.screens import Entry
from csws.studio.speaker import who_of
from csws.workflow.account.check import CheckedAccount
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import reached
from csws.workflow.account.running import Held, held_run, waiting
from csws.workflow.account.score_tests import found_tests
from csws.workflow.run.finding import find_run
from csws.workflow.run.per_account import usable_catalog


def _runbook(request: Request) -> Response:
    desk, name = desk_of(request), request.path_params["account"]
    account = desk.account(name)
    if account is None:
        raise no_account(name)
    catalog = usable_catalog(account)
    state, held, events = _now(desk, account, catalog)
    if held is None:
        by_hand = traits_of(account.loaded.entry.target).by_hand
        ended = _ended(desk, name, request.query_params.get("ended", ""))
        return page(request, "runbook_none.html.j2", account=name, ended=ended, by_hand=by_hand)
    after = request.query_params.get("after", "")
    place = int(after) if after.isdecimal() and len(after) < 10 else 0
    view = run_view(held, catalog, state.settings, desk.words, place, _tests(desk, account, catalog, held))
    return page(
        request,
        "runbook.html.j2",
        account=name,
        people=[person.email for person in catalog.people if person.email],
        remarks=_remarks(events, held.run.since),
        run=held.run,
        was_recorded="recorded" in request.query_params,
        view=view,
        way_to=way_to,
        who=who_of(request, account.loaded.entry),
    )


@frozen
class Ended:
    """A run that has ended, and how many of its steps each person did."""

    was_given_up: bool
    steps: int
    people: tuple[tuple[str, int], ...]


def _ended(desk: Desk, account: str, run: str) -> Ended | None:
    """The run that the page has just seen the end of; None for anything else."""
    if not run:
        return None
    try:
        found = find_run(desk.opened(), run)
    except CswsError:
        return None
    if found.name != account or found.held is not None:
        return None
    done = Counter(step.who or desk.words.plain("run.somebody") for step in found.done.values())
    return Ended(was_given_up=found.how == RunEnd.GIVEN_UP.value, steps=len(found.done), people=tuple(done.items()))


def _remarks(events: Sequence[RecordEvent], since: str) -> dict[int, list[tuple[str, str]]]:
    """What people remarked on the steps of the run that began then: step → who and what."""
    found: dict[int, list[tuple[str, str]]] = {}
    for event in events:
        step = event.data.get("step")
        if event.kind == "remark" and event.at >= since and isinstance(step, int):
            found.setdefault(step, []).append((event.who or "", str(event.data.get("text", ""))))
    return found


def _now(desk: Desk, account: CheckedAccount, catalog: Catalog) -> tuple[State, Held | None, Sequence[RecordEvent]]:
    """The account, its run that waits, and what happened, all of one moment."""
    target, reference = reached(desk.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        state = reader.read()
        held, events = waiting(held_run(target, reference, reader, catalog)), reader.events()
    return state, held if held is not None and held.run.waits else None, events


def _tests(desk: Desk, account: CheckedAccount, catalog: Catalog, held: Held) -> tuple[ScoreTests, ...]:
    """Records to test scores on; none where there are none or they cannot be read, because the step can be done
    without them."""
    options = PlanOptions(records=desk.records or None)
    try:
        found = found_tests(desk.root, account.loaded.entry, catalog, held.plan, held.steps_left, options)
    except CswsError:
        return ()
    return found.tests


def _left(account: CheckedAccount, desk: Desk) -> str:
    _, held, _ = _now(desk, account, usable_catalog(account))
    return desk.words.plain("studio.left", n=len(held.run.waiting)) if held else ""


ENTRY = Entry(label="studio.runbook", path="runbook", tag=_left)
ROUTES = [Route("/accounts/{account}/runbook", _runbook)]
