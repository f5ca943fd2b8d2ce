"""A Chromium for the tests of pages, started once in each process of the tests."""

from __future__ import annotations

import pytest

from tests.tools import chromium


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
