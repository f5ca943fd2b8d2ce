"""Where a run does its work, with one file for each kind of executor. HERE needs none: the caller
does the work.

A kind's module must have `opened(address, jobs)`, a context manager that returns a
`concurrent.futures.Executor`. Work and results are pickled.
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
    """The executor called `name`: a kind other than HERE, or a kind with its address. Raises
    UsageFault for an unknown one."""
    kind, address = _kind_and_address(name)
    opened: Callable[[str, int], AbstractContextManager[Executor]] = import_module(f"csws.executors.{kind}").opened
    return opened(address, jobs)


def is_elsewhere(name: str) -> bool:
    """Whether other machines may do the work, which cannot read the files of this one. Raises
    UsageFault as above."""
    return _kind_and_address(name)[0] not in (HERE, PROCESSES)


def _kind_and_address(name: str) -> tuple[str, str]:
    kind, _, address = name.partition(":")
    if kind not in KINDS:
        known = "; ".join(f"`{known}` {what}" for known, what in KINDS.items())
        raise UsageFault(f"Unknown executor `{kind}`.", hint=f"Executors: {known}.")
    return kind, address


def cores() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
