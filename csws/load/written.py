"""New values as lines of YAML, for the places of a file where none was before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from csws.model.scalars import scalar_of

WIDTH = 100
_FIRST = "-?:,[]{}#&*!|>'\"%@` \t="


def block_lines(value: Any) -> Iterator[str]:
    """A mapping or a list as lines in block style, without indentation."""
    for key, member in value.items() if isinstance(value, dict) else ((None, item) for item in value):
        head = "-" if key is None else f"{spelled(key)}:"
        if isinstance(member, (dict, list)) and not is_short(member):
            inner = list(block_lines(member))
            yield from [head, *(f"  {line}" for line in inner)] if key is not None else _item(inner)
        else:
            yield f"{head} {flow_text(member)}"


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
        return "{" + ", ".join(f"{spelled(key)}: {flow_text(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return spelled(value)


def spelled(value: Any, style: str = "") -> str:
    """A scalar on one line, in the quotes of before where it may have them."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if not isinstance(value, str):
        return str(value)
    if not value.isprintable() or style == '"':
        return json.dumps(value, ensure_ascii=not value.isprintable())
    if style != "'" and _is_plain(value):
        return value
    return "'" + value.replace("'", "''") + "'"


def _is_plain(text: str) -> bool:
    if not text or not isinstance(scalar_of(text), str) or text[0] in _FIRST or text[-1] in " :\t":
        return False
    return not any(sign in text for sign in (": ", " #", ",", "[", "]", "{", "}")) and text not in ("---", "...")
