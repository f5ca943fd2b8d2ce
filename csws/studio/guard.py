"""What a request must be before any page sees it (EDITING §3, security), and the headers of every answer.

Nothing but a browser that the studio let in gets an answer: not another site, not another port of this machine, not a
name that was made to point here. Refusals say nothing of what there is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from csws.model.frozen import frozen
from csws.studio.door import Door

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST = 1 << 20  # bytes of a body
_MOST_READ = 4 * LARGEST
_SLOWEST = 30.0  # seconds that a body may take
_READS = ("GET", "HEAD")
_WRITES = ("POST", "PUT", "DELETE")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_NOTHING = "There is nothing here. Open the link that `csws studio` printed; press Enter in its terminal for a new one."


@frozen(kw_only=False)
class Refusal:
    """An answer to a request that may not come in."""

    status: int
    text: str
    headers: tuple[tuple[str, str], ...] = ()


_TOO_LARGE = Refusal(413, f"A body may have {LARGEST:,} bytes at most.")


class Request:
    """The head of a request, as far as the guard looks at it."""

    def __init__(self, scope: Scope) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope.get("query_string", b"")
        self._headers: list[tuple[bytes, bytes]] = scope["headers"]

    def all(self, name: str) -> list[str]:
        return [value.decode("latin-1") for key, value in self._headers if key == name.encode()]

    def one(self, name: str) -> str | None:
        """The value of a header that is there just once; None for anything else."""
        found = self.all(name)
        return found[0] if len(found) == 1 else None

    @property
    def folder(self) -> str:
        return self.path[1:].partition("/")[0]


def refusal(request: Request, door: Door) -> Refusal | None:
    """Why a request may not come in; None for one that may. Says nothing about the folder to those who do not know
    it."""
    if request.one("host") not in door.hosts:
        return Refusal(421, "This address is not served here.")
    if request.method not in (*_READS, *_WRITES):
        return Refusal(405, "This method is not allowed.", (("allow", ", ".join((*_READS, *_WRITES))),))
    if not _is_same_site(request, door):
        return Refusal(403, "Requests of other pages are refused.")
    known = door.is_folder(request.folder) and door.knows("; ".join(request.all("cookie")))
    if not known or not request.path.startswith(f"/{door.folder}/"):
        return Refusal(404, _NOTHING)
    return _refused_write(request) if request.method in _WRITES else None


def _is_same_site(request: Request, door: Door) -> bool:
    """Whether a page of the studio or the person sent it. Other ports of this machine are `same-site`."""
    site, origins = request.all("sec-fetch-site"), request.all("origin")
    if request.method in _READS:
        return all(value in ("none", "same-origin") for value in site) and all(item in door.origins for item in origins)
    return site == ["same-origin"] and len(origins) == 1 and origins[0] in door.origins


def _refused_write(request: Request) -> Refusal | None:
    kind = request.one("content-type") or ""
    if kind.partition(";")[0].strip().lower() != "application/json":
        return Refusal(415, "Send JSON, as application/json.")
    length = request.one("content-length")
    if length is not None and (not length.isdecimal() or int(length) > LARGEST):
        return _TOO_LARGE
    return None


class Guard:
    """The application behind the door. `heard` is told of every request that comes in."""

    def __init__(self, app: App, door: Door, heard: Callable[[], None]) -> None:
        self._app, self._door, self._heard = app, door, heard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        send = _with_headers(send)
        refused = self._entering(request) or refusal(request, self._door)
        if refused is not None:
            await _answer(send, refused)
            return
        self._heard()
        if request.method in _WRITES:
            body = await _body(receive)
            if isinstance(body, Refusal):
                await _answer(send, body)
                return
            scope["csws.body"] = body
        await self._app({**scope, "root_path": f"/{self._door.folder}"}, receive, send)

    def _entering(self, request: Request) -> Refusal | None:
        """A ticket becomes the cookie. A used one leads on where the browser has the cookie already."""
        door = self._door
        if request.method != "GET" or request.path != f"/{door.folder}/enter":
            return None
        if request.one("host") not in door.hosts or not _is_same_site(request, door):
            return None
        home = ("location", f"/{door.folder}/")
        tickets = parse_qs(request.query.decode("latin-1")).get("ticket", [])
        if len(tickets) == 1 and door.admits(tickets[0]):
            return Refusal(303, "", (home, ("set-cookie", door.cookie())))
        return Refusal(303, "", (home,)) if door.knows("; ".join(request.all("cookie"))) else None


async def _body(receive: Receive) -> bytes | Refusal:
    """The whole body, which may neither be too large nor take too long. Some more than is allowed is read and thrown
    away: who is still sending would not see the answer."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_SLOWEST):
            while size <= _MOST_READ:
                message = await receive()
                part = message.get("body", b"")
                size += len(part)
                if size <= LARGEST:
                    parts.append(part)
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    break
    except TimeoutError:
        return Refusal(408, "The request took too long.")
    return b"".join(parts) if size <= LARGEST else _TOO_LARGE


def _with_headers(send: Send) -> Send:
    added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [pair for pair in message.get("headers", []) if pair[0].decode().lower() not in HEADERS]
            message = {**message, "headers": [*own, *added]}
        await send(message)

    return sending


async def _answer(send: Send, refused: Refusal) -> None:
    body = refused.text.encode()
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", str(len(body))),
        *refused.headers,
        *([("connection", "close")] if refused.status != 303 else []),
    ]
    encoded = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": refused.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
