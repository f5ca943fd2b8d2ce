"""The accounts of the project, each with what somebody has to know before they open it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.model.standing import Standing
from csws.model.target_traits import traits_of
from csws.render.headline import facts, sentence
from csws.render.words import Words
from csws.studio.desk import Desk
from csws.studio.failures import no_account
from csws.studio.pages import desk_of, page
from csws.workflow.account.check import CheckedAccount, Opened, check_account
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import plan_account
from csws.workflow.run.plan_run import Collecting, Planned
from csws.workflow.runs import runs_of

_AT_ONCE = 16  # accounts: those whose store does not answer are waited for together


@frozen
class Line:
    """An account in the list. `days` is the age of its catalogue, None where nobody says it; `plan` are sentences,
    `waiting` is how many steps of a run wait for a person."""

    name: str
    number: str
    errors: int
    warnings: int
    has_catalog: bool
    days: int | None
    is_old: bool
    plan: tuple[Markup, ...]
    waiting: int
    is_unrecorded: bool
    failure: str = ""


def _accounts(request: Request) -> Response:
    desk = desk_of(request)
    opened = desk.opened()
    checked = [check_account(opened, name) for name in opened.names]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        plans = pool.map(lambda account: plan_account(desk.root, account, PlanOptions(records=())), checked)
        lines = [_line(desk, opened, account, plan) for account, plan in zip(checked, plans, strict=True)]
    wrong = () if lines else tuple(found for found in opened.findings if found.is_error)
    return page(request, "accounts.html.j2", lines=lines, wrong=wrong)


def _line(desk: Desk, opened: Opened, account: CheckedAccount, plan: AccountPlan) -> Line:
    catalog, found = account.catalog, account.diagnostics
    at = catalog.pulled_at if catalog else None
    return Line(
        name=account.name,
        number=catalog.account_id if catalog else "",
        errors=sum(item.is_error for item in found),
        warnings=sum(not item.is_error for item in found),
        has_catalog=catalog is not None,
        days=None if at is None else (opened.now - at).days,
        is_old=bool(catalog and catalog.is_old(opened.now)),
        plan=tuple(_sentences(plan, desk.words)) if account.is_valid else (),
        waiting=len(plan.run.waiting) if plan.run is not None and plan.run.waits else 0,
        is_unrecorded=traits_of(account.loaded.entry.target).by_hand and _is_unrecorded(account, plan),
        failure=plan.error.message if plan.error else "",
    )


def _is_unrecorded(account: CheckedAccount, plan: AccountPlan) -> bool:
    return account.undeclared is not None or (plan.base is not None and plan.base.revision == 0)


def _sentences(plan: AccountPlan, words: Words) -> list[Markup]:
    """Whether it can be applied, and what would change."""
    if plan.error is not None:
        return []
    collecting = Collecting()
    collecting.add(Planned.of(plan))
    whole = collecting.plan()
    if whole.heads[0].standing is Standing.SAME:
        return [sentence(whole, words)]
    return [sentence(whole, words), *(text for _, text in list(facts(whole, words))[:1])]


def _account(request: Request) -> Response:
    """An account opens with what there is to do: a runbook that waits, adopting where nothing is declared yet, else its
    workspaces."""
    desk, name = desk_of(request), request.path_params["account"]
    account = desk.account(name)
    if account is None:
        raise no_account(name)
    screen = "runbook" if _waits(name, desk) else "adopt" if account.undeclared else "workspaces"
    return RedirectResponse(f"{request.scope['root_path']}/accounts/{name}/{screen}", status_code=303)


def _waits(name: str, desk: Desk) -> bool:
    """Whether a run waits for a person; errors in the files do not matter."""
    found = runs_of(desk.root, [name], desk.now)
    return any(item.value is not None and item.value.run is not None and item.value.run.waits for item in found)


ROUTES = [Route("/", _accounts), Route("/accounts/{account}/", _account)]
