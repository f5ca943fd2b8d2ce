"""The workspaces of an account as cards, and each as a form with a tab for each of HubSpot's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from csws.editing.form_item import FormItem
from csws.errors import CswsError
from csws.kinds import workspaces
from csws.kinds.addresses import lies_in
from csws.model.address import Address
from csws.model.fields import TABS, object_in
from csws.model.frozen import frozen
from csws.model.settings import PRIMARY, Workspace
from csws.render.words import clean
from csws.studio.drafting import Now, now_of
from csws.studio.edit_page import edit_page
from csws.studio.pages import desk_of
from csws.studio.screens import Entry

_OWN_ONLY = ("name", "teams", "renamed_from", "protect", "ignore")  # what a copy of a workspace does not take over


@frozen
class Card:
    """`people` is how many see it; None where nobody can know."""

    key: str
    name: str
    description: str
    teams: tuple[str, ...]
    people: int | None
    file: str
    state: str
    errors: int


def _workspaces(request: Request) -> Response:
    desk, name = desk_of(request), request.path_params["account"]
    now = now_of(desk)
    return edit_page(
        request,
        "workspaces.html.j2",
        now,
        alone=_alone(now, name),
        cards=tuple(_cards(now, name)),
        gone=tuple(now.form(name).gone()),
        keys=_keys(now),
        several=now.state.opened.shared,
    )


def _cards(now: Now, name: str) -> Iterator[Card]:
    form = now.form(name)
    account, saved = form.account, {item.name: item for item in now.saved.accounts}.get(name)
    before = saved.loaded.declared.settings if saved is not None else None
    for item in account.loaded.declared.settings.managed:
        address = workspaces.KIND.address(item)
        known = before.get(item.key or "") if before is not None else None
        node = account.loaded.tree.at(workspaces.KIND.yaml_path(item.key or ""))
        errors = [found for found in account.diagnostics if found.is_error and lies_in(found.address, str(address))]
        yield Card(
            key=item.key or "",
            name=clean(item.name) or (item.key or ""),
            description=clean(item.description),
            teams=tuple(map(clean, item.teams)),
            people=_people(form.account.catalog, item),
            file=node.span.file if node is not None else "",
            state="new" if known is None else "changed" if known != item else "",
            errors=len(errors),
        )


def _people(catalog: Any, item: Workspace) -> int | None:
    """The primary members of its teams; of the primary workspace that is everybody else."""
    if catalog is None or item.is_primary:
        return None
    ids = {team.id for team in catalog.team_list if catalog.teams.shown(team.id) in item.teams}
    return len({person for team in ids for person in catalog.primary_members(team)})


def _keys(now: Now) -> list[str]:
    """Every key that a new workspace cannot have."""
    return sorted(
        {str(item.key) for account in now.state.accounts for item in account.loaded.declared.settings.managed}
    )


def _workspace(request: Request) -> Response:
    desk, name, key = desk_of(request), request.path_params["account"], request.path_params["key"]
    now = now_of(desk)
    form = now.form(name)
    item = form.item(Address.workspace(key))
    if item is None or item.is_gone:
        raise CswsError(
            f"There is no workspace `{key}`, or this draft deletes it.",
            hint="Go back to the workspaces.",
            code="no_item",
        )
    declared = form.account.loaded.declared.settings.get(key)
    people = _people(form.account.catalog, declared) if declared is not None else None
    return edit_page(
        request,
        "workspace.html.j2",
        now,
        item,
        tabs=TABS,
        objects=_object_labels(form.account),
        object_in=object_in,
        revenue=_revenue(item),
        copied={key: value for key, value in form.own_block(item.address).items() if key not in _OWN_ONLY},
        alone=_alone(now, name),
        deletes=_deletion(item, _alone(now, name)),
        several=now.state.opened.shared,
        is_primary=key == PRIMARY,
        keys=_keys(now),
        people=people,
    )


def _object_labels(account: Any) -> dict[str, str]:
    return {name: clean(found.label) for name, found in account.catalog.objects.items()} if account.catalog else {}


def _revenue(item: FormItem) -> tuple[str, ...]:
    """The revenue objects that the workspace has a block for."""
    names = [object_in(field.path) for field in item.fields if not field.is_hidden]
    return tuple(dict.fromkeys(name for name in names if name))


def _alone(now: Now, name: str) -> str:
    """The account, where a change of one workspace is its own alone; "" where it is one of every account."""
    has_overlay = now.form(name).account.loaded.entry.overlay is not None
    return name if now.state.opened.shared and has_overlay else ""


def _deletion(item: FormItem, account: str) -> dict[str, Any]:
    return {**({"account": account} if account else {}), "address": str(item.address), "path": "", "remove": True}


ENTRY = Entry(label="edit.workspaces", path="workspaces")
ROUTES = [
    Route("/accounts/{account}/workspaces", _workspaces, methods=["GET"]),
    Route("/accounts/{account}/workspaces/{key}", _workspace, methods=["GET"]),
]
