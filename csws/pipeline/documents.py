"""The JSON documents of csws (plan, report, runs), as far as a pipeline reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csws.model.frozen import frozen

STALE, WAITING = 5, 6  # exit codes
_ORDER = (70, 130, 6, 5, 4, 7, 8, 1, 3, 64, 2, 0)  # the worst first


@frozen
class Planned:
    """One account in a plan. `digest` is None where no plan was made. `held`: a guard warns, and would
    refuse to apply it."""

    account: str
    digest: str | None
    steps: int
    applyable: bool
    held: bool
    exit_code: int

    @property
    def is_pending(self) -> bool:
        return self.digest is not None and self.steps > 0


@frozen
class PlanDocument:
    digest: str | None
    accounts: tuple[Planned, ...]

    @property
    def pending(self) -> tuple[Planned, ...]:
        return tuple(account for account in self.accounts if account.is_pending)

    @property
    def refused(self) -> tuple[str, ...]:
        return tuple(item.account for item in self.accounts if item.digest is not None and not item.applyable)

    @property
    def held(self) -> tuple[str, ...]:
        """What apply would refuse until something is settled, unless the job's arguments settle it."""
        return tuple(item.account for item in self.accounts if item.applyable and item.held)


@frozen
class Outcome:
    """What apply did in one account."""

    account: str
    exit_code: int
    run: str | None
    done: tuple[int, ...]
    waiting: tuple[int, ...]
    failed: tuple[str, ...]
    message: str
    hint: str
    runbook: str | None

    @property
    def waits(self) -> bool:
        """A person has to do something, and nothing went wrong."""
        return self.exit_code == WAITING and bool(self.waiting) and not self.failed


@frozen
class RunStep:
    id: int
    summary: str
    is_done: bool
    is_manual: bool


@frozen
class Run:
    """An unfinished run of an account."""

    account: str
    id: str
    steps: tuple[RunStep, ...]

    @property
    def manual(self) -> frozenset[int]:
        return frozenset(step.id for step in self.steps if step.is_manual)


def plan_of(document: Mapping[str, Any]) -> PlanDocument:
    accounts = tuple(_planned(item) for item in document.get("accounts") or ())
    return PlanDocument(digest=document.get("digest"), accounts=accounts)


def _planned(item: Mapping[str, Any]) -> Planned:
    return Planned(
        account=item["account"],
        digest=item["digest"],
        steps=len(item["steps"]),
        applyable=item["applyable"],
        held=any(found["guard"] for found in item["diagnostics"]),
        exit_code=item["exit_code"],
    )


def outcomes_of(document: Mapping[str, Any]) -> tuple[Outcome, ...]:
    return tuple(_outcome(item) for item in document.get("accounts") or ())


def _outcome(item: Mapping[str, Any]) -> Outcome:
    error = item.get("error") or {}
    return Outcome(
        account=item["account"],
        exit_code=item["exit_code"],
        run=item["run"],
        done=tuple(item["done"]),
        waiting=tuple(item["waiting"]),
        failed=tuple(step["message"] for step in item["failed"]),
        message=error.get("message") or "",
        hint=error.get("hint") or "",
        runbook=item["runbook"],
    )


def runs_of(document: Mapping[str, Any]) -> tuple[Run, ...]:
    return tuple(
        Run(account=item["account"], id=run["id"], steps=_steps(run))
        for item in document.get("accounts") or ()
        for run in item.get("runs") or ()
    )


def _steps(run: Mapping[str, Any]) -> tuple[RunStep, ...]:
    manual = frozenset(run["manual"])
    return tuple(
        RunStep(
            id=step["id"],
            summary=step["summary"],
            is_done=step["status"] == "done",
            is_manual=step["id"] in manual,
        )
        for step in run["steps"]
    )


def worst(*codes: int) -> int:
    """As csws orders the exit codes of several accounts."""
    return min(codes, key=lambda code: _ORDER.index(code) if code in _ORDER else 0, default=0)
