"""No two items of a kind have the same id or key."""

from __future__ import annotations

from collections import Counter

from csws.errors import CswsError
from csws.kinds import RECORDED
from csws.model.kind import Kind
from csws.model.settings import Settings


def check_identity(settings: Settings, account: str) -> None:
    """Raises CswsError if two items of a kind have the same id or key: a reader would lose one of them."""
    for kind in RECORDED:
        things = kind.all(settings)
        _check_once(kind, "id", [item.id for item in things if item.id], account)
        _check_once(kind, "key", [item.key for item in things if item.key], account)


def _check_once(kind: Kind, what: str, names: list[str], account: str) -> None:
    twice = next((name for name, times in Counter(names).items() if times > 1), None)
    if twice is None:
        return
    message = f"Two {kind.noun}s would have the {what} `{twice}`, so nothing was recorded."
    command = f"csws --account {account} observe --set unmanaged.{twice}=null"
    hint = f"If the account has only one of them: `{command}`"
    raise CswsError(message, hint=hint if what == "id" else "Choose another key.", code="identity")
