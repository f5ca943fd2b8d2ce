from __future__ import annotations

import pytest

from tests.lab.commands.place import Place
from tests.render.conftest import browser

__all__ = ["browser"]  # a fixture


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)
