"""What an installed csws would not load, and tests need not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ELSEWHERE = ("numpy", "pandas", "rfc3987_syntax")


def spare_jsonschema() -> None:
    """Where the package is there that knows a grammar of addresses, jsonschema takes a second to load it. csws checks no
    formats."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def spare_processes(folder: Path) -> str:
    """The PYTHONPATH for what tests start. Libraries of csws load these packages where they find them, which takes
    longer than most commands; other tools brought them here."""
    for name in _ELSEWHERE:
        (folder / f"{name}.py").write_text(f"raise ImportError('{name} is left out: tests/spared.py')\n")
    return os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(folder))))
