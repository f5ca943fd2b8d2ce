"""What a correction does, as the label of its button: in the reader's language, with the names on HubSpot's screens."""

from __future__ import annotations

from typing import Any

from csws.editing.draft import DEFAULTS, SECTIONS, Edit
from csws.editing.form import Form
from csws.editing.form_item import FormField
from csws.editing.ways_out import WayOut
from csws.kinds import kind_of, workspaces
from csws.kinds.addresses import parse
from csws.model.address import WORKSPACE
from csws.render.words import Words, clean
from csws.studio.choice_view import Values


def way_label(way: WayOut, form: Form, values: Values, words: Words) -> str:
    """The English title where there are no words for it."""
    if len(way.edits) != 1:
        return clean(way.title)
    [edit] = way.edits
    where = _item(edit, form, words)
    field = _field(edit, form)
    if edit.removes:
        name = words.label(field.field) if field is not None else edit.path.rpartition(".")[2]
        return words.plain("edit.way_drop", name=name, item=where)
    if isinstance(edit.value, list):
        return _of_list(edit, field, where, values, words) or clean(way.title)
    return words.plain("edit.way_use", value=_named(field, edit.value, values), item=where)


def _of_list(edit: Edit, field: FormField | None, where: str, values: Values, words: Words) -> str:
    """A list gets a member, or loses one."""
    before = field.value if field is not None and isinstance(field.value, list) else []
    added = [value for value in edit.value if value not in before]
    gone = [value for value in before if value not in edit.value]
    if len(added) == 1 and not gone:
        return words.plain("edit.way_add", value=_named(field, added[0], values), item=where)
    if len(gone) == 1 and not added:
        return words.plain("edit.way_take", value=_named(field, gone[0], values), item=where)
    if len(added) == len(gone) == 1:
        return words.plain("edit.way_use", value=_named(field, added[0], values), item=where)
    return ""


def _named(field: FormField | None, value: Any, values: Values) -> str:
    return values.label(field, value) if field is not None else clean(str(value))


def _field(edit: Edit, form: Form) -> FormField | None:
    """The field; for one that all share, that of any workspace that has its value from there."""
    if edit.address not in SECTIONS:
        return form.one(parse(edit.address), edit.path) if kind_of(parse(edit.address)).is_keyed else None
    things = workspaces.KIND.all(form.account.loaded.declared.settings) if edit.address == DEFAULTS else ()
    return next((form.one(workspaces.KIND.address(thing), edit.path) for thing in things if thing.key), None)


def _item(edit: Edit, form: Form, words: Words) -> str:
    if edit.address in SECTIONS:
        return words.plain("edit.all_workspaces")
    address = parse(edit.address)
    return (
        clean(form.called(address.key))
        if address.kind == WORKSPACE
        else clean(address.key) or words.plain("edit.objects")
    )
