"""What a job shows outside of comments: outputs, annotations, and the summary of the run."""

from __future__ import annotations

import sys
from pathlib import Path

from csws.model.frozen import frozen


@frozen
class Surface:
    """`outputs` and `summary` are files that GitHub reads; None on other forges."""

    outputs: Path | None
    summary: Path | None

    def output(self, name: str, value: str) -> None:
        if self.outputs is not None:
            self._append(self.outputs, f"{name}={' '.join(value.split())}\n")

    def summarize(self, text: str) -> None:
        if self.summary is not None:
            self._append(self.summary, text if text.endswith("\n") else f"{text}\n")

    def error(self, message: str) -> None:
        self._annotate("error", message)

    def warning(self, message: str) -> None:
        self._annotate("warning", message)

    def _annotate(self, level: str, message: str) -> None:
        if self.outputs is None:
            print(f"{level}: {message}", file=sys.stderr)
            return
        data = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        print(f"::{level} title=csws::{data}", flush=True)

    def _append(self, file: Path, text: str) -> None:
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
