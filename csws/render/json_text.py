"""The JSON text of a document: two spaces, keys in the order of the document, no escape that need not be."""

from __future__ import annotations

import json
from typing import Any


def json_text(document: dict[str, Any]) -> str:
    # Lone surrogates cannot be written as UTF-8, so that one text falls back to escapes.
    text = json.dumps(document, indent=2, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2)
    return text + "\n"
