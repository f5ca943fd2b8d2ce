"""The path of a field as text, in segments: `groups.support.rules.[num_open_tickets at_most 0]`. Knows no
kind and no field.

A segment is a bare key, or what is in brackets, where JSON strings may hold brackets and dots.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BARE = re.compile(r"[^.\[\]]+")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


@lru_cache(maxsize=4096)  # the same few paths, again and again
def segments(path: str) -> tuple[str, ...]:
    """The segments of a path; one in brackets keeps them. Raises ValueError for a text that is not a path."""
    out, at = [], 0
    while True:
        end = bracket_end(path, at) if path.startswith("[", at) else _bare_end(path, at)
        out.append(path[at:end])
        if end == len(path):
            return tuple(out)
        if path[end] != ".":
            raise ValueError(f"`{path}` is not a path.")
        at = end + 1


def bracket_end(text: str, at: int) -> int:
    """The place after the bracket that closes the one at `at`. Raises ValueError where none does."""
    depth = 0
    while at < len(text):
        string = _STRING.match(text, at)
        if text[at] == '"' and string is None:
            break
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        at = string.end() if string else at + 1
        if not depth:
            return at
    raise ValueError("A bracket is not closed.")


def _bare_end(path: str, at: int) -> int:
    found = _BARE.match(path, at)
    if found is None:
        raise ValueError(f"`{path}` is not a path.")
    return found.end()


def name_and_value(pair: str) -> tuple[str, str] | None:
    """`PATH=VALUE` at its first `=` outside brackets; None where there is none."""
    at = 0
    while at < len(pair) and pair[at] != "=":
        try:
            at = bracket_end(pair, at) if pair[at] == "[" else at + 1
        except ValueError:
            at += 1
    return (pair[:at], pair[at + 1 :]) if at < len(pair) else None
