"""Digests of plain data: one canonical JSON text, hashed. Knows no plan and no settings."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib import import_module
from typing import Any


def canonical(data: object) -> str:
    """The one JSON text of some data: keys sorted, no spaces, no escapes that need not be."""
    return _canonical.encode(data)


_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(data: object) -> str:
    """`sha256:` and 64 hexadecimal digits over the canonical JSON of some data."""
    return f"sha256:{sha256(canonical(data))}"


def sha256(text: str) -> str:
    """64 hexadecimal digits over a text, which may have lone surrogates."""
    found: str = _sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return found


def _pythons_own() -> Any:
    """hashlib loads OpenSSL, which takes longer than a plan of one account takes to hash."""
    for module in ("_sha2", "_sha256"):  # of Python 3.12 and later, of Python 3.11
        with suppress(ImportError):
            return import_module(module).sha256
    return import_module("hashlib").sha256


_sha256 = _pythons_own()
