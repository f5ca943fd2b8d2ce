"""Error responses of HubSpot: status codes and bodies → wait and retry, or one of our failures."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from csws.errors import CswsError, NotPermitted
from csws.model.frozen import frozen

_PASSING = frozenset({502, 503, 504, *range(521, 527)})
_LOCKED = 423
_MIGRATING = 477
_LONGEST_WAIT = 60.0


class ScopeMissing(NotPermitted):
    """The token may not read this."""

    slug = "scope"


class NotThere(CswsError):
    """HubSpot has nothing with that name."""

    slug = "not_there"


@frozen(kw_only=False)
class Response:
    """A response that was received completely. `data` is None if the body is not JSON."""

    status: int
    headers: Mapping[str, str]
    data: Any


def wait_before_retry(answer: Response, attempt: int) -> float | None:
    """Seconds to wait before the request is sent again; None if a retry is of no use. `attempt`
    counts from 1."""
    if answer.status == 429:
        policy = _member(answer.data, "policyName")
        waits = {"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0}
        return None if policy == "DAILY" else waits.get(str(policy), 10.0)
    if answer.status == _LOCKED:
        return 2.0 * attempt
    if answer.status == _MIGRATING:
        return min(_seconds(answer.headers.get("retry-after")), _LONGEST_WAIT)
    if answer.status in _PASSING:
        return backoff(attempt)
    return None


def backoff(attempt: int) -> float:
    """Half a second, doubled each time, with jitter so that many readers do not retry at the same
    time."""
    return 0.5 * float(2 ** (attempt - 1)) * random.uniform(0.5, 1.5)


def _seconds(text: str | None) -> float:
    try:
        return max(float(text or ""), 1.0)
    except ValueError:
        return 10.0


def _member(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, dict) else None


def failure(answer: Response, what: str) -> CswsError:
    """The failure for an error response. Every member of HubSpot's error body may be absent."""
    said = " ".join(str(_member(answer.data, "message") or "").split())[:300]
    trace = _member(answer.data, "correlationId")
    told = (f" HubSpot says: {said}" if said else "") + (f" (correlation id {str(trace)[:64]})" if trace else "")
    if answer.status == 401:
        return NotPermitted(
            f"HubSpot does not accept the token.{told}",
            hint="Check the token: it may have expired or been rotated.",
            code="token",
        )
    if answer.status == 403:
        return ScopeMissing(
            f"The token lacks permission to read {what}.{told}",
            hint="Add the scope to the token, then run the command again.",
        )
    if answer.status == 404:
        return NotThere(f"HubSpot has no {what}.{told}", hint="Check the account and the name.")
    if answer.status == 429:
        return _limit(told)
    return CswsError(
        f"HubSpot answered {answer.status} for {what}.{told}",
        hint="Try again later, and check HubSpot's status page."
        if answer.status >= 500
        else "This may be a bug in csws; please report it.",
        code="hubspot_answer",
    )


def _limit(told: str) -> CswsError:
    return CswsError(
        f"HubSpot's daily request limit is used up.{told}",
        hint="The limit is reset at midnight in the account's time zone; run the command again after that. All apps of the account share it.",
        code="daily_limit",
    )
