"""Processes on this machine. They end with the process that began them, and leave Ctrl-C to it."""

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

from csws.interrupts import held


@contextmanager
def opened(address: str, jobs: int) -> Iterator[Executor]:
    """What was begun is ended before it is left; what was not begun is dropped."""
    gc.freeze()  # what is there already is shared with the workers, as long as their collectors leave it alone
    pool = _Pool(max_workers=jobs, initializer=_begin)
    try:
        yield pool
    finally:
        with held():
            pool.shutdown(cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """Ctrl-C does not interrupt the start of processes: a half-started one would never be ended."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        with held():
            return super().submit(work, *arguments, **named)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Siblings keep each other's pipes open, so a closed pipe does not show that the parent has ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
