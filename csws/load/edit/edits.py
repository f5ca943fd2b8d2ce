"""Edits of plain data by path: what they mean, and how an edit of a collection splits up. Does not
know text."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

from csws.errors import CswsError
from csws.model.diagnostic import Path
from csws.model.frozen import frozen
from csws.model.yaml_text import needs_lines


@frozen
class SetValue:
    """Sets the value at `path` to `value` (plain data). Adds missing mappings along the path; a
    list index one past the end adds an item."""

    path: Path
    value: Any


@frozen
class Remove:
    """Removes the member at `path`, with the comments that belong to it."""

    path: Path


@frozen
class Rename:
    """Renames the key at the end of `path` to `key`; its value stays."""

    path: Path
    key: str


@frozen
class Insert:
    """Inserts an item into a list, before the one at `path` or at the end."""

    path: Path
    value: Any


Edit = SetValue | Remove | Rename | Insert


def single_edits(edit: Edit, data: Any) -> Iterator[Edit]:
    """Splits an edit into edits of single values, so that a collection keeps the parts that do not
    change.

    Raises CswsError if the edit's path leads nowhere.
    """
    meant(data, edit)
    old = at(data, edit.path)
    if isinstance(edit, Remove) and len(at(data, edit.path[:-1])) == 1:
        yield SetValue(path=edit.path[:-1], value=type(at(data, edit.path[:-1]))())
    elif not isinstance(edit, SetValue):
        yield edit
    elif isinstance(old, dict) and isinstance(edit.value, dict) and old and edit.value:
        for key, value in edit.value.items():
            yield from single_edits(SetValue(path=(*edit.path, key), value=value), data)
        yield from (Remove(path=(*edit.path, key)) for key in old if key not in edit.value)
    elif isinstance(old, list) and isinstance(edit.value, list) and old and edit.value:
        yield from _items(edit.path, old, edit.value)
    elif isinstance(old, (dict, list)) and old and needs_lines(edit.value):
        yield from [SetValue(path=edit.path, value=None), edit]
    else:
        yield edit


def _items(path: Path, old: list[Any], new: list[Any]) -> Iterator[Edit]:
    """Edits of items from the last to the first, so that earlier indices stay valid."""
    one, two = [repr(item) for item in old], [repr(item) for item in new]
    for tag, first, last, begin, end in reversed(SequenceMatcher(None, one, two, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        both = min(last - first, end - begin)
        for index in range(begin + both, end):
            yield Insert(path=(*path, last + index - begin - both), value=new[index])
        yield from (Remove(path=(*path, index)) for index in reversed(range(first + both, last)))
        yield from (SetValue(path=(*path, first + index), value=new[begin + index]) for index in range(both))


def meant(data: Any, edit: Edit) -> Any:
    """The data after an edit, as a copy. Raises CswsError if its path leads nowhere."""
    if not edit.path:
        return edit.value if isinstance(edit, SetValue) else data
    data = {} if data is None else deepcopy(data)
    holder, step = _holder(data, edit), edit.path[-1]
    if isinstance(edit, Remove):
        del holder[step]
    elif isinstance(edit, Rename):
        pairs = [(edit.key if key == step else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(pairs)
    elif isinstance(edit, Insert) or (isinstance(holder, list) and step == len(holder)):
        holder.insert(step, edit.value)
    else:
        holder[step] = edit.value
    return data


def _holder(data: Any, edit: Edit) -> Any:
    """The collection that contains the end of the path. Adds missing parts along the path if a
    value is set."""
    adds = isinstance(edit, (SetValue, Insert))
    holder = data
    for index, step in enumerate(edit.path[:-1]):
        if not _fits(holder, step, adds=False) and not (adds and isinstance(holder, dict) and isinstance(step, str)):
            raise _nowhere(edit.path[: index + 1])
        if isinstance(holder, dict) and holder.get(str(step)) is None:
            holder[str(step)] = {}
        holder = holder[step]
    if not _fits(holder, edit.path[-1], adds=adds) or not _suits(holder, edit):
        raise _nowhere(edit.path)
    return holder


def _suits(holder: Any, edit: Edit) -> bool:
    """Whether a collection of this kind, with these keys, can have the edit."""
    if isinstance(edit, Rename):
        return isinstance(holder, dict) and (edit.key == edit.path[-1] or edit.key not in holder)
    return isinstance(holder, list) or not isinstance(edit, Insert)


def _fits(holder: Any, step: str | int, *, adds: bool) -> bool:
    if isinstance(holder, dict) and isinstance(step, str):
        return adds or step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder) + adds


def _nowhere(path: Path) -> CswsError:
    return CswsError(f"This file has no place for `{'.'.join(map(str, path))}`.", code="cannot_splice")


def at(data: Any, path: Path) -> Any:
    """The value at a path, or None."""
    for step in path:
        if not _fits(data, step, adds=False):
            return None
        data = data[step]
    return data
