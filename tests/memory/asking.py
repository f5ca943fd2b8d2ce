"""Questions with and without memory, in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from csws.memory import recall
from tests.cli.console import Result, csws


class Memory:
    """A memory of a test's own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder / "answers", patch
        self.recalls = 0
        patch.delenv("CI", raising=False)
        patch.setenv("CSWS_CACHE", str(folder))
        inner = recall.recalled

        def counted(question: recall.Question) -> object:
            answer = inner(question)
            self.recalls += answer is not None
            return answer

        patch.setattr(recall, "recalled", counted)

    def ask(self, project: Path, *words: str) -> Result:
        return csws(project, *words)

    def is_recalled(self, project: Path, *words: str) -> bool:
        before = self.recalls
        self.ask(project, *words)
        return self.recalls > before

    def without(self, project: Path, *words: str) -> Result:
        """The answer of somebody who remembers nothing."""
        with self._patch.context() as patch:
            patch.setenv("CSWS_CACHE", "off")
            return csws(project, *words)
