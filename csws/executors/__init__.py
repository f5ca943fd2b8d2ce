"""Where a run's work is done, one file for each kind but HERE, which needs no executor: the caller does the work.

A kind's module must have `opened(address, jobs)`, a context manager that gives a `concurrent.futures.Executor`; work and
answers are pickled.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from typing import TYPE_CHECKING

from csws.errors import UsageFault

if TYPE_CHECKING:
    from concurrent.futures import Executor

HERE, PROCESSES = "here", "processes"
KINDS = {HERE: "in this process", PROCESSES: "on this machine", "dask": "on a Dask cluster, e.g. dask:tcp://HOST:8786"}


def executor_for(name: str, jobs: int) -> AbstractContextManager[Executor]:
    """The executor that `name` means: a kind other than HERE, or a kind with its address. Raises UsageFault for an unknown one."""
    kind, address = _parted(name)
    opened: Callable[[str, int], AbstractContextManager[Executor]] = import_module(f"csws.executors.{kind}").opened
    return opened(address, jobs)


def is_elsewhere(name: str) -> bool:
    """Whether the work may be done on other machines, which have none of this one's files. Raises UsageFault as above."""
    return _parted(name)[0] not in (HERE, PROCESSES)


def _parted(name: str) -> tuple[str, str]:
    kind, _, address = name.partition(":")
    if kind not in KINDS:
        known = "; ".join(f"`{known}` {what}" for known, what in KINDS.items())
        raise UsageFault(f"Unknown executor `{kind}`.", hint=f"Executors: {known}.")
    return kind, address


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
