"""The name of what a change is about, and the labels of what it names, for every format."""

from __future__ import annotations

from collections.abc import Mapping

from csws.model.change import Action, Change
from csws.model.names import folded


def name_of(change: Change) -> str:
    """The name of the workspace of a change: its new name, or for a delete the last one; "" for the
    objects."""
    renamed = next((item for item in change.fields if item.path == "name"), None)
    if renamed is None:
        return str(change.unchanged.get("name", ""))
    return str(renamed.before if change.action is Action.DELETE else renamed.after)


NO_LABELS: Mapping[str, str] = {}


def label_of(name: str, labels: Mapping[str, str]) -> str:
    """What the screen shows for an internal name; "" where that says nothing new."""
    label = labels.get(name, "")
    return "" if folded(label) == folded(name) else label


def with_label(name: str, labels: Mapping[str, str]) -> str:
    """`Company owner (hubspot_owner_id)`, or just the name where the label says nothing new."""
    label = label_of(name, labels)
    return f"{label} ({name})" if label else name


def counted(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
