"""Times the language server as an editor sees it: a real process, from a keystroke to the findings of its version.

python -m benchmarks.editing
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.fleet import write_csws
from benchmarks.timing import megabytes

EXAMPLE = Path(__file__).parents[1] / "examples/enterprise"
DEBOUNCE = 0.1  # seconds that the server waits for the next keystroke
LIMITS = {"enterprise": 0.03, "fleet": 1.0}  # seconds beside the debounce, at the 95th percentile
_NAMES = ("EMEA customer success", "Everybody")
MEGABYTES = 64  # of the server with the enterprise example


class Client:
    """Just enough of an editor to type and to wait."""

    def __init__(self, python: Path, root: Path) -> None:
        words = [os.fspath(python), "-m", "csws", "lsp"]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self.root, self.version = root, 0
        self.send("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}}, id=1)
        self.receive(lambda item: item.get("id") == 1)
        self.send("initialized", {})

    def send(self, method: str, params: Any, **more: Any) -> None:
        data = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.process.stdin.flush()

    def receive(self, wanted: Any) -> None:
        assert self.process.stdout is not None
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                length = int(line.rpartition(b" ")[2]) if line.lower().startswith(b"content-length") else length
            if wanted(json.loads(self.process.stdout.read(length))):
                return

    def types(self, file: str, text: str) -> float:
        """Seconds from the keystroke to its findings, without the debounce."""
        self.version += 1
        uri = (self.root / file).as_uri()
        document = {"uri": uri, "version": self.version}
        began = time.perf_counter()
        if self.version == 1:
            self.send("textDocument/didOpen", {"textDocument": {**document, "languageId": "yaml", "text": text}})
        else:
            self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        self.receive(
            lambda item: item.get("params", {}).get("uri") == uri and item["params"].get("version") == self.version
        )
        return time.perf_counter() - began - DEBOUNCE


def latencies(python: Path, root: Path, file: str, keystrokes: int) -> tuple[list[float], float]:
    """The times of keystrokes in a file, and the memory of the server after them."""
    client = Client(python, root)
    try:
        text = (root / file).read_text(encoding="utf-8")
        for _ in range(3):  # the first ones load what is not loaded yet
            client.types(file, text)
        times = [client.types(file, typed) for typed in _typed(text, keystrokes)]
        return times, megabytes(client.process.pid)
    finally:
        client.process.kill()
        client.process.communicate()


def _typed(text: str, keystrokes: int) -> Iterator[str]:
    """A name that grows: every account that shares the file is checked anew."""
    first = min((text.index(name) for name in _NAMES if name in text), default=len(text))
    for count in range(keystrokes):
        yield f"{text[:first]}{'x' * (count + 1)}{text[first:]}"


def measured(python: Path, keystrokes: int) -> dict[str, tuple[float, float, float]]:
    """Median and 95th percentile in seconds, and megabytes, by project."""
    out = {}
    with TemporaryDirectory() as scratch:
        shutil.copytree(EXAMPLE, Path(scratch) / "enterprise")
        write_csws(Path(scratch) / "fleet", 300)
        for name, file in {"enterprise": "workspaces/emea.yaml", "fleet": "csws.yaml"}.items():
            times, size = latencies(python, Path(scratch) / name, file, keystrokes if name == "enterprise" else 10)
            out[name] = (statistics.median(times), sorted(times)[int(len(times) * 0.95)], size)
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    parser.add_argument("--keystrokes", type=int, default=60)
    given = parser.parse_args()
    missed = False
    for name, (median, late, size) in measured(given.python.absolute(), given.keystrokes).items():
        met = late <= LIMITS[name] and (name != "enterprise" or size <= MEGABYTES)
        missed = missed or not met
        print(f"{name}: {median * 1000:.0f} ms, p95 {late * 1000:.0f} ms, {size:.0f} MB: {'met' if met else 'not met'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
