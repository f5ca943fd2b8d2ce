"""What a command does after the reader of its output has closed the pipe."""

from __future__ import annotations

import errno
import os
import sys

_SIGPIPE = 13  # on the systems that have this signal; the exit code is the same on all


def reader_has_gone(error: Exception) -> bool:
    """Whether an error says so. For Windows, writing there is an invalid argument."""
    if isinstance(error, BrokenPipeError):
        return True
    return os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL and not error.filename


def nobody_reads() -> int:
    """The exit code for output that nobody reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + _SIGPIPE
