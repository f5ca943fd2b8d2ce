"""Who may come in: the secret folder of the address, tickets that work once, and the cookie that a ticket becomes.
Knows no request.

A cookie is sent to every port of a host, so the folder is a secret too: a server on another port is never sent a
cookie whose path it does not have.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import field

from csws.model.frozen import mutable

TICKET_LASTS = 60.0  # seconds
_MOST_TICKETS = 20


def _secret() -> str:
    return secrets.token_hex(16)  # 128 bits


@mutable
class Door:
    """The way in to one studio, at one port of this machine."""

    port: int
    folder: str = field(default_factory=_secret)
    clock: Callable[[], float] = time.monotonic
    _key: str = field(default_factory=_secret)
    _tickets: dict[str, float] = field(default_factory=dict)

    @property
    def cookie_name(self) -> str:
        return f"csws_studio_{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The only hosts that a request may name."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(f"http://{host}" for host in self.hosts)

    def link(self) -> str:
        """An address that lets one browser in, once, within a minute."""
        ticket = _secret()
        now = self.clock()
        alive = {known: ends for known, ends in self._tickets.items() if ends > now}
        newest = dict(list(alive.items())[-(_MOST_TICKETS - 1) :])
        self._tickets = {**newest, ticket: now + TICKET_LASTS}
        return f"http://{self.hosts[0]}/{self.folder}/enter?ticket={ticket}"

    def admits(self, ticket: str) -> bool:
        """Whether a ticket is good; it is not any more afterwards."""
        ends = self._tickets.pop(ticket, None)
        return ends is not None and self.clock() < ends

    def cookie(self) -> str:
        """The value of Set-Cookie for a browser that was let in."""
        return f"{self.cookie_name}={self._key}; Path=/{self.folder}/; HttpOnly; SameSite=Strict"

    def knows(self, cookies: str) -> bool:
        """Whether a Cookie header holds the cookie of this studio."""
        pairs = (part.strip().partition("=") for part in cookies.split(";"))
        return any(
            name == self.cookie_name and secrets.compare_digest(value.encode(), self._key.encode())
            for name, _, value in pairs
        )

    def is_folder(self, name: str) -> bool:
        return secrets.compare_digest(name.encode(), self.folder.encode())
