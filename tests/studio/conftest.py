"""The Chromium of the pages' tests, for the studio."""

from __future__ import annotations

from tests.render.conftest import browser

__all__ = ["browser"]  # a fixture
