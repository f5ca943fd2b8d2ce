"""Records that Ctrl-C happened, and defers it where it must not interrupt. Imports almost nothing.

Python raises KeyboardInterrupt wherever the main thread is at that moment. Inside a fork, the
release of a lock or an extension module it can turn into another exception, or get lost.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_came = False


def watch() -> None:
    """Records Ctrl-C from now on. If the process ignores SIGINT, as a background job does, it still
    does."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _raise)


def ignore() -> None:
    """Ignores Ctrl-C if it was watched: the output is complete, and nothing may interrupt the end
    of the process."""
    if signal.getsignal(signal.SIGINT) is _raise:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def came() -> bool:
    return _came


def _raise(number: int, frame: object) -> None:
    global _came
    _came = True
    raise KeyboardInterrupt


def _can_be_set() -> bool:
    import threading

    return threading.current_thread() is threading.main_thread()


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Defers Ctrl-C to the end of this block."""
    if not (_can_be_set() and callable(signal.getsignal(signal.SIGINT))):
        yield
        return
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: noted.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if noted:
            signal.raise_signal(signal.SIGINT)
