"""The Chromium of the pages' tests, for the studio."""

from __future__ import annotations

import pytest

from tests.editing.drafting import in_git, project
from tests.render.conftest import browser
from tests.studio.process import studio

__all__ = ["browser"]  # a fixture


@pytest.fixture(autouse=True, scope="module")
def no_token():
    """Nobody answers as HubSpot here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
        yield


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A studio for a module that changes no file of its project."""
    with studio(project(tmp_path_factory.mktemp("asked"))) as running:
        yield running.enter()


@pytest.fixture
def root(tmp_path):
    return in_git(project(tmp_path))


@pytest.fixture
def running(root):
    """A studio of its own, for the project at `root`."""
    with studio(root) as started:
        yield started.enter()
