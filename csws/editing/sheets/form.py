"""The forms of an account as data: every item, its tabs, and their fields with what is recorded, what is said so far, and what
could be said. Knows no page and no words."""

from __future__ import annotations

from collections.abc import Iterator

from csws.editing.sheets.answers import Answers, Purpose
from csws.model.choice import Choice
from csws.model.field import Field, Reference, Type
from csws.model.fields import Value, object_in
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.names import folded
from csws.workflow.worksheet import Known

OBJECTS_REF = "objects"


@frozen
class FormField:
    """One field. `value` is what is said of it, else what was last recorded, which is `known`. It is `open` while nobody has said
    anything of it and nothing is recorded. One that is `fixed` is only shown."""

    path: str
    field: Field
    value: Value
    known: Value
    choices: tuple[Choice, ...] = ()
    is_open: bool = False
    is_changed: bool = False
    is_fixed: bool = False
    lacks_choices: bool = False

    @property
    def object_name(self) -> str | None:
        return object_in(self.path)

    @property
    def asks_none(self) -> bool:
        """Whether somebody has to say that the list is empty, because nothing is recorded of it."""
        return self.field.type is Type.LIST and self.known is None and is_set_by_hand(self.field)


@frozen
class FormTab:
    """One tab of HubSpot's screens. `needs` is the role that has no object yet, "" where none is missing. `same` is the ref of the
    item before it whose tab is done: often the two are equal."""

    name: str
    fields: tuple[FormField, ...]
    is_done: bool = False
    is_off: bool = False
    needs: str = ""
    same: str = ""

    @property
    def missing(self) -> tuple[FormField, ...]:
        return tuple(item for item in self.fields if item.is_open)

    @property
    def changed(self) -> tuple[FormField, ...]:
        return tuple(item for item in self.fields if item.is_changed)


@frozen
class FormItem:
    """The objects, or one workspace. `key` and `id` are as in the record; one that is `new` has neither."""

    ref: str
    kind: Kind
    name: str
    tabs: tuple[FormTab, ...]
    key: str | None = None
    id: str | None = None
    is_gone: bool = False

    @property
    def is_new(self) -> bool:
        return self.key is None and self.id is None and self.ref != OBJECTS_REF

    @property
    def done(self) -> int:
        return len(self.tabs) if self.is_gone else sum(tab.is_done for tab in self.tabs)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.tabs)

    @property
    def is_changed(self) -> bool:
        return any(tab.changed for tab in self.tabs)

    def tab(self, name: str) -> FormTab | None:
        return next((tab for tab in self.tabs if tab.name == name), None)

    def fields(self) -> Iterator[FormField]:
        return (item for tab in self.tabs for item in tab.fields)


@frozen
class Conflict:
    """A field that somebody else recorded anew since it was answered."""

    item: FormItem
    field: FormField
    before: Value


@frozen
class Form:
    """All items of an account that somebody looks at."""

    known: Known
    answers: Answers
    items: tuple[FormItem, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def purpose(self) -> Purpose:
        return self.answers.purpose

    @property
    def done(self) -> int:
        return sum(item.done for item in self.items)

    @property
    def total(self) -> int:
        return sum(len(item.tabs) for item in self.items)

    @property
    def twins(self) -> tuple[tuple[FormItem, FormItem], ...]:
        """Items of one name, the second of which somebody added."""
        there: dict[str, FormItem] = {}
        pairs = (
            (there.setdefault(folded(item.name), item), item) for item in self.items if item.name and not item.is_gone
        )
        return tuple((first, item) for first, item in pairs if first is not item and item.is_new)

    def item(self, ref: str) -> FormItem | None:
        return next((item for item in self.items if item.ref == ref), None)

    def next_after(self, ref: str = "", tab: str = "") -> tuple[FormItem, FormTab] | None:
        """The next tab that is not done, after this one and then from the start; None where all are done."""
        places = [(item, one) for item in self.items for one in item.tabs]
        at = next((n for n, (item, one) in enumerate(places) if (item.ref, one.name) == (ref, tab)), -1)
        rest = [*places[at + 1 :], *places[: at + 1]]
        return next(((item, one) for item, one in rest if not one.is_done and not item.is_gone), None)


def is_set_by_hand(field: Field) -> bool:
    """Whether somebody has to choose: a switch and a description say something as they are, and no pipeline means all."""
    if field.type is Type.LIST:
        return field.refers_to in (Reference.OBJECT, Reference.TEAM)
    return field.type is Type.CHOICE or (field.type is Type.TEXT and field.refers_to is not None)
