"""Calls to a forge's API: JSON in and out, every failure a sentence, tried again where that helps.

A write is sent again only where the forge certainly did not carry it out.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from typing import Any

from csws.model.frozen import frozen

_TRIES = 5
_LONGEST_WAIT = 60.0  # seconds; a limit that lasts longer is reported instead
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_MOST_PAGES = 100


class ApiFault(Exception):
    """A call that failed for good. `unsure` says that a write may have been carried out."""

    def __init__(self, message: str, status: int | None = None, *, unsure: bool = False):
        super().__init__(message)
        self.status, self.unsure = status, unsure


def part(data: Any, *names: str, forge: str) -> Any:
    """What an answer holds at a path. Raises ApiFault if it lacks what the documentation promises."""
    for name in names:
        if not isinstance(data, dict) or name not in data:
            raise ApiFault(f"{forge} left out `{'.'.join(names)}` in an answer. Run the job again later.")
        data = data[name]
    return data


@frozen
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body) if self.body.strip() else None


@frozen
class Client:
    """`forge` is what messages call it. `refused` explains a 401, 403 or 404 of this forge, from
    the status, its own message, and what the call was for."""

    forge: str
    base: str
    headers: Mapping[str, str]
    refused: Callable[[int, str, str], str]
    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep

    def get(self, path: str, purpose: str) -> Any:
        """One object."""
        found = self.send("GET", path, purpose)[1]
        if not isinstance(found, dict):
            raise ApiFault(f"{self.forge} answered something that is not an object when asked {purpose}.")
        return found

    def write(self, method: str, path: str, data: Any, purpose: str) -> Any:
        return self.send(method, path, purpose, data)[1]

    def pages(self, path: str, purpose: str, key: str | None = None) -> Iterator[Any]:
        """Every item of a list, over all its pages. `key` names the list in an object."""
        url: str | None = f"{path}{'&' if '?' in path else '?'}per_page=100"
        for _ in range(_MOST_PAGES):
            if url is None:
                return
            answer, data = self.send("GET", url, purpose)
            found = data.get(key) if key and isinstance(data, dict) else data
            if not isinstance(found, list):
                raise ApiFault(f"{self.forge} answered something that is not a list when asked {purpose}.")
            yield from (item for item in found if isinstance(item, dict))
            url = _next(answer.headers)

    def send(
        self, method: str, path: str, purpose: str, data: Any = None, *, is_read: bool = False
    ) -> tuple[Answer, Any]:
        """`is_read` says that a POST changes nothing."""
        is_write = method != "GET" and not is_read
        for turn in range(1, _TRIES + 1):
            answer, wait = self._once(method, path, purpose, data, is_write)
            if answer is not None:
                return answer, self._read(answer, purpose, is_write)
            if turn < _TRIES and wait.seconds(turn) <= _LONGEST_WAIT:
                self.sleep(wait.seconds(turn))
            else:
                break
        raise ApiFault(wait.message, wait.status)

    def _once(self, method: str, path: str, purpose: str, data: Any, is_write: bool) -> tuple[Answer | None, _Wait]:
        """The answer, or why to try again. Raises ApiFault where trying again does not help."""
        request = urllib.request.Request(
            path if path.startswith(("http://", "https://")) else f"{self.base}/{path}",
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={**self.headers, "Content-Type": "application/json"},
        )
        try:
            with _OPENER.open(request, timeout=self.timeout) as response:
                return Answer(status=response.status, headers=response.headers, body=response.read()), _NO_WAIT
        except urllib.error.HTTPError as error:
            body = _body(error)
            return self._refused(error, body, purpose, is_write)
        except urllib.error.URLError as error:
            sent = not isinstance(error.reason, ConnectionRefusedError)
            return self._silent(f"{self.forge} cannot be reached ({error.reason})", purpose, is_write and sent)
        except (OSError, http.client.HTTPException) as error:
            what = (
                "did not answer in time" if isinstance(error, TimeoutError) else f"broke off ({type(error).__name__})"
            )
            return self._silent(f"{self.forge} {what}", purpose, is_write)

    def _silent(self, what: str, purpose: str, unsure: bool) -> tuple[None, _Wait]:
        message = f"{what} when asked {purpose}."
        if unsure:
            raise ApiFault(f"{message} Whether that was done is not known.", unsure=True)
        return None, _Wait(message=message)

    def _refused(self, error: urllib.error.HTTPError, body: bytes, purpose: str, is_write: bool) -> tuple[None, _Wait]:
        said = _said(body, error.headers)
        limit = _limit(error, said)
        if limit is not None:
            text = f"{self.forge}'s rate limit is used up ({error.code}: {said}); it was asked {purpose}."
            return None, _Wait(message=f"{text} Run the job again later.", status=error.code, after=limit)
        if error.code in _PASSING:
            text = f"{self.forge} failed with {error.code} ({said}) when asked {purpose}."
            if is_write and error.code not in (408, 425, 503):
                raise ApiFault(f"{text} Whether that was done is not known.", error.code, unsure=True)
            return None, _Wait(message=f"{text} Run the job again later.", status=error.code)
        raise ApiFault(self.refused(error.code, said, purpose), error.code)

    def _read(self, answer: Answer, purpose: str, is_write: bool) -> Any:
        try:
            return answer.data
        except ValueError as error:
            kind = answer.headers.get("Content-Type") or "no content type"
            message = f"Something between this job and {self.forge} answered with {kind} when asked {purpose}."
            raise ApiFault(f"{message} Check the proxy.", answer.status, unsure=is_write) from error


@frozen
class _Wait:
    """Why a call is tried again. `after` is what the forge asks for, in seconds."""

    message: str
    status: int | None = None
    after: float | None = None

    def seconds(self, turn: int) -> float:
        return self.after if self.after is not None else 2.0 ** (turn - 1)


_NO_WAIT = _Wait(message="")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would send the token somewhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _body(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read()
    except (OSError, http.client.HTTPException):
        return b""


def _said(body: bytes, headers: Message) -> str:
    """The forge's own message, in one line."""
    try:
        data = json.loads(body)
        names = ("message", "error_description", "error")  # GitHub's, then GitLab's
        text = next(filter(None, map(data.get, names)), None) if isinstance(data, dict) else None
    except ValueError:
        text = f"an answer of type {headers.get('Content-Type') or 'unknown'}"
    return " ".join(str(text or "no message").split())[:300]


def _limit(error: urllib.error.HTTPError, said: str) -> float | None:
    """How long to wait for a rate limit, in seconds; None if this is not one.

    GitHub answers a primary limit with 403 or 429 and `x-ratelimit-remaining: 0`, a secondary one
    with 403 or 429 and a message or `Retry-After`.
    """
    if error.code not in (403, 429):
        return None
    headers = error.headers
    after = _number(headers.get("Retry-After"))
    if after is not None:
        return after
    if headers.get("x-ratelimit-remaining") == "0":
        reset = _number(headers.get("x-ratelimit-reset"))
        return max(1.0, reset - time.time() + 1) if reset is not None else _LONGEST_WAIT
    return _LONGEST_WAIT if error.code == 429 or "rate limit" in said.lower() else None


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e12 else None


def _next(headers: Message) -> str | None:
    """The address of the next page, from the `Link` header (RFC 8288)."""
    for part in (headers.get("Link") or "").split(","):
        address, _, relation = part.partition(";")
        if 'rel="next"' in relation:
            return address.strip().removeprefix("<").removesuffix(">")
    return None
