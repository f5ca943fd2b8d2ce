"""Reads JSON that somebody else wrote, so that what was read can be written again."""

from __future__ import annotations

import json
from typing import Any


def plain_json(text: bytes) -> Any:
    """Raises ValueError, also for what is nested too deeply, for NaN and infinity, and for half of a surrogate pair,
    which no file and no answer can have."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
    return found
