"""Digests of plain data: one canonical JSON text, hashed. Knows no plan and no settings."""

from __future__ import annotations

import json


def canonical(data: object) -> str:
    """The one JSON text of some data: keys sorted, no spaces, no escapes that need not be."""
    return _canonical.encode(data)


_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(data: object) -> str:
    """`sha256:` and 64 hexadecimal digits over the canonical JSON of some data."""
    from hashlib import sha256  # it brings OpenSSL, which a score that is tried does not need

    return "sha256:" + sha256(canonical(data).encode("utf-8", "surrogatepass")).hexdigest()
