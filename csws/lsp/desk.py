"""One project that is open in an editor: its texts as they are typed, and the newest result of checking them. Every
method runs in the server's own loop; only the check itself is done in a thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from lsprotocol.types import Diagnostic

from csws.editing.planning import draft_plan, read_state
from csws.editing.positions import Lines
from csws.editing.project import Checkup, Texts, checkup
from csws.errors import CswsError
from csws.model.plan import AccountPlan
from csws.model.target import State

DEBOUNCE = 0.1  # seconds after the last keystroke
_MOST_PLANS = 20  # accounts that are planned while somebody types
T = TypeVar("T")
_log = logging.getLogger(__name__)


Listen = Callable[["Desk"], None]


class Desk:
    """`told` is called with each new state."""

    def __init__(self, root: Path, encoding: str, pool: Executor, told: Listen) -> None:
        self.root, self.encoding = root, encoding
        self.texts = Texts(root=root)
        self.versions: dict[str, int] = {}
        self.uris: dict[str, str] = {}
        self.published: dict[str, list[Diagnostic]] = {}
        self.state: Checkup | None = None
        self.readable: Checkup | None = None
        self.known: dict[str, State] = {}
        self._pool, self._told = pool, told
        self._plans: Mapping[str, AccountPlan] = {}
        self._planned: Checkup | None = None  # the state that they are of
        self._waiting: asyncio.Task[None] | None = None

    # What the editor says.

    def typed(self, file: str, uri: str, text: str, version: int) -> None:
        self.uris[file], self.versions[file] = uri, version
        self.texts = self.texts.with_text(file, text.removeprefix("\ufeff"))
        self.later()

    def closed(self, file: str) -> None:
        self.versions.pop(file, None)
        self.texts = self.texts.with_text(file, None)
        self.later()

    def touched(self) -> None:
        """Something on the disk has changed."""
        self.texts = Texts(root=self.root, unsaved=self.texts.unsaved, number=self.texts.number + 1)
        self.later()

    # Checking.

    def later(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.get_running_loop().create_task(self._after_a_while())

    async def _after_a_while(self) -> None:
        await asyncio.sleep(DEBOUNCE)
        await self.check()

    async def check(self) -> None:
        """Checks the newest texts; says nothing if there are newer ones by then."""
        texts = self.texts
        try:
            state = await self._in_thread(checkup, texts, datetime.now(UTC), self.state)
        except CswsError as error:
            _log.warning("%s", error)
            return
        except Exception:  # a bug of csws must not end the editor's server
            _log.exception("the project could not be checked")
            return
        if texts.number != self.texts.number:
            return
        self.state = state
        if self.readable is None or state.opened.project.whole:
            self.readable = state
        self._told(self)

    async def settled(self) -> Checkup | None:
        """The state of exactly the newest texts; None if they cannot be checked."""
        for _ in range(100):
            if self.state is not None and self.state.texts.number == self.texts.number:
                return self.state
            await self.check()
        return None

    async def plans(self) -> Mapping[str, AccountPlan]:
        """What the newest texts would change, by account. Made only when an editor asks, because most of the memory
        of planning is code."""
        state = await self.settled()
        if state is not None and state is not self._planned and len(state.accounts) <= _MOST_PLANS:
            self._plans = await self._in_thread(plans_of, state, dict(self.known))
            self._planned = state
        return self._plans

    async def look(self) -> None:
        """Reads every account as it is now, wherever it is kept. Only after somebody has allowed it."""
        state = await self.settled()
        for account in state.accounts if state is not None else ():
            try:
                found = await self._in_thread(read_state, self.root, account)
            except CswsError as error:
                _log.warning("%s: %s", account.name, error)
                continue
            if found is not None:
                self.known[account.name] = found
        self._planned = None

    async def _in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    # What its files are.

    def name_of(self, path: Path) -> str | None:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else None

    def uri_of(self, file: str) -> str:
        return self.uris.get(file) or (self.root / file).as_uri()

    def version_of(self, file: str) -> int | None:
        return self.versions.get(file)

    def text(self, file: str) -> str:
        return self.texts.text(file) or ""

    def lines(self, file: str) -> Lines:
        return Lines(self.text(file), self.encoding)


def plans_of(state: Checkup, known: Mapping[str, State]) -> dict[str, AccountPlan]:
    found = ((account.name, draft_plan(state, account, known.get(account.name))) for account in state.accounts)
    return {name: plan for name, plan in found if plan is not None}
