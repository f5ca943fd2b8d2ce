from __future__ import annotations

import pytest

from tests.lab.commands.place import Place
from tests.render.conftest import browser, tabs

__all__ = ["browser", "tabs"]  # fixtures


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)
