"""An account whose record is text."""

from __future__ import annotations

from pathlib import Path

import pytest

from csws.model.target import AccountRef

PATH = "records/acme.jsonl"


@pytest.fixture
def account(tmp_path) -> AccountRef:
    return AccountRef(id="1234567", name="acme", target=f"file:{PATH}", root=str(tmp_path), store=f"file:{PATH}")


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / PATH
