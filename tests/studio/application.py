"""The application of a studio asked in this process, behind its guard."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from starlette.applications import Starlette


def answered(app: Starlette, path: str) -> tuple[int, bytes]:
    """Status and body of a page. In a thread of its own: that of the tests may have the loop of a browser."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, _answered(app, path)).result()


async def _answered(app: Starlette, path: str) -> tuple[int, bytes]:
    sent = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
        "server": ("127.0.0.1", 1),
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception:  # it is answered before Starlette raises it again
        assert sent, path
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])
