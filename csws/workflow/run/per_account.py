"""One read-only or recording act for each account of a project, each alone, with its own exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from csws.errors import ConfigInvalid, CswsError, NotPermitted, worst
from csws.model.breach import BreachKind
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.model.target import shown_target
from csws.workflow.account.check import CheckedAccount, Opened, check_account, no_account, open_checked
from csws.workflow.run.fleet import Fleet, each_of

T = TypeVar("T")


@frozen
class Outcome(Generic[T]):
    """What came of one account: a value, or why there is none."""

    account: str
    target: str
    value: T | None = None
    error: CswsError | None = None

    @property
    def exit_code(self) -> int:
        return self.error.exit_code if self.error else 0


Act = Callable[[Opened, CheckedAccount, Catalog], T]
Alone = Callable[[Opened, CheckedAccount], T]
ONE_BY_ONE = Fleet(jobs=1)


def for_each(
    root: Path, patterns: list[str] | None, now: datetime, act: Act[T], fleet: Fleet = ONE_BY_ONE
) -> list[Outcome[T]]:
    """`act` on every account asked for; a failure of one never stops the rest. It must be picklable where a `fleet` is
    given, and only read, because it may be done twice.

    The settings files need not be valid for this, but the catalogue must be usable. Raises ConfigInvalid where the
    project names no account at all.
    """
    return each_account(root, patterns, now, partial(_with_catalog, act), fleet)


def _with_catalog(act: Act[T], opened: Opened, account: CheckedAccount) -> T:
    return act(opened, account, usable_catalog(account))


def each_account(
    root: Path, patterns: list[str] | None, now: datetime, act: Alone[T], fleet: Fleet = ONE_BY_ONE
) -> list[Outcome[T]]:
    """Like `for_each`, for acts that need no catalogue."""
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    fleet.check_reaches(opened.accounts, opened.names)
    fleet.load_targets(opened.accounts, opened.names)
    return list(each_of(opened, partial(_outcome, act), fleet, _lost))


def check_has_accounts(opened: Opened) -> None:
    """Raises ConfigInvalid where csws.yaml names no account, or cannot be read."""
    if not opened.names:
        raise no_account(opened.root)


def _outcome(act: Alone[T], opened: Opened, name: str, extra: Any) -> Outcome[T]:
    account = check_account(opened, name)
    target = shown_target(account.loaded.entry.target)
    try:
        return Outcome(account=name, target=target, value=act(opened, account))
    except CswsError as error:
        return Outcome(account=name, target=target, error=error)


def _lost(name: str, error: CswsError) -> Outcome[T]:
    return Outcome(account=name, target="", error=error)


def usable_catalog(account: CheckedAccount) -> Catalog:
    """Raises ConfigInvalid where the catalogue cannot be used, NotPermitted where it is another account's."""
    if account.catalog is None:
        raise ConfigInvalid(f"The catalogue of `{account.name}` is not usable.", hint="Run `csws validate` to see why.")
    wrong = next((found for found in account.diagnostics if found.forbids(BreachKind.NOT_PERMITTED)), None)
    if wrong is not None:
        raise NotPermitted(wrong.message, hint=wrong.hint, code=wrong.code)
    return account.catalog


def check_is_declared(account: CheckedAccount) -> None:
    """Raises ConfigInvalid if nothing is declared yet."""
    found = account.undeclared
    if found is not None:
        raise ConfigInvalid(found.message, hint=found.hint, code=found.code)


def worst_of(outcomes: list[Outcome[T]]) -> int:
    return worst([outcome.exit_code for outcome in outcomes])
