"""The output of a command, which is the same on every system: UTF-8 and LF, whatever the system
prefers, and a terminal that obeys colors."""

from __future__ import annotations

import os
import sys
from importlib import import_module


def prepare_streams() -> None:
    """Call it before anything is printed."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    if os.name == "nt":
        import_module("colorama").just_fix_windows_console()  # older terminals show the codes of colors as text
