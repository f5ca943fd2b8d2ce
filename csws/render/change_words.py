"""The words for one change that the formats share: what will be done, what it is called, where it comes from."""

from __future__ import annotations

from csws.model.change import Action, Change, FieldChange, Introduced, Origin

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
PENDING = "(already pending on the base branch)"


def name_of(change: Change) -> str:
    """What people call the workspace of a change: its new name, or for a delete the last one; "" for the objects."""
    renamed = next((item for item in change.fields if item.path == "name"), None)
    if renamed is None:
        return str(change.unchanged.get("name", ""))
    return str(renamed.before if change.action is Action.DELETE else renamed.after)


def origin_note(change: Change) -> str:
    """Said of a change that is not this branch's own."""
    if change.origin is Origin.DRIFT:
        return "(changed in the account, outside csws)"
    return PENDING if change.introduced_by is Introduced.BASE else ""


def field_note(change: Change, item: FieldChange) -> str:
    """Said of a field that is pending already where the rest of its change is not."""
    pending = item.introduced_by is Introduced.BASE and change.introduced_by is not Introduced.BASE
    return PENDING if pending else ""


def counted(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
