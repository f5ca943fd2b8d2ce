"""The words for one change that all formats share: what will happen, its name, and where it comes
from."""

from __future__ import annotations

from collections.abc import Mapping

from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.names import folded

WILL_BE = {
    Action.CREATE: "will be created",
    Action.UPDATE: "will be updated",
    Action.DELETE: "will be deleted: this cannot be undone",
    Action.MOVE: "will be moved",
}
HAS_BEEN = {
    Action.CREATE: "was added",
    Action.UPDATE: "was changed",
    Action.DELETE: "was deleted",
    Action.MOVE: "was moved",
}
FIRES = "records change their band in HubSpot, and workflows that wait for that will run."
PENDING = "(already pending on the base branch)"


def name_of(change: Change) -> str:
    """The name of the workspace of a change: its new name, or for a delete the last one; "" for the
    objects."""
    renamed = next((item for item in change.fields if item.path == "name"), None)
    if renamed is None:
        return str(change.unchanged.get("name", ""))
    return str(renamed.before if change.action is Action.DELETE else renamed.after)


def origin_note(change: Change) -> str:
    """The note for a change that does not come from this branch."""
    if change.origin is Origin.DRIFT:
        return "(changed in the account, outside csws)"
    return PENDING if change.introduced_by is Introduced.BASE else ""


def field_note(change: Change, item: FieldChange) -> str:
    """The note for a field that is already pending when the rest of its change is not."""
    pending = item.introduced_by is Introduced.BASE and change.introduced_by is not Introduced.BASE
    return PENDING if pending else ""


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
