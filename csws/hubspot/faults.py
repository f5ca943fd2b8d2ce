"""Error responses of HubSpot: status codes and bodies → wait and retry, or one of our failures."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from enum import Enum
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from csws.errors import CswsError, NotPermitted
from csws.model.frozen import frozen

_LOCKED = 423
_MIGRATING = 477
_LONGEST_WAIT = 60.0
_TOLD = 300  # characters of HubSpot's own words


class ScopeMissing(NotPermitted):
    """The token lacks a scope; `scopes` are those that HubSpot names, if it names any."""

    slug = "scope"
    scopes: tuple[str, ...] = ()


class Refused(NotPermitted):
    """HubSpot, or something before it, refuses for a reason other than a missing scope."""

    slug = "forbidden"


class NotThere(CswsError):
    """HubSpot has nothing with that name."""

    slug = "not_there"


class Rejected(CswsError):
    """HubSpot does not accept this request; another one may well succeed."""

    slug = "hubspot_answer"


class Unusable(CswsError):
    """HubSpot answers, but not with what was asked for: with an error of its own, or with data that
    are incomplete or of another shape. Trying again did not help."""

    slug = "hubspot_answer"


# These are about the part that was asked for; any other failure is about everything.
PARTIAL = (ScopeMissing, NotThere, Rejected)


class Limit(Enum):
    """The rate limits: what HubSpot calls them, the seconds to wait, and our words."""

    SECONDLY = ("SECONDLY", 1.0, "requests per second")
    ROLLING = ("TEN_SECONDLY_ROLLING", 10.0, "requests per ten seconds")
    DAILY = ("DAILY", None, "requests per day")
    UNNAMED = ("", 10.0, "requests")

    def __init__(self, policy: str, seconds: float | None, words: str) -> None:
        self.policy, self.seconds, self.words = policy, seconds, words


@frozen(kw_only=False)
class Response:
    """A response that was received completely. `data` is None if the body is not JSON."""

    status: int
    headers: Mapping[str, str]
    data: Any


def wait_before_retry(answer: Response, attempt: int) -> float | None:
    """Seconds to wait before a read is sent again; None if a retry is of no use. `attempt` counts
    from 1."""
    if answer.status == 408 or answer.status >= 500:
        return _retry_after(answer) or backoff(attempt)
    return wait_before_sending_again(answer, attempt)


def wait_before_sending_again(answer: Response, attempt: int) -> float | None:
    """The same for a write, which is sent again only if HubSpot surely did not carry it out."""
    if answer.status == 429:
        limit = limit_of(answer)
        return limit.seconds and (_retry_after(answer) or limit.seconds)
    if answer.status == _LOCKED:
        return 2.0 * attempt
    if answer.status == _MIGRATING:
        return _retry_after(answer) or 10.0
    return None


def is_unclear(answer: Response) -> bool:
    """Whether a write may have been carried out in spite of this response."""
    return answer.status == 408 or (answer.status >= 500)


def limit_of(answer: Response) -> Limit:
    """The limit that a 429 reports. Some name it only in their message."""
    policy = str(_member(answer.data, "policyName") or "").upper()
    named = next((limit for limit in Limit if policy and limit.policy == policy), None)
    if named is not None:
        return named
    said = str(_member(answer.data, "message") or "").upper()
    order = (Limit.ROLLING, Limit.SECONDLY, Limit.DAILY)
    return next((limit for limit in order if limit.policy in said), Limit.UNNAMED)


def backoff(attempt: int) -> float:
    """Half a second, doubled each time, with jitter so that many readers do not retry at the same
    time."""
    return 0.5 * float(2 ** (attempt - 1)) * random.uniform(0.5, 1.5)


def _retry_after(answer: Response) -> float | None:
    """The seconds that HubSpot asks to wait; None if it does not say, or gives a date."""
    try:
        seconds = float(answer.headers.get("retry-after") or "")
    except ValueError:
        return None
    return min(max(seconds, 1.0), _LONGEST_WAIT) if isfinite(seconds) else None


def _member(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, dict) else None


def required_scopes(data: Any) -> tuple[str, ...]:
    """The scopes that an error body names, in any of the places where HubSpot puts them."""
    errors = _member(data, "errors")
    holders = [data, *(errors if isinstance(errors, list) else ())]
    found = [scope for holder in holders for scope in _scopes_in(_member(holder, "context"))]
    return tuple(dict.fromkeys(found))


def _scopes_in(context: Any) -> Iterator[str]:
    named = _member(context, "requiredScopes")
    for item in named if isinstance(named, list) else [named]:
        if isinstance(item, str):
            yield from (part for part in item.strip("[]").replace(",", " ").split() if part)


def failure(answer: Response, what: str, *, verb: str = "read", tries: int = 1) -> CswsError:
    """The failure for an error response. `verb` is what csws tried to do. Every member of HubSpot's
    error body may be absent."""
    told = _told(answer.data)
    if answer.status == 401:
        return NotPermitted(
            f"HubSpot does not accept the token.{told}",
            hint="Check the token: it may have expired or been rotated.",
            code="token",
        )
    if answer.status == 403:
        return _forbidden(answer, what, verb, told)
    if answer.status == 404:
        return NotThere(f"HubSpot cannot find {what} (404).{told}", hint="Check the account and the name.")
    if answer.status == 429:
        return _over_limit(limit_of(answer), told, tries)
    if answer.status == 407 or 300 <= answer.status < 400:
        return _diverted(answer, what)
    if answer.status in (408, _LOCKED, _MIGRATING) or answer.status >= 500:
        after = f" after {tries} tries" if tries > 1 else ""
        message = f"HubSpot answered {answer.status} for {what}{after}.{told}"
        return Unusable(message, hint="Try again later, and check HubSpot's status page.")
    hint = "If the message does not say why, this may be a bug in csws; please report it."
    return Rejected(f"HubSpot answered {answer.status} for {what}.{told}", hint=hint)


def _told(data: Any) -> str:
    """HubSpot's own words: its message, and the details that it does not repeat."""
    errors = _member(data, "errors")
    details = [_member(item, "message") for item in errors] if isinstance(errors, list) else []
    said = " ".join(str(_member(data, "message") or "").split())
    for detail in (" ".join(item.split()) for item in details if isinstance(item, str)):
        said = f"{_ended(said)} {detail}" if detail not in said else said
    trace = _member(data, "correlationId")
    told = f" HubSpot says: {said.strip()[:_TOLD]}" if said.strip() else ""
    return _ended(told + (f" (correlation id {str(trace)[:64]})" if trace else ""))


