"""An editor without a screen: opens and types files, and keeps what the server publishes of each."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

from tests.editor.server import Server

PATIENCE = 60  # seconds until a server that says nothing is ended, so that the test fails


class Editor:
    """`encoding` is the unit of its columns."""

    def __init__(self, root: Path, encoding: str = "utf-16", env: dict[str, str] | None = None, **client: Any) -> None:
        self.root, self.versions, self.texts = root, {}, {}
        command = [sys.executable, "-m", "csws", "lsp"]
        general = {"positionEncodings": [encoding]}
        self.server = Server(command, root, env=env, general=general, **client)

    def close(self) -> None:
        self.server.close()

    def uri(self, file: str) -> str:
        return (self.root / file).as_uri()

    def opens(self, file: str, text: str | None = None) -> int:
        """Opens a file, as it is on the disk or with another text; its version."""
        self.texts[file] = (self.root / file).read_bytes().decode() if text is None else text
        self.versions[file] = self.versions.get(file, 0) + 1
        document = {"uri": self.uri(file), "languageId": "yaml", "version": self.versions[file]}
        self.server.tell("textDocument/didOpen", {"textDocument": {**document, "text": self.texts[file]}})
        return self.versions[file]

    def types(self, file: str, text: str) -> int:
        """Types another text; its version."""
        self.texts[file] = text
        self.versions[file] += 1
        document = {"uri": self.uri(file), "version": self.versions[file]}
        self.server.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        return self.versions[file]

    def closes(self, file: str) -> None:
        del self.texts[file]
        self.server.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(file)}})

    def saves(self, file: str) -> None:
        (self.root / file).write_bytes(self.texts[file].encode())
        self.server.tell("textDocument/didSave", {"textDocument": {"uri": self.uri(file)}})

    def asks(self, method: str, file: str, part: str = "", after: int = 0, **more: Any) -> Any:
        """Asks about the place of some words in a file."""
        params = {"textDocument": {"uri": self.uri(file)}, **more}
        if part:
            params["position"] = self.position(file, part, after)
        return self.patiently(lambda: self.server.ask(f"textDocument/{method}", params))

    def position(self, file: str, part: str, after: int = 0) -> dict[str, int]:
        before = self.texts[file][: self.texts[file].index(part) + after]
        return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2].encode("utf-16-le")) // 2}

    def findings(self, file: str, version: int | None = None) -> list[dict[str, Any]]:
        """What is published of a file, for this very version."""
        uri = self.uri(file)

        def wanted(item: dict[str, Any]) -> bool:
            params = item.get("params", {})
            is_mine = item.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri
            return is_mine and (version is None or params.get("version") == version)

        return self.patiently(lambda: self.server.until(wanted))["params"]["diagnostics"]

    def published(self) -> list[dict[str, Any]]:
        """Everything that was published, in order."""
        return [item["params"] for item in self.server.told if item.get("method") == "textDocument/publishDiagnostics"]

    def patiently(self, work: Any) -> Any:
        timer = threading.Timer(PATIENCE, self.server.process.kill)
        timer.start()
        try:
            return work()
        finally:
            timer.cancel()
