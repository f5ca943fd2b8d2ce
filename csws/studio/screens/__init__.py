"""One file per screen, listed in a table. A screen has its ROUTES, and its ENTRY in the list at the side if it
has one there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from starlette.routing import Route

from csws.model.frozen import frozen
from csws.studio.desk import Desk
from csws.workflow.account.check import CheckedAccount

# In the order of the list at the side.
SCREENS = ("accounts", "objects", "workspaces", "scores", "review", "adopt", "compare", "runbook")


@frozen
class Entry:
    """A line of the list at the side of an account: `label` is a key of the words, `path` the last part of its
    address. `tag` says in a word what waits there; "" where nothing does."""

    label: str
    path: str
    tag: Callable[[CheckedAccount, Desk], str] | None = None


def _modules() -> list[Any]:
    return [import_module(f"{__name__}.{name}") for name in SCREENS]


def routes() -> list[Route]:
    return [route for module in _modules() for route in module.ROUTES]


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(module.ENTRY for module in _modules() if hasattr(module, "ENTRY"))
