"""HTTP to HubSpot: one pool of connections, timeouts, retries, and a budget. Knows no endpoint.

A GET is repeated if that may help. A POST is sent once: its caller must find out whether it was
carried out.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from csws import __version__
from csws.errors import AnswerLost, CswsError
from csws.hubspot.budget import Budget
from csws.hubspot.endpoints import BASE
from csws.hubspot.faults import Response, backoff, failure, wait_before_retry
from csws.hubspot.token import Token

ATTEMPTS = 6
WHOLE_ANSWER = 60.0  # seconds for a whole response, even a slow one
LARGEST = 64 * 1024 * 1024
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Transport:
    """Requests with one token."""

    def __init__(self, client: httpx.Client, token: Token, budget: Budget) -> None:
        self._client, self._token, self._budget = client, token, budget

    def get(self, path: str, what: str, params: Mapping[str, str] | None = None) -> Any:
        """The JSON of a response. Raises CswsError (ScopeMissing for a 403) if there is none."""
        lost: Exception | None = None
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._once("GET", path, params=params)
            except (httpx.TransportError, _Incomplete) as error:
                lost, wait = error, backoff(attempt)
            else:
                if answer.status == 200 and answer.data is not None:
                    return answer.data
                if answer.status == 200:
                    lost, wait = _Incomplete("the answer is not JSON"), backoff(attempt)
                else:
                    again = wait_before_retry(answer, attempt)
                    if again is None or attempt == ATTEMPTS:
                        raise failure(answer, what)
                    lost, wait = None, again
                    if answer.status == 429:
                        self._budget.empty()
            if attempt < ATTEMPTS:
                self._budget.wait(wait)
        raise self._unreachable(what, lost)

    def wait(self, seconds: float) -> None:
        """Waits, for a caller that has to see its own write."""
        self._budget.wait(seconds)

    def post(self, path: str, what: str, data: Mapping[str, Any]) -> Response:
        """One response, with any status. Raises AnswerLost if it is unknown whether the request was
        carried out."""
        try:
            return self._once("POST", path, data=data)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self._unreachable(what, error) from None
        except (httpx.TransportError, _Incomplete) as error:
            raise AnswerLost(
                f"HubSpot's response for {what} was lost ({type(error).__name__}).", hint="csws reads it back."
            ) from None

    def _once(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, data: Mapping[str, Any] | None = None
    ) -> Response:
        self._budget.spend()
        headers = {"Authorization": f"Bearer {self._token.value}"}
        began = time.monotonic()
        with self._client.stream(method, path, params=params, json=data, headers=headers) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() - began > WHOLE_ANSWER or len(body) > LARGEST:
                    raise _Incomplete("the response does not end")
        text = self._token.hidden_in(body.decode("utf-8", "replace"))
        return Response(response.status_code, dict(response.headers), _parsed(text))

    def _unreachable(self, what: str, error: Exception | None) -> CswsError:
        why = self._token.hidden_in(f"{type(error).__name__}: {error}") if error else "no answer"
        return CswsError(
            f"Cannot reach HubSpot for {what} ({why[:300]}).",
            hint="Check the network, HTTPS_PROXY and SSL_CERT_FILE, then run the command again.",
            code="unreachable",
        )


class _Incomplete(Exception):
    """A response that was not received completely."""


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def api_base() -> str:
    """The address of the API. Raises CswsError for an address to which the token would go
    unencrypted."""
    base = os.environ.get("CSWS_HUBSPOT_API") or BASE
    parts = urlsplit(base)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise CswsError(
            "CSWS_HUBSPOT_API must begin with https://, so that the token is not sent in the clear.",
            hint="Only this machine may be addressed with http://.",
            code="insecure",
        )
    return base.rstrip("/")


@contextmanager
def connected(token: Token) -> Iterator[Transport]:
    """Opens a transport and closes it again. Proxies and certificates are httpx's: HTTPS_PROXY,
    NO_PROXY, SSL_CERT_FILE."""
    limits = httpx.Limits(max_connections=10, max_keepalive_connections=10)
    headers = {"User-Agent": f"csws/{__version__}", "Accept": "application/json"}
    try:
        client = httpx.Client(
            base_url=api_base(), timeout=_TIMEOUT, limits=limits, headers=headers, follow_redirects=False
        )
    except (OSError, ValueError) as error:
        raise CswsError(
            f"The connection cannot be set up: {error}.",
            hint="Check SSL_CERT_FILE and the proxy settings.",
            code="unreachable",
        ) from None
    with client:
        yield Transport(client, token, Budget())
