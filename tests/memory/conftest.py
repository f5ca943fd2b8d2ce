from __future__ import annotations

import pytest

from tests.memory.asking import Memory


@pytest.fixture
def memory(tmp_path, monkeypatch):
    return Memory(tmp_path / "cache", monkeypatch)
