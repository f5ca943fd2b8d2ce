"""What an answer about a project was made from, and until when it holds if nothing moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from csws.load.account import named_files
from csws.model.catalog import MAX_AGE
from csws.model.sources import Sources
from csws.workflow.check import CheckedAccount, Opened


def made_from(opened: Opened, until: float | None, *, settings: bool) -> Sources | None:
    """None where it is more than files: nothing could be read, or, where the accounts' `settings` were read too, one of them
    is kept elsewhere."""
    if not opened.names:
        return None
    files = dict.fromkeys(opened.project.read)
    stores: dict[str, None] = {}
    for name in opened.names:
        read, embedded = named_files(opened.project, name)
        if settings and "target" not in embedded:
            return None
        files.update(dict.fromkeys(read))
        stores.update(dict.fromkeys(embedded.values()))
    return Sources(
        root=str(opened.root),
        files=tuple(files),
        patterns=opened.project.include,
        stores=tuple(stores),
        until=until,
    )


def until(account: CheckedAccount, now: datetime) -> float | None:
    """The moment, in seconds since 1970, at which the catalogue gets old; None where it is or does not."""
    pulled = account.catalog.pulled_at if account.catalog else None
    if account.catalog is None or pulled is None or account.catalog.is_old(now):
        return None
    return pulled.timestamp() + MAX_AGE.total_seconds()


def earliest(moments: Iterable[float | None]) -> float | None:
    return min((moment for moment in moments if moment is not None), default=None)
