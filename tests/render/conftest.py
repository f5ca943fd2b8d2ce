"""A Chromium for the tests of pages, started once in each process of the tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.tabs import Tabs
from tests.tools import chromium

_running: list[Any] = []


@pytest.fixture(scope="session")
def browser():
    """A folder that imports this fixture gets the same one: a process can have no second one."""
    if _running:
        yield _running[0]
        return
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        _running.append(started)
        yield started
        _running.clear()
        started.close()


@pytest.fixture(scope="session")
def tabs(browser):
    return Tabs(browser)
