"""Who acts in the account, as far as csws knows."""

from __future__ import annotations

import os

from starlette.requests import Request

from csws.workflow.account.check import CheckedAccount


def who_of(request: Request, account: CheckedAccount) -> str:
    """Who spoke last in this studio; else whom the project names. "" where nobody is known."""
    last = getattr(request.app.state, "who", "")
    return str(last or os.environ.get("CSWS_OPERATOR", "") or account.loaded.entry.operator or "")
