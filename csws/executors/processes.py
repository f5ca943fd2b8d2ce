"""Processes on this machine. They end with their parent process, and leave Ctrl-C to it."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from typing import Any

from csws.interrupts import interrupts_deferred

_MOST = 61 if os.name == "nt" else 10_000  # Windows can wait for no more processes at once


@contextmanager
def opened(address: str, jobs: int) -> Iterator[Executor]:
    """On exit, waits for the tasks that have begun and drops the others."""
    gc.freeze()  # workers share existing objects with this process until their garbage collectors touch them
    pool = _Pool(max_workers=min(jobs, _MOST), initializer=_begin)
    try:
        yield pool
    finally:
        with interrupts_deferred():
            pool.shutdown(cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """Defers Ctrl-C while processes start: a half-started one would never end."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        with interrupts_deferred():
            return super().submit(work, *arguments, **named)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Siblings keep each other's pipes open, so a closed pipe does not show that the parent has
    ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
