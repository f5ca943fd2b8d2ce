"""Who acts in the account, as far as csws knows."""

from __future__ import annotations

import os

from starlette.requests import Request

from csws.model.declaration import AccountEntry


def who_of(request: Request, entry: AccountEntry) -> str:
    """Who spoke last in this studio; else whom the project names. "" where nobody is known."""
    last = getattr(request.app.state, "who", "")
    return str(last or os.environ.get("CSWS_OPERATOR", "") or entry.operator or "")
