"""What an installed csws would not load, and tests need not."""

from __future__ import annotations

import sys


def spare_jsonschema() -> None:
    """Where the package is there that knows a grammar of addresses, jsonschema takes a second to load it. csws checks no
    formats."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
