"""What an answer about a project is made from, and until when it holds if nothing moves."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from csws.load.files import Folder
from csws.memory.looking import Unsure, at_rest, read_whole
from csws.memory.question import cache_folder
from csws.model.catalog import MAX_AGE
from csws.model.sources import MOST, Sources, fingerprint_of
from csws.workflow.check import CheckedAccount, Opened

T = TypeVar("T")
_EMBEDDED = "sqlite:"
_SETTLED = 2.0  # seconds: more than between two ticks of any file system's clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an account's part of an answer was made from, beside files: the fingerprint of its own file, and until when."""

    store: tuple[str, str] | None = None
    until: float | None = None


def is_remembered(opened: Opened) -> bool:
    """Whether it is of any use to look at what an answer is made from."""
    return cache_folder() is not None and len(opened.names) * 3 <= MOST


def watched(opened: Opened, account: CheckedAccount, work: Callable[[], T]) -> tuple[T, Seen]:
    """What `work` makes of an account, and what that was made from: only where the account's file was the same bytes
    before and after is it known what it was meanwhile."""
    before = _store(opened, account)
    value = work()
    return value, Seen(store=before if before == _store(opened, account) else None, until=gets_old(account, opened.now))


def _store(opened: Opened, account: CheckedAccount) -> tuple[str, str] | None:
    """The name and fingerprint of an embedded account's file; None where it is kept elsewhere, or not at rest."""
    target = account.loaded.entry.target
    if not target.startswith(_EMBEDDED):
        return None
    name = target.removeprefix(_EMBEDDED)
    try:
        return name, at_rest(os.path.join(opened.root, name), _fingerprint)
    except (Unsure, OSError, ValueError):
        return None


def _fingerprint(path: str) -> str:
    """Of a file's bytes, which are read once for all accounts in it: not again while its times and size stay, unless it was
    written so lately that they may stay though it is written once more."""
    found = os.stat(path)
    if max(found.st_mtime, found.st_ctime) > time.time() - _SETTLED:
        return fingerprint_of(read_whole(path)[0])
    return _read_once(path, _stamp(found))


@lru_cache(maxsize=64)
def _read_once(path: str, stamp: tuple[int, ...]) -> str:
    """Raises Unsure where there is another file meanwhile."""
    data, found = read_whole(path)
    if _stamp(found) != stamp:
        raise Unsure
    return fingerprint_of(data)


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def made_from(opened: Opened, seen: Iterable[Seen | None], *, settings: bool) -> Sources | None:
    """None where it is not all known; `settings` says that the accounts' own were read too."""
    reads = opened.project.reads
    if not (opened.names and isinstance(reads, Folder) and reads.sources.is_whole):
        return None
    sources, items = reads.sources, [item for item in seen if item is not None]
    stores = [item.store for item in items if item.store is not None]
    if settings and len(stores) < len(opened.names):
        return None
    for name, found in stores:
        sources.note_store(name, found)
    sources.until = min((item.until for item in items if item.until is not None), default=None)
    return sources if sources.is_whole else None


def gets_old(account: CheckedAccount, now: datetime) -> float | None:
    """The moment, in seconds since 1970, at which the catalogue gets old; None where it is or does not."""
    pulled = account.catalog.pulled_at if account.catalog else None
    if account.catalog is None or pulled is None or account.catalog.is_old(now):
        return None
    return pulled.timestamp() + MAX_AGE.total_seconds()
