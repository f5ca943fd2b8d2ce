"""Tools that some tests need besides Python. Tests without them are skipped and say why; in CI, a
missing tool is a failure."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

NODE = Path(__file__).parent / "node/node_modules"


def lacking(what: str, how: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not here, and CI is to have it: {how}")
    pytest.skip(f"{what} is not here: {how}", allow_module_level=True)


def node_package(name: str) -> Path:
    """The folder of an npm package in tests/node/package.json."""
    if not shutil.which("node") or not (NODE / name).is_dir():
        lacking(f"the npm package {name}", "make node")
    return NODE / name


def chromium() -> str:
    """The path of a Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        lacking("Chromium", "install Debian's package chromium")
    return str(found)


def chromium_for_pages() -> str:
    """The part of Chromium that draws pages, without windows around them, if it is here: it takes little more than half the
    time. Otherwise the whole Chromium."""
    return shutil.which("chromium-headless-shell") or chromium()


def neovim() -> str:
    """The path of Neovim."""
    found = shutil.which("nvim")
    if found is None:
        lacking("Neovim", "install Debian's package neovim")
    return str(found)


def pytest_plugin(name: str) -> Any:
    """The module of a plugin of pytest."""
    if find_spec(name) is None:
        lacking(name, "install csws with its extra `dev`")
    return import_module(name)


def check_jsonschema(*words: object) -> str:
    """What the public tool check-jsonschema says of files; nothing where it accepts them."""
    done = CliRunner().invoke(import_module("check_jsonschema").main, list(map(str, words)))
    return "" if done.exit_code == 0 else done.output or f"exit code {done.exit_code}: {done.exception}"
