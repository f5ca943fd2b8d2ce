"""What was asked: the command line and all around it that may change the answer, as one name. Knows no project."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b

from csws import __version__

_SHAPING = ("COLUMNS", "LINES", "NO_COLOR", "TERM")
_OURS = "CSWS_"
_CACHE = "CSWS_CACHE"


def cache_folder() -> str | None:
    """Where answers are kept. None where they are not: in CI, where CSWS_CACHE says anything but a whole path, and where
    there is no home."""
    if os.environ.get("CI") or "_CSWS_COMPLETE" in os.environ:
        return None
    said = os.environ.get(_CACHE)
    base = said or os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    if not os.path.isabs(base) or (base == "/.cache" and not os.environ.get("HOME")):
        return None
    return os.path.join(base, "answers" if said else "csws")


def question_of(arguments: list[str]) -> str:
    """The name of a question. Raises OSError where it cannot be told what csws itself is, or where we are."""
    asked = (arguments, os.getcwd(), _environment(), _terminal(), sys.version, __version__, sys.path, tuple(_code()))
    return blake2b(ascii(asked).encode(), digest_size=20).hexdigest()


def _environment() -> tuple[tuple[str, str], ...]:
    names = (name for name in os.environ if name.startswith(_OURS) or name in _SHAPING)
    return tuple((name, os.environ[name]) for name in sorted(names) if name != _CACHE)


def _terminal() -> tuple[int, ...] | None:
    """The size of the terminal that the answer goes to; None for a file or a pipe."""
    return tuple(os.get_terminal_size(sys.stdout.fileno())) if sys.stdout and sys.stdout.isatty() else None


def _code() -> Iterator[tuple[str, int, int, int]]:
    """csws's own files and schemas, and every folder that modules are imported from: whatever is installed there moves its
    time."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    checkout = os.path.dirname(package)
    schemas = os.path.join(checkout, "schemas")
    is_checkout = os.path.isdir(schemas) and not os.path.isdir(os.path.join(package, "_schemas"))
    aside = checkout if is_checkout else None  # files come and go there, and nothing is installed
    for path in filter(os.path.isdir, sys.path):
        if os.path.abspath(path) != aside:
            yield _about(path, os.stat(path))
    yield from _below(package)
    if is_checkout:
        yield from _below(schemas)


def _below(place: str) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(place) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _below(entry.path)
        else:
            yield _about(entry.path, entry.stat())


def _about(path: str, found: os.stat_result) -> tuple[str, int, int, int]:
    return path, found.st_mtime_ns, found.st_ctime_ns, found.st_size
