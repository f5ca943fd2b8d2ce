"""A block of YAML as plain data: what is at a path, and a value of it as a field holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csws.model.diagnostic import Path
from csws.model.field import Field, Type, Value, whole_number
from csws.model.names import normal_name

# Thousands of accounts have dozens of values: looking a member up in an Enum takes as long as reading one.
_LIST, _NUMBER, _FLAG = Type.LIST, Type.NUMBER, Type.FLAG


def at_path(block: Any, parts: Path) -> Any:
    for part in parts:
        block = block.get(part) if isinstance(block, Mapping) else None
    return block


def is_there(block: Any, parts: Path) -> bool:
    holder = at_path(block, parts[:-1])
    return isinstance(holder, Mapping) and parts[-1] in holder


def put_at(out: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    """Puts a value into plain data, below keys that are made where they lack."""
    *holders, last = parts
    for name in holders:
        out = out.setdefault(name, {})
    out[last] = value


def read_value(field: Field, value: Any, *, is_name: bool) -> Value:
    """A value of YAML as a field holds it; one of the wrong type counts as absent. In a list such an item becomes
    blank, so that the others keep their index."""
    holds = field.type
    if holds is _LIST:
        texts = tuple([item if isinstance(item, str) else "" for item in value]) if isinstance(value, list) else ()
        return tuple(map(normal_name, texts)) if is_name else texts
    if holds is _NUMBER:
        return whole_number(value)
    if not isinstance(value, bool if holds is _FLAG else str):
        return field.default
    return normal_name(value) if is_name and isinstance(value, str) else value
