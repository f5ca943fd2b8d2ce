"""Skips tests on systems that lack what they need, with the reason. `skips.yaml` has the list."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
import yaml

DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("skips.yaml").read_text(encoding="utf-8"))


def install(patch: pytest.MonkeyPatch) -> None:
    """Makes Windows skip a test that calls what Windows lacks. Call it before tests are imported."""
    for name, value in DATA["values"].items():
        owner, last = _owner(name, patch)
        if not hasattr(owner, last):
            given = value if last.isupper() else lambda value=value: value
            patch.setattr(owner, last, given, raising=False)
    for name, reason in DATA["calls"].items():
        owner, last = _owner(name, patch)
        patch.setattr(owner, last, _skipper(reason), raising=False)
    patch.setattr(subprocess, "Popen", _Checked)


class _Checked(subprocess.Popen):  # type: ignore[type-arg]
    def __new__(cls, words: Any, *_: object, **options: Any) -> _Checked:
        first = Path(words if isinstance(words, (str, Path)) else words[0]).name
        if first in DATA["programs"] or options.get("preexec_fn") or options.get("start_new_session"):
            pytest.skip(f"Windows cannot start `{first}` like this")
        return super().__new__(cls)


def _owner(name: str, patch: pytest.MonkeyPatch) -> tuple[Any, str]:
    """The module or class that has a name, which may have to be made up, and the last part of the name."""
    module, *inner, last = name.split(".")
    try:
        owner = importlib.import_module(module)
    except ImportError:
        owner = ModuleType(module)
        patch.setitem(sys.modules, module, owner)
    for part in inner:
        owner = getattr(owner, part)
    return owner, last


def _skipper(reason: str) -> Any:
    def skip(*_: object, **__: object) -> NoReturn:
        pytest.skip(reason)

    return skip


def reason_for(test: str, system: str) -> str | None:
    """Why a test cannot run on a system; None if it can. `test` is its name as pytest writes it."""
    for item in DATA["tests"]:
        if system not in item["systems"] and test.startswith(tuple(item["tests"])):
            return f"not on {system}: {item['reason']}"
    return None
