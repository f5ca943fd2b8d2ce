"""What the pages work on: the project, the reader's language, and files of records. Knows no HTTP."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path

from csws.load.project import FILE_NAME
from csws.model.frozen import frozen
from csws.render.words import Words
from csws.studio.words import words_in
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked


@frozen
class Desk:
    """`patterns` narrow the accounts, as `--account` does; `records` are those of `--records`."""

    root: Path
    language: str = "en"
    patterns: list[str] | None = None
    records: tuple[Path, ...] = field(default=())

    @property
    def words(self) -> Words:
        return words_in(self.language)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @property
    def has_project(self) -> bool:
        """Whether there is a csws.yaml, readable or not."""
        return (self.root / FILE_NAME).exists()

    def opened(self) -> Opened:
        """The project as its files are now."""
        return open_checked(self.root, self.patterns, self.now)

    def account(self, name: str) -> CheckedAccount | None:
        """One account, checked; None where the project has none of this name."""
        opened = self.opened()
        return check_account(opened, name) if name in opened.names else None
