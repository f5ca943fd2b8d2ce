"""What a command does after the reader of its output has closed the pipe."""

from __future__ import annotations

import os
import signal
import sys


def nobody_reads() -> int:
    """The exit code for output that nobody reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE
