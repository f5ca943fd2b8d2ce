"""One piece of work for each account of a run, wherever it is done. Answers come in the project's order, as they come.

With one job this is a plain loop in this process. Knows nothing of workers and how they fail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from csws.errors import Bug, CswsError, UsageFault
from csws.executors import HERE, PROCESSES, cores, is_elsewhere
from csws.load.entries import Entries
from csws.load.node import Node
from csws.model.frozen import frozen
from csws.model.target_traits import file_of, parts_of, record_of
from csws.targets import target_for
from csws.workflow.account.check import Opened

P = TypeVar("P")
T = TypeVar("T")
Item = tuple[str, Any]
Batches = Iterator[list[Item]]
Answers = Generator[tuple[str, T | CswsError], None, None]
Parting = Callable[[tuple[str, ...]], P]
Work = Callable[[P, str, Any], T]
Lost = Callable[[str, CswsError], T]
Tell = Callable[[int, int, str], None]

ENOUGH = 40  # fewer accounts are done before a second process has begun
LARGEST = 32
FAR = 16  # jobs on a cluster, where it is not said how many


def untold(done: int, whole: int, account: str) -> None:
    """Nobody watches the progress."""


@frozen
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
            if node is not None and file_of(_kept_in(node)) is not None:
                raise UsageFault(
                    f"`{name}` is stored in a file on this machine, which the workers of a cluster cannot reach.",
                    hint="Store it in PostgreSQL (`target:` or `store: postgresql://…`), or leave out --executor.",
                )

    def load_targets(self, accounts: Entries, names: Sequence[str]) -> None:
        """Where processes fork: loads what the first accounts are kept in, once and not in each process."""
        if self.settled(len(names)).executor != PROCESSES:
            return
        nodes = (node for name in names[:LARGEST] if (node := accounts.get(name)) is not None)
        for scheme in {parts_of(_kept_in(node))[0] for node in nodes}:
            with suppress(CswsError, ImportError):  # the account itself reports that
                target_for(scheme)


def each(
    parting: Parting[P], items: Iterable[Item], whole: int, work: Work[P, T], fleet: Fleet, lost: Lost[T]
) -> Iterator[T]:
    """What `work` says of each account, given the part of the project that it needs; `whole` is how many there are.

    Parts, work and answers must be picklable unless the work is done here.
    """
    fleet = fleet.settled(whole)
    batches = _batches(items, max(1, min(LARGEST, whole // (8 * (fleet.jobs or 1)))))
    if fleet.executor != HERE:
        yield from _from_workers(parting, batches, whole, work, fleet, lost)
        return
    done = 0
    for items in batches:
        part = parting(tuple(name for name, _ in items))
        for name, extra in items:
            try:
                answer = work(part, name, extra)
            except Exception as error:
                answer = lost(name, failure_of(error))
            done += 1
            fleet.tell(done, whole, name)
            yield answer


def _from_workers(
    parting: Parting[P], batches: Batches, whole: int, work: Work[P, T], fleet: Fleet, lost: Lost[T]
) -> Iterator[T]:
    from csws.workflow.run.workers import answers_of_workers  # a run without workers loads no library for them

    with closing(answers_of_workers(parting, batches, work, fleet.executor, fleet.jobs or 1)) as answers:
        for done, (name, answer) in enumerate(answers, 1):
            fleet.tell(done, whole, name)
            yield lost(name, answer) if isinstance(answer, CswsError) else answer


def each_of(opened: Opened, work: Work[Opened, T], fleet: Fleet, lost: Lost[T]) -> Iterator[T]:
    """`each`, for all accounts that an opened project is asked for."""
    whole = len(opened.names)
    is_here = fleet.settled(whole).executor == HERE
    parting = (lambda names: opened) if is_here else opened.carried  # nothing has to be sent to this process
    return each(parting, ((name, None) for name in opened.names), whole, work, fleet, lost)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def failure_of(error: Exception) -> CswsError:
    """The failure of one account, which does not affect the others. Call it where the error is caught."""
    if isinstance(error, CswsError):
        return error
    if os.environ.get("CSWS_DEBUG"):
        import traceback

        traceback.print_exc()
    return Bug.of(error)


def _kept_in(entry: Node) -> str:
    """Where the record of an account is kept, as its entry says."""
    texts = {key: str(child.value) for key in ("target", "store") if (child := entry.mapping.get(key)) is not None}
    return record_of(texts.get("target", ""), texts.get("store"))
