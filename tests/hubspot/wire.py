"""The way from httpx to an emulator in this process. An ordinary answer takes no socket; what goes wrong, and what leads
elsewhere, takes the true way."""

from __future__ import annotations

from typing import Any

import httpx

from tests.hubspot.emulator import OF_CONNECTIONS, Emulator


def short_way(emulator: Emulator) -> type[httpx.BaseTransport]:
    """What takes the place of `httpx.HTTPTransport`."""

    class Wire(httpx.HTTPTransport):
        def __init__(self, **how: Any) -> None:
            self._is_direct = how.get("proxy") is None
            super().__init__(**how)

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            breaks = any(fault.kind in OF_CONNECTIONS for fault in emulator.faults)
            if breaks or not self._is_direct or request.url.port != emulator.server.server_port:
                return super().handle_request(request)
            target, told = request.url.raw_path.decode("ascii"), request.headers.get("Authorization")
            _, status, data, headers = emulator.outcome(request.method, target, request.read(), told)
            return httpx.Response(status, content=data, headers=headers)

    return Wire
