"""Companies for the tests of pipelines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ci.company import Company
from tests.ci.forges.github import GitHub
from tests.ci.forges.server import Forge
from tests.ci.on_github import OnGitHub
from tests.cli.console import csws
from tests.warm import address


@pytest.fixture(scope="session")
def warm() -> Path:
    """The address of a csws that has everything imported."""
    return address()


@pytest.fixture
def hub():
    with GitHub() as made:
        yield made


@pytest.fixture(scope="session")
def _starter(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("starter") / "acme"
    assert csws(folder.parent, "init", str(folder)).code == 0
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def starter(_starter) -> dict[str, str]:
    """The files of the project that `csws init` writes."""
    return dict(_starter)


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Makes a company once in this process, for all tests that begin with it; each gets a copy."""
    made: dict[Any, Company] = {}

    def copied(key: Any, make: Callable[[Path, Any], Company], forge: Forge, folder: Path) -> Any:
        if key not in made:
            with type(forge)() as first:
                made[key] = make(tmp_path_factory.mktemp("company"), first)
        return made[key].copy(folder, forge)

    return copied


@pytest.fixture
def company(tmp_path, warm, hub, starter, once) -> Callable[..., OnGitHub]:
    """Makes a company whose project is the starter, changed by `change(files)`, to which `happened` has happened."""

    def make(
        change: Callable[[dict[str, str]], Any] = lambda files: None,
        happened: Callable[[OnGitHub], None] = lambda made: None,
    ) -> OnGitHub:
        change(starter)

        def begin(folder: Path, first: GitHub) -> OnGitHub:
            begun = OnGitHub(folder, warm, first, starter)
            happened(begun)
            return begun

        return once((str(starter), happened.__name__), begin, hub, tmp_path / "company")

    return make
