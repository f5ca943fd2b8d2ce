"""One piece of work for each account of a run, wherever it is done. Answers come in the project's order, as they come.

Accounts go out in small batches, a few ahead of the answers: what is in flight is bounded, however many there are. A worker
that dies takes no account with it: what it had is handed out again, account by account, because every piece of work may be
done twice. An account that has no answer then is reported lost.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Generic, TypeVar

from csws.errors import Bug, CswsError, UsageFault
from csws.executors import HERE, PROCESSES, cores, executor_for, is_elsewhere
from csws.load.entries import Entries
from csws.load.node import Node
from csws.workflow.check import Opened

P = TypeVar("P")
T = TypeVar("T")
Item = tuple[str, Any]
Parting = Callable[[tuple[str, ...]], P]
Work = Callable[[P, str, Any], T]
Lost = Callable[[str, CswsError], T]
Tell = Callable[[int, int, str], None]

ENOUGH = 40  # fewer accounts are done before a second process has begun
LARGEST = 32
FAR = 16  # jobs on a cluster, where it is not said how many
TRIES = 3


def untold(done: int, whole: int, account: str) -> None:
    """Nobody watches the progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """How a run goes over its accounts. `jobs` None is as many as fit; `tell` hears of each account that is done."""

    jobs: int | None = None
    executor: str = PROCESSES
    tell: Tell = untold

    def settled(self, accounts: int) -> Fleet:
        """With the number of jobs, and in this process where one job is all."""
        jobs = self.jobs or (FAR if is_elsewhere(self.executor) else cores() if accounts >= ENOUGH else 1)
        here = jobs == 1 and self.executor == PROCESSES
        return replace(self, jobs=jobs, executor=HERE if here else self.executor)

    def check_reaches(self, accounts: Entries, names: Iterable[str]) -> None:
        """Before anything is done. Raises UsageFault for an account that the workers cannot open: other machines have none
        of this one's files."""
        for name in names if is_elsewhere(self.executor) else ():
            node = accounts.get(name)
            if node is not None and _kept_in(node).startswith("sqlite:"):
                raise UsageFault(
                    f"`{name}` is kept in a file of this machine, which the workers of a cluster cannot reach.",
                    hint="Keep it in PostgreSQL (`target:` or `store: postgresql://…`), or leave out --executor.",
                )


def each(
    parting: Parting[P], items: Iterable[Item], whole: int, work: Work[P, T], fleet: Fleet, lost: Lost[T]
) -> Iterator[T]:
    """What `work` says of each account, given the part of the project that it needs; `whole` is how many there are.

    Parts, work and answers must be picklable unless the work is done here.
    """
    fleet = fleet.settled(whole)
    jobs = fleet.jobs or 1
    ahead = 1 if fleet.executor == HERE else 2 * jobs
    batches = _batches(items, max(1, min(LARGEST, whole // (8 * jobs))))
    waiting: deque[_Batch] = deque()
    done = 0
    with _Run(parting, work, fleet) as run:
        while True:
            waiting += [run.begun(batch) for batch in islice(batches, ahead - len(waiting))]
            if not waiting:
                return
            batch = waiting.popleft()
            for (name, _), answer in zip(batch.items, run.answers(batch), strict=True):
                done += 1
                fleet.tell(done, whole, name)
                yield lost(name, answer) if isinstance(answer, CswsError) else answer


def each_of(opened: Opened, work: Work[Opened, T], fleet: Fleet, lost: Lost[T]) -> Iterator[T]:
    """`each`, for all accounts that an opened project is asked for."""
    return each(opened.carried, ((name, None) for name in opened.names), len(opened.names), work, fleet, lost)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


@dataclass(slots=True)
class _Batch:
    items: list[Item]
    future: Future[Any]


class _Run(Generic[P, T]):
    """The executor in use, replaced where it breaks."""

    def __init__(self, parting: Parting[P], work: Work[P, T], fleet: Fleet) -> None:
        self._parting, self._work, self._fleet = parting, work, fleet
        self._stack = ExitStack()
        self._executor: Executor | None = None

    def __enter__(self) -> _Run[P, T]:
        return self

    def __exit__(self, *what: object) -> None:
        self._stack.close()

    def begun(self, items: list[Item]) -> _Batch:
        part = self._parting(tuple(name for name, _ in items))
        try:
            return _Batch(items, self._pool().submit(_do, self._work, part, items))
        except BrokenExecutor:
            self._executor = None
            self._stack.close()
            return _Batch(items, self._pool().submit(_do, self._work, part, items))

    def answers(self, batch: _Batch) -> list[T | CswsError]:
        try:
            found: list[T | CswsError] = batch.future.result()
            return found
        except CswsError:  # no account's own, but the executor's
            raise
        except Exception:  # whatever it says of a worker that is gone
            return [self._alone(item) for item in batch.items]

    def _alone(self, item: Item) -> T | CswsError:
        """One account by itself, a few times."""
        why = ""
        for _ in range(TRIES - 1):
            try:
                (answer,) = self.begun([item]).future.result()
                found: T | CswsError = answer
                return found
            except CswsError:
                raise
            except Exception as error:
                why = f"{type(error).__name__}: {error}".strip(": ")
        return _without_answer(item[0], why)

    def _pool(self) -> Executor:
        if self._executor is None:
            self._executor = self._stack.enter_context(executor_for(self._fleet.executor, self._fleet.jobs or 1))
        return self._executor


def _do(work: Work[P, T], part: P, items: list[Item]) -> list[T | CswsError]:
    """In the worker: the answers, and in the place of one what went wrong. No account's failure is another's."""
    return [_guarded(work, part, name, extra) for name, extra in items]


def _guarded(work: Work[P, T], part: P, name: str, extra: Any) -> T | CswsError:
    try:
        return work(part, name, extra)
    except CswsError as error:
        return error
    except Exception as error:
        if os.environ.get("CSWS_DEBUG"):
            import traceback

            traceback.print_exc()
        return Bug.of(error)


def _without_answer(name: str, why: str) -> CswsError:
    return CswsError(
        f"The worker ended {TRIES} times before it answered for `{name}`. {why}".strip(),
        hint="Run it again: what was done is recorded in the account, and is not done twice.",
        code="worker_lost",
    )


def _kept_in(entry: Node) -> str:
    """Where an account's settings are kept, as its entry says: for a HubSpot account its store."""
    texts = {key: str(child.value) for key in ("target", "store") if (child := entry.mapping.get(key)) is not None}
    target = texts.get("target", "")
    return texts.get("store", "sqlite:") if target.startswith("hubspot:") else target
