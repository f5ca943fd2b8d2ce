"""A TCP proxy before a PostgreSQL server that cuts the connection at one COMMIT: before the server hears of it, or after."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from urllib.parse import parse_qs, urlsplit

COMMIT = b"COMMIT\x00"


class Proxy(ThreadingTCPServer):
    """`cut_at` is the number of the COMMIT that is cut, counted from when it is set; 0 cuts none. `heard` says whether the
    server hears of it, and `refuses` whether nobody can connect afterwards."""

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Client)
        (folder,) = parse_qs(urlsplit(url).query)["host"]
        self.behind = f"{folder}/.s.PGSQL.5432"
        self.url = f"postgresql://csws@127.0.0.1:{self.server_address[1]}/postgres"
        self.set(0)

    def set(self, cut_at: int, *, heard: bool = True, refuses: bool = False) -> None:
        self.cut_at, self.heard, self.refuses = cut_at, heard, refuses
        self.commits = 0

    def cuts(self, data: bytes) -> bool:
        self.commits += data.count(COMMIT)
        return COMMIT in data and self.commits == self.cut_at


class _Client(BaseRequestHandler):
    server: Proxy

    def handle(self) -> None:
        if self.server.refuses and self.server.commits >= self.server.cut_at:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX) as behind:
            behind.connect(self.server.behind)
            self._forward(behind)

    def _forward(self, behind: socket.socket) -> None:
        while True:
            ready, _, _ = select.select([self.request, behind], [], [])
            for side in ready:
                data = side.recv(65536)
                if side is self.request and self.server.cuts(data):
                    if self.server.heard:
                        behind.sendall(data)
                        behind.recv(65536)  # the answer, which nobody hears
                    return
                if not data:
                    return
                (behind if side is self.request else self.request).sendall(data)


@contextmanager
def proxy_of(url: str) -> Iterator[Proxy]:
    with Proxy(url) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
