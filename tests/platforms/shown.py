"""While the tests run, csws may not show a path as the system writes it: `portable.py` cannot see the
type of everything that is put into a text."""

from __future__ import annotations

import sys
from pathlib import PurePath

import pytest


def refuse(patch: pytest.MonkeyPatch) -> None:
    def formatted(path: PurePath, how: str) -> str:
        caller = str(sys._getframe(1).f_globals.get("__name__"))
        assert not caller.startswith("csws."), f"{caller} shows the path `{path}`: use as_posix()"
        return format(str(path), how)

    patch.setattr(PurePath, "__format__", formatted, raising=False)
