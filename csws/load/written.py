"""New values as lines of YAML, for the places of a file where none was before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csws.model.scalar_text import scalar_text

WIDTH = 100


def block_lines(value: Any) -> Iterator[str]:
    """A mapping or a list as lines in block style, without indentation."""
    for key, member in value.items() if isinstance(value, dict) else ((None, item) for item in value):
        head = "-" if key is None else f"{scalar_text(key)}:"
        if isinstance(member, (dict, list)) and not is_short(member):
            inner = list(block_lines(member))
            yield from [head, *(f"  {line}" for line in inner)] if key is not None else _item(inner)
        else:
            words = flow_text(member) if isinstance(member, (dict, list)) else scalar_text(member)
            yield f"{head} {words}"


def _item(lines: list[str]) -> Iterator[str]:
    yield f"- {lines[0]}"
    yield from (f"  {line}" for line in lines[1:])


def is_short(value: Any) -> bool:
    """Whether a value is written on one line also in block style: a scalar, nothing, or a short list of scalars."""
    if isinstance(value, dict):
        return not value
    if not isinstance(value, list):
        return True
    return not any(isinstance(item, (dict, list)) for item in value) and len(flow_text(value)) <= WIDTH


def flow_text(value: Any) -> str:
    """Any value on one line."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{scalar_text(key, in_flow=True)}: {flow_text(member)}" for key, member in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value, in_flow=True)
