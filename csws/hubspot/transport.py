"""HTTP to HubSpot: one pool of connections, timeouts, retries, and a budget. Knows no endpoint.

A read is repeated if that may help. A write is repeated only if HubSpot surely did not carry it
out; otherwise its caller must find out. The token is in nothing that leaves here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from csws.errors import AnswerLost, CswsError
from csws.hubspot.budget import Budget
from csws.hubspot.faults import (
    Limit,
    Response,
    backoff,
    failure,
    limit_of,
    wait_before_retry,
    wait_before_sending_again,
)
from csws.hubspot.network import UNSENT, Incomplete, NotHubSpot, may_pass, open_client, unreachable
from csws.hubspot.token import Token

ATTEMPTS = 6
WHOLE_ANSWER = 60.0  # seconds for a whole response, even a slow one
LARGEST = 64 * 1024 * 1024
_LOST = (httpx.RequestError, httpx.InvalidURL, Incomplete, NotHubSpot)


class Transport:
    """Requests with one token."""

    def __init__(self, client: httpx.Client, token: Token, budget: Budget) -> None:
        self._client, self._token, self._budget = client, token, budget

    def get(self, path: str, what: str, params: Mapping[str, str] | None = None) -> Any:
        """The JSON of a response. Raises CswsError if there is none: ScopeMissing, Refused,
        NotThere, Rejected or another one."""
        return self._read("GET", path, what, params=params)

    def search(self, path: str, what: str, data: Mapping[str, Any]) -> Any:
        """The JSON of a response to a POST that changes nothing: a read whose parameters are in the
        body. Raises as `get` does."""
        return self._read("POST", path, what, data=data)

    def describe_token(self, path: str, what: str) -> Any:
        """The JSON of a response about the token, which the endpoint wants in the body too. Such a
        POST changes nothing."""
        return self._read("POST", path, what, data={"tokenKey": self._token.value})

    def _read(self, method: str, path: str, what: str, **sent: Any) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS
            try:
                answer = self._once(method, path, **sent)
                if answer.status in (200, 207):  # 207: a batch of which some things are not there any more
                    return _found(answer)
            except _LOST as error:
                if last or not may_pass(error):
                    raise self._unreachable(what, error) from None
                self._budget.wait(backoff(attempt))
            else:
                wait = wait_before_retry(answer, attempt)
                if last or wait is None:
                    raise failure(answer, what, tries=attempt)
                self._wait_out(answer, wait)
        raise AssertionError("the last attempt returns or raises")

    def wait(self, seconds: float) -> None:
        """Waits, for a caller that has to see its own write."""
        self._budget.wait(seconds)

    def post(self, path: str, what: str, data: Mapping[str, Any]) -> Response:
        """The response to a write, with any status. Raises AnswerLost if it is unknown whether the
        request was carried out, CswsError if it surely was not."""
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS
            try:
                answer = self._once("POST", path, data=data)
            except UNSENT as error:
                if last or not may_pass(error):
                    raise self._unreachable(what, error) from None
                self._budget.wait(backoff(attempt))
            except _LOST as error:
                raise AnswerLost(
                    f"HubSpot's response for {what} was lost ({type(error).__name__}).",
                    hint="csws reads it back.",
                ) from None
            else:
                wait = wait_before_sending_again(answer, attempt)
                if last or wait is None:
                    return answer
                self._wait_out(answer, wait)
        raise AssertionError("the last attempt returns or raises")

    def _wait_out(self, answer: Response, seconds: float) -> None:
        if answer.status == 429 and limit_of(answer) is Limit.ROLLING:
            self._budget.empty()
        self._budget.wait(seconds)

    def _once(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> Response:
        self._budget.spend()
        headers = {"Authorization": f"Bearer {self._token.value}"}
        began = time.monotonic()
        with self._client.stream(method, path, params=params, json=data, headers=headers) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() - began > WHOLE_ANSWER or len(body) > LARGEST:
                    raise Incomplete("the response does not end")
        told = {name: self._token.hidden_in(value) for name, value in response.headers.items()}
        return Response(response.status_code, told, self._parsed(bytes(body)))

    def _parsed(self, body: bytes) -> Any:
        """The data of a JSON text without the token in it; None if it is not JSON in UTF-8. Half a
        character, as `\\ud83d` alone, can be neither stored nor shown."""
        try:
            text = body.decode("utf-8-sig")
            data = json.loads(text)
            if "\\ud" in text.lower():
                json.dumps(data, ensure_ascii=False).encode()
            return self._token.hidden_in_data(data)
        except (ValueError, RecursionError):
            return None

    def _unreachable(self, what: str, error: Exception) -> CswsError:
        name = "" if isinstance(error, Incomplete) else f"{type(error).__name__}: "
        return unreachable(error, what, self._token.hidden_in(f"{name}{error}"))


def _found(answer: Response) -> Any:
    """The data of a response that reports success."""
    if answer.data is None and "html" in answer.headers.get("content-type", ""):
        raise NotHubSpot
    if answer.data is None:
        raise Incomplete("the answer is not JSON in UTF-8, or is cut off")
    return answer.data


@contextmanager
def connected(token: Token) -> Iterator[Transport]:
    """Opens a transport and closes it again."""
    with open_client() as client:
        yield Transport(client, token, Budget())
