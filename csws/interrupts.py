"""Ctrl-C: only noted where it must not break in, and known afterwards whatever it has broken. Imports next to nothing.

Python raises KeyboardInterrupt wherever the main thread just is. Inside of a fork, of a lock's release or of a module of
another language that becomes another exception, or none.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_came = False


def watch() -> None:
    """From now on it is known whether Ctrl-C came. Where it is ignored, as in a background job, it stays so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _raise)


def ignore() -> None:
    """Where it was watched: all is said, and nothing breaks into the end of the process."""
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
def held() -> Iterator[None]:
    """In this block Ctrl-C is noted, and raised at its end."""
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
