"""A budget of requests: slows down before it reaches HubSpot's limit. All parallel readers share
it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

# 190 requests in 10 seconds on Professional and Enterprise (DOMAIN §3). This leaves some for other
# users of the same key, and an account with 20 custom objects needs no second window.
REQUESTS = 180
WINDOW = 10.0


class Budget:
    """Allows at most `requests` in any `window` seconds."""

    def __init__(
        self,
        requests: int = REQUESTS,
        window: float = WINDOW,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._requests, self._window, self._clock, self._sleep = requests, window, clock, sleep
        self._spent: deque[float] = deque()
        self._lock = threading.Lock()

    def spend(self) -> None:
        """Returns as soon as one more request may be sent."""
        while (wait := self._try()) > 0:
            self._sleep(wait)

    def wait(self, seconds: float) -> None:
        """Waits before a request is repeated."""
        self._sleep(seconds)

    def empty(self) -> None:
        """Starts a new, empty window, because HubSpot reports that the limit is reached."""
        with self._lock:
            now = self._clock()
            self._spent = deque([now] * self._requests)

    def _try(self) -> float:
        with self._lock:
            now = self._clock()
            while self._spent and self._spent[0] <= now - self._window:
                self._spent.popleft()
            if len(self._spent) < self._requests:
                self._spent.append(now)
                return 0.0
            return self._spent[0] + self._window - now
