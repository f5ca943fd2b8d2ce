"""What the stand-ins for GitHub and GitLab have in common: a server, pages, a clock, a log, and faults.

Knows nothing of either API: a forge brings its routes, its headers and its refusals.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

HTML = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass
class Fault:
    """What goes wrong with the next `times` requests whose `METHOD path?query` matches.

    `status`, `headers` and `body` replace the answer (text is sent as HTML, anything else as JSON);
    `hang` waits that many seconds first; `close` closes the connection without an answer. With
    `done`, the request has taken effect before: only its answer is lost.
    """

    match: str
    times: int = 1
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = HTML
    hang: float = 0.0
    close: bool = False
    done: bool = False


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: Any

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}" + (f"?{urlencode(self.query, safe='/:,')}" if self.query else "")


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """All items of a list, of which the server sends one page; `under` names the key of the page,
    beside `total_count`, where the API answers an object."""

    items: list[Any]
    under: str = ""


class Refused(Exception):
    """Ends a request with an answer other than the usual one."""

    def __init__(self, status: int, body: Any):
        self.answer = Answer(status, body)


class Clock:
    """The server's time. Each reading is a second after the one before; a test may set it forward."""

    def __init__(self) -> None:
        self._last = datetime(2026, 1, 1, tzinfo=UTC)

    def set(self, time: str) -> None:
        given = datetime.fromisoformat(time)
        if given <= self._last:
            raise ValueError(f"{time} is not after {self._last.isoformat()}.")
        self._last = given - timedelta(seconds=1)

    def tick(self) -> str:
        self._last += timedelta(seconds=1)
        return f"{self._last:%Y-%m-%dT%H:%M:%SZ}"


Handler = Callable[..., Any]


class Routes:
    """Which function answers which method and path, and what the token needs for it."""

    def __init__(self) -> None:
        self._table: list[tuple[str, re.Pattern[str], str, Handler]] = []

    def __call__(self, method: str, path: str, needs: str = "") -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            self._table.append((method, re.compile(path), needs, handler))
            return handler

        return add

    def find(self, method: str, path: str) -> tuple[Handler, str, tuple[str, ...]] | None:
        for known, pattern, needs, handler in self._table:
            if known == method and (found := pattern.fullmatch(path)):
                return handler, needs, found.groups()
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that closes its connection is no fault of the server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


_SERVING = frozenset({"_lock", "_closed", "_server"})


class Forge:
    """The base of both stand-ins. `log` has every request, `faults` what is to go wrong.

    A forge must define `answer`; it may define `page_headers` and the default size of a page.
    """

    per_page = 30

    def __init__(self) -> None:
        self.log: list[Request] = []
        self.faults: list[Fault] = []
        self.clock = Clock()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._last_id = 1000
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def held(self) -> dict[str, Any]:
        """Everything but the server itself: what its repository holds, and what it was asked."""
        return {name: value for name, value in vars(self).items() if name not in _SERVING}

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def lines(self) -> list[str]:
        """The requests so far, each as `METHOD path?query`."""
        return [request.line for request in self.log]

    def new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def page_headers(self, request: Request, page: int, size: int, total: int) -> dict[str, str]:
        return {"Link": links} if (links := self.links(request, page, -(-total // size))) else {}

    def links(self, request: Request, page: int, last: int) -> str:
        """The header Link (RFC 8288) of a page; empty if there is one page only."""
        there = {"prev": page - 1 if page > 1 else 0, "next": page + 1 if page < last else 0}
        there |= {"last": last if page < last else 0, "first": 1 if page > 1 else 0}
        address = f"{self.origin}{self.link_path(request.path)}"
        return ", ".join(
            f'<{address}?{urlencode({**request.query, "page": number})}>; rel="{name}"'
            for name, number in there.items()
            if number
        )

    def link_path(self, path: str) -> str:
        return path

    def page(self, request: Request, listing: Listing) -> Answer:
        """One page of a list. More than 100 items per page are cut to 100, as both APIs do."""
        size = min(max(_number(request.query.get("per_page"), self.per_page), 1), 100)
        page = max(_number(request.query.get("page"), 1), 1)
        items = listing.items[(page - 1) * size : page * size]
        body = {"total_count": len(listing.items), listing.under: items} if listing.under else items
        return Answer(200, body, self.page_headers(request, page, size, len(listing.items)))

    def receive(self, request: Request) -> tuple[Answer | None, float]:
        """The answer, or None if the connection is closed instead; and the seconds to wait before."""
        with self._lock:
            self.log.append(request)
            fault = next((item for item in self.faults if item.times > 0 and re.search(item.match, request.line)), None)
            if fault is None:
                return self._answer(request), 0.0
            fault.times -= 1
            replaced = fault.close or fault.status is not None
            answer = self._answer(request) if fault.done or not replaced else None
            if fault.status is not None:
                answer = Answer(fault.status, fault.body, fault.headers)
            return (None if fault.close else answer), fault.hang

    def _answer(self, request: Request) -> Answer:
        try:
            return self.answer(request)
        except Refused as refused:
            return refused.answer


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _handler(forge: Forge) -> type[BaseHTTPRequestHandler]:
    class HTTP(BaseHTTPRequestHandler):
        def _any(self) -> None:
            parts = urlsplit(self.path)
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            try:
                body = json.loads(data) if data else {}
            except ValueError:
                return self._send(Answer(400, {"message": "Problems parsing JSON"}))
            answer, hang = forge.receive(Request(self.command, parts.path, query, headers, body))
            if hang:
                forge._closed.wait(hang)
            return self._send(answer) if answer is not None else None

        def _send(self, answer: Answer) -> None:
            is_text = isinstance(answer.body, str)
            data = answer.body.encode() if is_text else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            headers = {"Content-Type": "text/html" if is_text else "application/json; charset=utf-8"}
            for name, value in {**headers, "Content-Length": str(len(data)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Prints nothing."""

    return HTTP
