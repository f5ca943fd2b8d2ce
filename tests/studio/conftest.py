"""The Chromium of the pages' tests, for the studio."""

from __future__ import annotations

import pytest

from tests.render.conftest import browser

__all__ = ["browser"]  # a fixture


@pytest.fixture(autouse=True, scope="module")
def no_token():
    """Nobody answers as HubSpot here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
        yield
