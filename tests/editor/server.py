"""A language server behind two pipes: just enough of its protocol to send requests and receive
messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

from tests.warm import Piped


def started(command: list[str], env: dict[str, str] | None = None) -> Popen[bytes]:
    """A server in a process that has nothing from this one but its pipes."""
    return Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=env)


class Server:
    """Speaks LSP with a process. Everything that arrives meanwhile is kept in `told`."""

    def __init__(self, process: Popen[bytes] | Piped, root: Path, **client: Any) -> None:
        """`client` are its capabilities."""
        self.process = process
        self.told: list[dict[str, Any]] = []
        self.count = 0
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": client})
        self.tell("initialized", {})

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.count += 1
        mine = self.count
        self._send({"id": mine, "method": method, "params": params})
        return self.until(lambda item: item.get("id") == mine and "method" not in item)["result"]

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message that is wanted, told before or still to come; the server's own
        questions are answered."""
        for item in self.told:
            if wanted(item):
                return item
        while True:
            item = self._receive()
            if "method" in item and "id" in item:
                asked = item["params"].get("items", []) if item["method"] == "workspace/configuration" else None
                self._send({"id": item["id"], "result": [{} for _ in asked] if asked is not None else None})
            self.told.append(item)
            if wanted(item):
                return item

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message
