"""Plain data as YAML text in the form that `csws fmt` leaves alone, and that reads back as the same data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csws.model.scalar_text import LONGEST_KEY, scalar_text


def yaml_text(data: Mapping[str, Any]) -> str:
    """Mappings and lists in block style, two spaces deep; every text on one line, and every mapping of a list that is
    not too long for one."""
    return "".join(f"{line}\n" for line in block_lines(data)) if data else "{}\n"


def block_lines(value: Any) -> Iterator[str]:
    """A mapping or a list that is not empty, line by line."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _pair(scalar_text(key), member)
    else:
        for item in value:
            flow = flow_text(item)
            fits = not needs_lines(item) or (isinstance(item, Mapping) and len(flow) <= LONGEST_KEY)
            lines = iter([flow if isinstance(item, Mapping) else _on_one_line(item)]) if fits else block_lines(item)
            yield f"- {next(lines)}"
            yield from (f"  {line}" for line in lines)


def flow_text(value: Any) -> str:
    """Any value on one line, for a place between brackets."""
    if isinstance(value, Mapping):
        pairs = (f"{scalar_text(key, in_flow=True)}: {flow_text(member)}" for key, member in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value, in_flow=True)


def needs_lines(value: Any) -> bool:
    """Whether a value is written on lines of its own."""
    return isinstance(value, (Mapping, list, tuple)) and bool(value)


def _pair(key: str, value: Any) -> Iterator[str]:
    if len(key) > LONGEST_KEY:
        yield f"? {key}"
        key = ""
    if needs_lines(value):
        yield f"{key}:"
        yield from (f"  {line}" for line in block_lines(value))
    else:
        yield f"{key}: {_on_one_line(value)}"


def _on_one_line(value: Any) -> str:
    return flow_text(value) if isinstance(value, (Mapping, list, tuple)) else scalar_text(value)
