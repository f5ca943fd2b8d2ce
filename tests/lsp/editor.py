"""An editor without a screen: opens and types files, and keeps what the server publishes of each."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

from tests.editor.server import Server, started
from tests.warm import Piped

PATIENCE = 60  # seconds until a server that says nothing is ended, so that the test fails


class Editor:
    """`encoding` is the unit of its columns. The server is forked, unless it is to have an environment of
    its own or the system does not fork."""

    def __init__(self, root: Path, encoding: str = "utf-16", env: dict[str, str] | None = None, **client: Any) -> None:
        self.root, self.versions, self.texts = root, {}, {}
        is_forked = env is None and os.name != "nt"
        process = Piped("lsp") if is_forked else started([sys.executable, "-m", "csws", "lsp"], env)
        self.server = Server(process, root, general={"positionEncodings": [encoding]}, **client)

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


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after edits of the protocol, in UTF-16."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def index(at: dict[str, int]) -> int:
        line = lines[at["line"]].encode("utf-16-le")[: 2 * at["character"]].decode("utf-16-le")
        return starts[at["line"]] + len(line)

    for edit in sorted(edits, key=lambda edit: index(edit["range"]["start"]), reverse=True):
        start, end = index(edit["range"]["start"]), index(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text
