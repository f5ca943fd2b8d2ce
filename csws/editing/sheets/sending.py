"""What is done in the forms → what `observe` and `adopt` are told. Whatever is not done yet says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from csws.editing.sheets.answers import Purpose
from csws.editing.sheets.form import Form, FormItem, FormTab
from csws.kinds import objects
from csws.model.settings import PRIMARY
from csws.workflow.observation.filled import FilledItem


def filled_items(form: Form) -> tuple[FilledItem, ...]:
    """An adoption takes the items that are done, and nothing before those that every project needs are. A comparison takes
    every tab that is done, of a new workspace all or none."""
    if form.purpose is Purpose.ADOPT and not all(item.is_done for item in form.items if _is_needed(item)):
        return ()
    return tuple(_filled(item, tabs) for item in form.items if (tabs := tuple(_told(form, item))) or item.is_gone)


def unfinished(form: Form) -> tuple[FormItem, ...]:
    """The items of which something is left out."""
    return tuple(item for item in form.items if not item.is_done)


def _is_needed(item: FormItem) -> bool:
    """The objects and the primary workspace: without them the files would not be valid."""
    return item.kind is objects.KIND or item.key == PRIMARY


def _told(form: Form, item: FormItem) -> Iterator[FormTab]:
    is_whole = form.purpose is Purpose.ADOPT or item.is_new
    if is_whole and not item.is_done:
        return
    yield from (tab for tab in item.tabs if tab.is_done and not item.is_gone)


def _filled(item: FormItem, tabs: tuple[FormTab, ...]) -> FilledItem:
    fields = {field.path: field.value for tab in tabs for field in tab.fields if field.value or not field.lacks_choices}
    return FilledItem(ref=item.ref, kind=item.kind, fields=fields, key=item.key, id=item.id, gone=item.is_gone)
