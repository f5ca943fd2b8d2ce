"""A studio as a process: one for each project, at a free port of this machine, until somebody ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from csws.errors import AccountLocked, CswsError
from csws.studio.app import application
from csws.studio.desk import Desk
from csws.studio.door import Door
from csws.studio.guard import Guard
from csws.targets.alone import held_alone

IDLE = 30 * 60.0  # seconds
_FOLDER = ".csws"


def serve(desk: Desk, opened: Callable[[Door], None], idle: float = IDLE) -> None:
    """Serves until the button, Ctrl-C, or the end of `idle` seconds without a request. `opened` is told when browsers
    can come. Raises AccountLocked where the project has a studio already."""
    with _only_one(desk), _listening() as listener:
        port = listener.getsockname()[1]
        (desk.root / _FOLDER / "studio.port").write_text(f"{port}\n", encoding="ascii", newline="\n")
        _Studio(desk, Door(port), listener, opened, idle).run()


class _Studio(uvicorn.Server):
    """Ends by itself, and leaves signals to us: Ctrl-C is the way to end it, and no failure."""

    def __init__(
        self, desk: Desk, door: Door, listener: socket.socket, opened: Callable[[Door], None], idle: float
    ) -> None:
        self._door, self._listener, self._opened, self._idle = door, listener, opened, idle
        self._heard = time.monotonic()
        guard = Guard(application(desk, self.end), door, self.hear)
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # its lines would hold the folder
        super().__init__(
            uvicorn.Config(
                guard,
                access_log=False,
                date_header=False,
                http="h11",
                lifespan="off",
                log_config=None,
                loop="asyncio",
                server_header=False,
                timeout_graceful_shutdown=5,
                ws="none",
            )
        )

    def hear(self) -> None:
        self._heard = time.monotonic()

    def end(self) -> None:
        self.should_exit = True

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        with _on_signals(self.end):
            asyncio.run(self._served())

    async def _served(self) -> None:
        watching = asyncio.create_task(self._watched())
        try:
            await self.serve(sockets=[self._listener])
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    async def _watched(self) -> None:
        """Says when it is ready, and ends what nobody uses."""
        while not self.started:
            await asyncio.sleep(0.005)
        self._opened(self._door)
        while time.monotonic() - self._heard < self._idle:
            await asyncio.sleep(min(self._idle / 4, 1.0))
        self.end()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def _on_signals(end: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and the wish of the system to end the process are no failures here."""

    def ends(number: int, frame: FrameType | None) -> None:
        end()

    before = {number: signal.signal(number, ends) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _listening() -> Iterator[socket.socket]:
    # With its protocol, asyncio sends small parts of an answer at once; otherwise each waits 40 ms for the browser.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.bind(("127.0.0.1", 0))
    except OSError as error:
        listener.close()
        message = f"The studio cannot listen on this machine: {error.strerror}."
        raise CswsError(message, hint="Check that programs may open ports of 127.0.0.1.", code="network") from error
    with listener:
        yield listener


@contextmanager
def _only_one(desk: Desk) -> Iterator[None]:
    try:
        with held_alone(desk.root / _FOLDER / "locks" / "studio.lock") as is_mine:
            if not is_mine:
                raise _runs_already(desk)
            yield
    except OSError as error:
        message = f"The studio cannot write to `{_FOLDER}`: {error.strerror or error}."
        raise CswsError(message, hint="Check the permissions of the project's folder.", code="file") from error


def _runs_already(desk: Desk) -> AccountLocked:
    try:
        port = int((desk.root / _FOLDER / "studio.port").read_text(encoding="ascii"))
        where = f" at http://127.0.0.1:{port}"
    except (OSError, ValueError):
        where = ""
    return AccountLocked(
        f"A studio of this project runs already{where}.",
        hint="Use its window, or press Enter in the terminal where it was started for a new link; Ctrl-C there ends it.",
    )
