"""Resolved settings as plain data and back, and their fingerprint. What stores keep; users never see it."""

from __future__ import annotations

import json
from typing import Any

from csws.model.fields import flat, flat_objects, workspace_of
from csws.model.plan import canonical, digest_of, plain
from csws.model.settings import Objects, Settings, in_order


def to_plain(settings: Settings) -> dict[str, Any]:
    return {
        "objects": plain(flat_objects(settings.objects)),
        "workspaces": [
            {"id": item.id, "key": item.key, "fields": plain(flat(item))}
            for item in in_order(list(settings.workspaces))
        ],
    }


def from_plain(data: dict[str, Any]) -> Settings:
    objects = _values(data["objects"])
    workspaces = [workspace_of(item["key"], item["id"], _values(item["fields"])) for item in data["workspaces"]]
    return Settings(objects=Objects(**objects), workspaces=in_order(workspaces))


def _values(data: dict[str, Any]) -> dict[str, Any]:
    return {path: tuple(value) if isinstance(value, list) else value for path, value in data.items()}


def to_text(settings: Settings) -> str:
    return canonical(to_plain(settings))


def from_text(text: str) -> Settings:
    return from_plain(json.loads(text))


def fingerprint(settings: Settings) -> str:
    """The fingerprint of a state: equal for equal settings, whatever way led there."""
    return digest_of(to_plain(settings))
