"""Companies for the tests of pipelines."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ci.company import ROOT
from tests.ci.forges.github import GitHub
from tests.ci.on_github import OnGitHub
from tests.cli.console import csws


@pytest.fixture(scope="session")
def warm(tmp_path_factory):
    """The address of a csws that has everything imported."""
    address = tmp_path_factory.mktemp("w") / "s"
    with subprocess.Popen([sys.executable, "-m", "tests.ci.warm", str(address)], cwd=ROOT) as server:
        while not address.exists():
            time.sleep(0.02)
        yield address
        server.terminate()


@pytest.fixture
def hub():
    with GitHub() as made:
        yield made


@pytest.fixture
def starter(tmp_path) -> dict[str, str]:
    """The files of the project that `csws init` writes."""
    folder = tmp_path / "acme"
    assert csws(tmp_path, "init", str(folder)).code == 0
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def company(tmp_path, warm, hub, starter) -> Callable[..., OnGitHub]:
    """Makes a company whose project is the starter, changed by `change(files)`."""

    def make(change: Callable[[dict[str, str]], Any] = lambda files: None, directory: str = ".") -> OnGitHub:
        change(starter)
        folder = Path(tmp_path) / "company"
        folder.mkdir()
        return OnGitHub(folder, warm, hub, starter, directory)

    return make
