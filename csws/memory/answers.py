"""Kept answers as files, one for each question: written whole or not at all, and believed only where they are whole, and
of nobody else's making."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from hashlib import blake2b
from stat import S_ISREG

from csws.model.sources import Sources

MOST = 200  # answers; those that were not asked for longest give way
_NAME = 40  # hexadecimal digits
_ABANDONED = 3600  # seconds after which nobody is still writing a file


class Answer:
    """`text` is what was written to stdout and `code` the exit code; `since` is when the answer was given, in seconds since
    1970. Plain, as Sources is."""

    __slots__ = ("code", "since", "sources", "text")

    def __init__(self, *, text: str, code: int, sources: Sources, since: float) -> None:
        self.text, self.code, self.sources, self.since = text, code, sources, since


def read(folder: str, name: str) -> Answer:
    """Raises OSError or ValueError, or what broken data raises, where there is none to be believed."""
    check, _, body = _text(os.path.join(folder, name)).partition("\n")
    if check != _check(name, body):
        raise ValueError("not as it was written")
    data = json.loads(body)
    sources = Sources(data["root"])
    sources.files, sources.inside, sources.matches = data["files"], data["inside"], data["matches"]
    sources.stores, sources.until = data["stores"], data["until"]
    return Answer(text=data["text"], code=data["code"], sources=sources, since=data["since"])


def _text(path: str) -> str:
    """The text of a file of ours, through no link; a pipe is not waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with open(handle, encoding="utf-8", newline="") as stream:
        about = os.fstat(handle)
        ours = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
        if not ours or not S_ISREG(about.st_mode):
            raise ValueError("not of our making")
        with suppress(OSError):
            os.utime(handle if os.utime in os.supports_fd else path)  # it was asked for
        return stream.read()


def write(folder: str, name: str, answer: Answer) -> None:
    """Raises OSError where it cannot be written."""
    sources = answer.sources
    data = {
        "text": answer.text,
        "code": answer.code,
        "since": answer.since,
        "root": sources.root,
        "files": sources.files,
    }
    more = {"inside": sources.inside, "matches": sources.matches, "stores": sources.stores, "until": sources.until}
    body = json.dumps(data | more)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.{time.time_ns()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(f"{_check(name, body)}\n{body}")
        os.replace(temporary, os.path.join(folder, name))
    except BaseException:
        os.unlink(temporary)
        raise
    _prune(folder)


def _check(name: str, body: str) -> str:
    return blake2b(f"{name}\n{body}".encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


def _prune(folder: str) -> None:
    """Only answers, and what a killed process has left of one: nothing else that may lie there is ours."""
    with os.scandir(folder) as entries:
        found = [(entry.stat(follow_symlinks=False).st_mtime, entry) for entry in entries]
    kept = sorted((at, entry.path) for at, entry in found if _is_name(entry.name))
    old = [entry.path for at, entry in found if _is_temporary(entry.name) and at < time.time() - _ABANDONED]
    for path in [*old, *(path for _, path in kept[:-MOST])]:
        with suppress(OSError):
            os.unlink(path)


def _is_name(name: str) -> bool:
    return len(name) == _NAME and not set(name) - set("0123456789abcdef")


def _is_temporary(name: str) -> bool:
    return name.startswith(".") and _is_name(name[1 : _NAME + 1]) and name[_NAME + 1 : _NAME + 2] == "."
