"""Accounts handed out to workers in small batches, a few ahead of the answers: what is in flight is bounded, however many
there are. Knows no project.

A worker that dies takes no account with it: what it had is handed out again, account by account, because every piece of work
may be done twice. An account that has no answer then is reported lost.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack
from itertools import islice
from typing import Any, Generic

from csws.errors import CswsError
from csws.executors import executor_for
from csws.model.frozen import mutable
from csws.rules.registry import load_common
from csws.workflow.run.fleet import Answers, Batches, Item, P, Parting, T, Work, failure_of

TRIES = 3


def answers_of_workers(parting: Parting[P], batches: Batches, work: Work[P, T], executor: str, jobs: int) -> Answers[T]:
    """The answer for each account, in order. Parts, work and answers must be picklable."""
    waiting: deque[_Batch] = deque()
    with _Pool(parting, work, executor, jobs) as pool:
        while True:
            waiting += [pool.begun(batch) for batch in islice(batches, 2 * jobs - len(waiting))]
            if not waiting:
                return
            batch = waiting.popleft()
            for (name, _), answer in zip(batch.items, pool.answers(batch), strict=True):
                yield name, answer


@mutable
class _Batch:
    items: list[Item]
    future: Future[Any]


class _Pool(Generic[P, T]):
    """The executor in use, replaced where it breaks."""

    def __init__(self, parting: Parting[P], work: Work[P, T], executor: str, jobs: int) -> None:
        self._parting, self._work = parting, work
        self._named, self._jobs = executor, jobs
        self._stack = ExitStack()
        self._executor: Executor | None = None

    def __enter__(self) -> _Pool[P, T]:
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
            load_common()  # once before the processes fork, and not in each of them
            self._executor = self._stack.enter_context(executor_for(self._named, self._jobs))
        return self._executor


def _do(work: Work[P, T], part: P, items: list[Item]) -> list[T | CswsError]:
    """In the worker: the answers, and in the place of one what went wrong. No account's failure is another's."""
    return [_one(work, part, name, extra) for name, extra in items]


def _one(work: Work[P, T], part: P, name: str, extra: Any) -> T | CswsError:
    try:
        return work(part, name, extra)
    except Exception as error:
        return failure_of(error)


def _without_answer(name: str, why: str) -> CswsError:
    return CswsError(
        f"The worker process ended {TRIES} times before `{name}` was done. {why}".strip(),
        hint="Run the command again: finished work is recorded in the account and is not repeated.",
        code="worker_lost",
    )
