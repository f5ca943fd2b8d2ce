"""Plain data as YAML text in the form that `csws fmt` leaves alone, and that reads back as the same data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csws.model.scalar_text import LONGEST_KEY, scalar_text


def yaml_text(data: Mapping[str, Any]) -> str:
    """Mappings and lists in block style, two spaces deep; every text on one line."""
    return "".join(f"{line}\n" for line in _lines(data)) if data else "{}\n"


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _pair(scalar_text(key), member)
    else:
        for item in value:
            lines = _lines(item) if _needs_lines(item) else iter([_on_one_line(item)])
            yield f"- {next(lines)}"
            yield from (f"  {line}" for line in lines)


def _pair(key: str, value: Any) -> Iterator[str]:
    if len(key) > LONGEST_KEY:
        yield f"? {key}"
        key = ""
    if _needs_lines(value):
        yield f"{key}:"
        yield from (f"  {line}" for line in _lines(value))
    else:
        yield f"{key}: {_on_one_line(value)}"


def _needs_lines(value: Any) -> bool:
    return isinstance(value, (Mapping, list, tuple)) and bool(value)


def _on_one_line(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, (list, tuple)) else scalar_text(value)
