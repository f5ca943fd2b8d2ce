"""A Chromium for the tests of pages, started once in each process of the tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.tabs import Tabs
from tests.tools import chromium_for_pages

# To draw pages as others do, but not each address in a process of its own, and nothing in a graphics process. A test of
# what that is for, such as tests/studio/test_hostile_pages.py, starts a browser of its own.
_SPARING = (
    "--disable-gpu",
    "--disable-site-isolation-trials",
    "--in-process-gpu",
    "--no-sandbox",
    "--renderer-process-limit=1",
)
_running: list[Any] = []


@pytest.fixture(scope="session")
def browser():
    """A folder that imports this fixture gets the same one: a process can have no second one."""
    if _running:
        yield _running[0]
        return
    from playwright.sync_api import sync_playwright

    path = chromium_for_pages()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(_SPARING))
        _running.append(started)
        yield started
        _running.clear()
        started.close()


@pytest.fixture(scope="session")
def tabs(browser):
    return Tabs(browser)
