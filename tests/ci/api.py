"""The part of GitHub's API that the action calls, as a server on this machine."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BOT = {"login": "github-actions[bot]"}


class Api:
    """The comments of pull request 7, and the requests received. `forbidden` answers writes as
    GitHub answers the token of a fork."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = [
            {
                "id": number,
                "user": {"login": "somebody"},
                "body": "<!-- csws-plan-of . -->\n<!-- csws-digest sha256:" + "f" * 64 + " " + "a" * 40 + " -->",
            }
            for number in range(1, 121)
        ]
        self.pulls: list[dict[str, Any]] = []
        self.forbidden = False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def mine(self) -> list[dict[str, Any]]:
        return [item for item in self.comments if item["user"] == BOT]

    def answer(self, method: str, path: str, data: dict[str, Any]) -> tuple[int, Any]:
        if method != "GET" and self.forbidden:
            return 403, {"message": "Resource not accessible by integration"}
        if method == "POST" and path == "/repos/o/r/issues/7/comments":
            self.comments.append({"id": 1000 + len(self.comments), "user": BOT, **data})
            return 201, self.comments[-1]
        if method == "PATCH" and (found := re.fullmatch(r"/repos/o/r/issues/comments/(\d+)", path)):
            (item,) = (item for item in self.comments if item["id"] == int(found[1]))
            item.update(data)
            return 200, item
        if found := re.fullmatch(r"/repos/o/r/issues/7/comments\?per_page=100&page=(\d+)", path):
            start = (int(found[1]) - 1) * 100
            return 200, self.comments[start : start + 100]
        return (200, self.pulls) if re.fullmatch(r"/repos/o/r/commits/[0-9a-f]{40}/pulls", path) else (404, {})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                assert self.headers["Authorization"] == "Bearer the-token"
                status, answer = api.answer(self.command, self.path, json.loads(body or b"{}"))
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PATCH = _any  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Prints nothing."""

        return Handler
