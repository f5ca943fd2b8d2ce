"""The list at the side of every page: the accounts, and what there is to do in the one that is open."""

from __future__ import annotations

from collections.abc import Iterator

from csws.errors import CswsError
from csws.kinds import workspaces
from csws.model.frozen import frozen
from csws.studio.desk import Desk
from csws.studio.screens import Entry, entries
from csws.workflow.account.check import CheckedAccount, check_account


@frozen
class Link:
    """A line of the list; `label` is a key of the words unless it `is_name`. `inner` are the lines below it."""

    label: str
    path: str
    is_name: bool = False
    is_current: bool = False
    tag: str = ""
    inner: tuple[Link, ...] = ()


@frozen
class Side:
    """`account` is what the account is called, "" on a page of the project; `number` is HubSpot's."""

    links: tuple[Link, ...]
    account: str = ""
    number: str = ""
    is_only: bool = False


def side_list(desk: Desk, account: str, path: str) -> Side:
    """The list for a page at a path."""
    opened = desk.opened()
    if account not in opened.names:
        return Side(links=tuple(_accounts(opened.names, path)), is_only=len(opened.names) == 1)
    return side_of(desk, check_account(opened, account), path, is_only=len(opened.names) == 1)


def side_of(desk: Desk, checked: CheckedAccount, path: str, *, is_only: bool) -> Side:
    """The list for a page of an account that is checked already, such as with a draft."""
    return Side(
        links=tuple(_of_account(desk, checked, path)),
        account=checked.name,
        number=checked.catalog.account_id if checked.catalog else "",
        is_only=is_only,
    )


def _accounts(names: tuple[str, ...], path: str) -> Iterator[Link]:
    yield Link(label="studio.accounts", path="/", is_current=path == "/")
    yield from (Link(label=name, path=f"/accounts/{name}/", is_name=True) for name in names)


def _of_account(desk: Desk, account: CheckedAccount, path: str) -> Iterator[Link]:
    for entry in entries():
        at = f"/accounts/{account.name}/{entry.path}"
        inner = tuple(_workspaces(account, path)) if entry.path == "workspaces" else ()
        yield Link(
            label=entry.label,
            path=at,
            is_current=path == at or (not inner and path.startswith(f"{at}/")),
            inner=inner,
            tag=_tag(entry, account, desk),
        )


def _tag(entry: Entry, account: CheckedAccount, desk: Desk) -> str:
    """What waits there; nothing where that cannot be read, because the page itself says why."""
    if entry.tag is None:
        return ""
    try:
        return entry.tag(account, desk)
    except CswsError:
        return ""


def _workspaces(account: CheckedAccount, path: str) -> Iterator[Link]:
    for item in workspaces.KIND.all(account.loaded.declared.settings):
        at = f"/accounts/{account.name}/workspaces/{item.key}"
        yield Link(label=workspaces.KIND.called(item), path=at, is_name=True, is_current=path == at)
