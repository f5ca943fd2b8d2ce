"""Kept answers as files, one for each question: written whole or not at all, and believed only where they are whole."""

from __future__ import annotations

import json
import os
from hashlib import blake2b

from csws.model.sources import Sources

MOST = 200  # answers; the oldest give way


class Answer:
    """`text` is what was written to stdout and `code` the exit code; `digest` is what the sources looked like, and `since`
    when the answer was given, in seconds since 1970. Plain, as Sources is."""

    __slots__ = ("code", "digest", "since", "sources", "text")

    def __init__(self, *, text: str, code: int, sources: Sources, digest: str, since: float) -> None:
        self.text, self.code, self.sources, self.digest, self.since = text, code, sources, digest, since


def read(folder: str, name: str) -> Answer | None:
    """None where there is none, or one that is damaged or of another make."""
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as stream:
            check, _, body = stream.read().partition("\n")
        if check != _check(body):
            return None
        data = json.loads(body)
        return Answer(
            text=data["text"],
            code=data["code"],
            digest=data["digest"],
            since=data["since"],
            sources=Sources(
                root=data["root"],
                files=tuple(data["files"]),
                patterns=tuple(data["patterns"]),
                stores=tuple(data["stores"]),
                until=data["until"],
            ),
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write(folder: str, name: str, answer: Answer) -> None:
    """Raises OSError where it cannot be written."""
    sources = answer.sources
    body = json.dumps(
        {
            "text": answer.text,
            "code": answer.code,
            "digest": answer.digest,
            "since": answer.since,
            "root": sources.root,
            "files": sources.files,
            "patterns": sources.patterns,
            "stores": sources.stores,
            "until": sources.until,
        }
    )
    os.makedirs(folder, mode=0o700, exist_ok=True)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            stream.write(f"{_check(body)}\n{body}")
        os.replace(temporary, os.path.join(folder, name))
    except BaseException:
        os.unlink(temporary)
        raise
    _prune(folder)


def _check(body: str) -> str:
    return blake2b(body.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


def _prune(folder: str) -> None:
    with os.scandir(folder) as entries:
        found = sorted(((entry.stat().st_mtime, entry.path) for entry in entries), reverse=True)
    for _, path in found[MOST:]:
        os.unlink(path)
