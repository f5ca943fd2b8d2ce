"""Work for an executor in other processes: it is slow, fails, or kills its worker."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from csws.errors import CswsError


def work(folder: str, part: Any, name: str, extra: str | None) -> tuple[str, str]:
    """`extra` says what happens to the account; each attempt leaves a mark in the folder."""
    tries = len(list(Path(folder).glob(f"{name}.*")))
    (Path(folder) / f"{name}.{tries}").touch()
    if extra == "late":
        time.sleep(0.3)
    if extra == "refused":
        raise CswsError(f"{name} is refused.")
    if extra == "bug":
        raise ZeroDivisionError(name)
    if extra == "dies" or (extra == "dies once" and tries == 0):
        os._exit(9)
    return name, "done"


def lost(name: str, error: CswsError) -> tuple[str, str]:
    return name, error.code