def _ended(text: str) -> str:
    """A text that another sentence may follow."""
    return f"{text}." if text and text[-1] not in ".:!?" else text


def _forbidden(answer: Response, what: str, verb: str, told: str) -> CswsError:
    scopes, category = required_scopes(answer.data), _member(answer.data, "category")
    if scopes or category == "MISSING_SCOPES":
        words = " or ".join(f"`{scope}`" for scope in scopes[:3])
        name = f"one of the scopes {words}" if len(scopes) > 1 else f"the scope {words}".rstrip()
        missing = ScopeMissing(
            f"The token lacks permission to {verb} {what}.{told}",
            hint=f"Add {name} to the token, then run the command again.",
        )
        missing.scopes = scopes
        return missing
    if not isinstance(answer.data, dict):
        return Refused(
            f"Something between here and HubSpot refused the request for {what} (403).",
            hint="A proxy or firewall may block HubSpot; check HTTPS_PROXY and NO_PROXY.",
        )
    kind = f"403, {' '.join(str(category).split())[:64]}" if category else "403"
    return Refused(
        f"HubSpot refuses to let the token {verb} {what} ({kind}).{told}",
        hint="This is not about scopes: check the permissions of the person who created the token,"
        " and the addresses from which the account allows access.",
    )


def _over_limit(limit: Limit, told: str, tries: int) -> CswsError:
    if limit is Limit.DAILY:
        return CswsError(
            f"HubSpot's daily request limit is used up.{told}",
            hint="The limit is reset at midnight in the account's time zone; run the command again"
            " after that. All apps of the account share it.",
            code="daily_limit",
        )
    after = f" after {tries} tries" if tries > 1 else ""
    return CswsError(
        f"HubSpot's limit of {limit.words} is still reached{after}.{told}",
        hint="Other programs use the same limit; run the command again in a minute.",
        code="rate_limit",
    )


def _diverted(answer: Response, what: str) -> CswsError:
    """A response that is not from HubSpot's API, or sends csws elsewhere."""
    if answer.status == 407:
        return CswsError(
            f"The proxy asks for a name and a password; csws cannot reach HubSpot for {what}.",
            hint="Write them into HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT.",
            code="unreachable",
        )
    host = urlsplit(answer.headers.get("location") or "").hostname
    to = f" to {host[:100]}" if host else ""
    return CswsError(
        f"The request for {what} was redirected{to} ({answer.status})."
        " csws does not follow it, so that the token goes to HubSpot only.",
        hint="Check CSWS_HUBSPOT_API, and whether the network asks for a login first.",
        code="redirected",
    )
