"""Secrets in a file (CSW007). The finding names the place and never repeats the secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csws.load.node import Node
from csws.model.diagnostic import Diagnostic, Severity

# HubSpot's tokens for private apps (`pat-na1-…`), and a password in a database URL.
_TOKEN = re.compile(r"\bpat-[a-z]{2,3}\d-[0-9a-fA-F]{8}-[0-9a-fA-F-]{20,}")
_PASSWORD = re.compile(r"\A[a-z][a-z0-9+.-]*://[^/@\s:]*:[^/@\s]+@|[?&]password=")


# Every secret contains one of these. In a text without backslashes nothing can be spelled otherwise.
_MARKS = ("pat-", "://", "password=", "\\")


def secrets_in(root: Node, text: str) -> list[Diagnostic]:
    """The secrets in a value, which was read from `text`."""
    if not any(mark in text for mark in _MARKS):
        return []
    return [_finding(node, what) for node in _scalars(root) if (what := _secret(str(node.value)))]


def _secret(text: str) -> str | None:
    if _TOKEN.search(text):
        return "A HubSpot token"
    return "A database password" if _PASSWORD.search(text) else None


def _scalars(root: Node) -> Iterator[Node]:
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node.value, str):
            yield node
        elif id(node.value) not in seen:
            seen.add(id(node.value))
            waiting += [*node.mapping.values(), *node.items]


def _finding(node: Node, what: str) -> Diagnostic:
    return Diagnostic(
        code="CSW007",
        severity=Severity.ERROR,
        message=f"{what} is in this file.",
        hint="Remove it, revoke or change it, and pass the new one in the environment (CSWS_HUBSPOT_TOKEN, PGPASSWORD) or a pgpass file.",
        span=node.span,
    )
