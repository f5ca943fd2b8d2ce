"""What was asked: the command line and all around it that may change the answer, as one name. Knows no project."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b

_SHAPING = ("COLUMNS", "LINES", "NO_COLOR", "TERM")
_OURS = "CSWS_"
_OFF = "CSWS_CACHE"


def folder() -> str | None:
    """Where answers are kept; None where they are not: in CI, with CSWS_CACHE=off, and where there is no home."""
    said = os.environ.get(_OFF)
    if os.environ.get("CI") or said == "off":
        return None
    if said:
        return os.path.abspath(said)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "csws") if os.path.isabs(base) else None


def question(arguments: list[str]) -> str | None:
    """The name of a question; None where it cannot be told what csws itself is."""
    try:
        asked = (arguments, os.getcwd(), _environment(), _terminal(), sys.version, tuple(_code()))
    except OSError:
        return None
    return blake2b(ascii(asked).encode(), digest_size=20).hexdigest()


def _environment() -> tuple[tuple[str, str], ...]:
    names = (name for name in os.environ if name.startswith(_OURS) or name in _SHAPING)
    return tuple((name, os.environ[name]) for name in sorted(names) if name != _OFF)


def _terminal() -> tuple[int, ...] | None:
    """The size of the terminal that the answer goes to; None for a file or a pipe."""
    return tuple(os.get_terminal_size(sys.stdout.fileno())) if sys.stdout and sys.stdout.isatty() else None


def _code() -> Iterator[tuple[str, int, int]]:
    """csws's own files and schemas, and the folders of installed packages: installing anything moves their time."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for path in sys.path:
        if os.path.basename(path) in ("site-packages", "dist-packages") and os.path.isdir(path):
            yield path, os.stat(path).st_mtime_ns, 0
    yield from _below(package)
    schemas = os.path.join(os.path.dirname(package), "schemas")
    if os.path.isdir(schemas):
        yield from _below(schemas)


def _below(place: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(place) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _below(entry.path)
        else:
            about = entry.stat()
            yield entry.path, about.st_mtime_ns, about.st_size
