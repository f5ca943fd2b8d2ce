"""A worksheet: all settings of an account with the labels of their controls, for a person to
compare with the screens.

It is YAML in the form of `export`, so that `observe` can read it back after corrections.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from csws.model.fields import Value, field_at, flat, flat_objects, is_hidden, parts_of
from csws.model.scalar_text import scalar_text
from csws.model.settings import Settings, Workspace
from csws.render.style import shown
from csws.render.words import words_of

_COLUMN = 60


def worksheet_text(account: str, settings: Settings, language: str) -> str:
    """The worksheet of named settings."""
    return (
        "\n".join([*_head(account, language), *_objects(settings, language), *_workspaces(settings, language)]) + "\n"
    )


def _head(account: str, language: str) -> Iterator[str]:
    say = words_of(language)
    for key in ("worksheet.title", "worksheet.how", "worksheet.back"):
        yield f"# {say.plain(key, account=account)}"


def _objects(settings: Settings, language: str) -> Iterator[str]:
    yield ""
    yield "objects:"
    for path, value in flat_objects(settings.objects).items():
        yield _line(2, path, value, path, language)


def _workspaces(settings: Settings, language: str) -> Iterator[str]:
    yield ""
    yield "workspaces:"
    for item in settings.managed:
        yield f"  {item.key}:"
        yield from _workspace(item, language)
    for item in settings.unmanaged:
        yield f"  # {words_of(language).plain('page.unmanaged')} {shown(item.name)}"


def _workspace(item: Workspace, language: str) -> Iterator[str]:
    """The fields of a workspace, tab by tab. A hidden tab has only its switch."""
    holders: tuple[str, ...] = ()
    fields = flat(item)
    for path, value in fields.items():
        if field_at(path).is_ours or is_hidden(path, fields):
            continue
        parts = parts_of(path)
        for depth, part in enumerate(parts[:-1]):
            if holders[: depth + 1] != parts[: depth + 1]:
                yield f"{' ' * (4 + 2 * depth)}{part}:"
        holders = parts[:-1]
        yield _line(2 + 2 * len(parts), parts[-1], value, path, language)


def _line(indent: int, key: str, value: Value, path: str, language: str) -> str:
    return f"{' ' * indent}{key}: {_value(value)}".ljust(_COLUMN) + f"  # {words_of(language).label(field_at(path))}"


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(json.dumps(item, ensure_ascii=False) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return scalar_text(value)
