"""What a command does when nobody reads what it writes any more."""

from __future__ import annotations

import os
import signal
import sys


def nobody_reads() -> int:
    """The reader of our output has gone; there is nobody left to tell. The exit code that says so."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE
