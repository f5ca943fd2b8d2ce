"""What is recorded and what is said so far → the forms of an account. Reads no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from csws.editing.sheets.answers import Answers, ItemAnswers, Purpose
from csws.editing.sheets.form import OBJECTS_REF, Conflict, Form, FormField, FormItem, FormTab, is_set_by_hand
from csws.kinds import objects, workspaces
from csws.kinds.choices import Choices
from csws.kinds.sheet import Sheet, SheetField, SheetItem, offered_at, sheet_of
from csws.model.address import Address
from csws.model.choice import Choice
from csws.model.field import Reference, Type, texts_of
from csws.model.fields import TABS, Value, flat_objects, object_in
from csws.model.kind import Thing
from csws.model.settings import PRIMARY, Objects, Settings, Workspace
from csws.workflow.worksheet import Known

_NEW = "new."
_SERVICES = "services.show"


def form_of(known: Known, answers: Answers) -> Form:
    """The forms of an account."""
    return _Filling(known, answers).form()


def new_ref(number: int) -> str:
    return f"{_NEW}{number}"


class _Filling:
    def __init__(self, known: Known, answers: Answers) -> None:
        self._known, self._answers = known, answers
        self._objects = self._said_objects()
        names = replace(known.settings, objects=self._objects)
        plain = Choices(known.catalog, replace(known.recorded, objects=self._objects))
        self._sheet: Sheet = sheet_of(names, plain)
        self._choices = Choices(known.catalog, self._as_said())

    def form(self) -> Form:
        items: list[FormItem] = []
        for ref, item in self._about():
            items.append(self._item(ref, item, items))
        conflicts = tuple(one for item in items for one in self._conflicts(item))
        return Form(known=self._known, answers=self._answers, items=tuple(items), conflicts=conflicts)

    # What it is about.

    def _about(self) -> Iterator[tuple[str, SheetItem]]:
        if self._answers.purpose is Purpose.COMPARE or not self._is_objects_settled():
            yield OBJECTS_REF, self._sheet.objects
        blank = self._sheet.further[workspaces.KIND.name]
        recorded = self._sheet.of(workspaces.KIND)
        yield from ((_ref(item), item) for item in recorded if self._is_asked(item))
        if self._answers.purpose is Purpose.ADOPT:
            there = {item.key for item in recorded}
            for thing in workspaces.KIND.all(self._known.declared.settings):
                if thing.key not in there:
                    item = replace(blank, key=thing.key, name=workspaces.KIND.called(thing))
                    yield _ref(item), item
        yield from ((ref, blank) for ref in self._answers.items if ref.startswith(_NEW))

    def _is_objects_settled(self) -> bool:
        declared = self._known.declared.settings.objects
        return self._known.is_recorded and declared.customers is not None

    def _is_asked(self, item: SheetItem) -> bool:
        if self._answers.purpose is Purpose.COMPARE or not self._known.is_recorded or item.key is None:
            return True
        return all(thing.key != item.key for thing in workspaces.KIND.all(self._known.declared.settings))

    # What could be said.

    def _said_objects(self) -> Objects:
        said = self._answers.of(OBJECTS_REF).fields
        recorded = flat_objects(self._known.settings.objects) if self._known.is_recorded else {}
        values = {**flat_objects(Objects()), **recorded, **said}
        revenue = texts_of(values["revenue"])
        return Objects(customers=_text(values["customers"]), services=_text(values["services"]), revenue=revenue)

    def _as_said(self) -> Settings:
        """Who has which team by now, each workspace without a key, so that it is called by its name."""
        found = [self._workspace(ref, item) for ref, item in self._about() if item.kind is workspaces.KIND]
        asked = {ref for ref, _ in self._about()}
        rest = [replace(item, key=None) for item in self._known.recorded.workspaces if _ref_of(item) not in asked]
        return Settings(objects=self._objects, workspaces=(*found, *rest))

    def _workspace(self, ref: str, item: SheetItem) -> Workspace:
        said = self._answers.of(ref)
        fields = {one.path: one.value for one in item.fields} | dict(said.fields)
        teams = () if said.gone else texts_of(fields.get("teams"))
        ids = tuple(self._known.catalog.teams.id_of(team) or team for team in teams)
        return Workspace(key=None, id=ref, name=str(fields.get("name") or item.name), teams=ids)

    # The forms.

    def _item(self, ref: str, item: SheetItem, before: list[FormItem]) -> FormItem:
        said = self._answers.of(ref)
        is_known = self._is_known(item)
        name = str(said.fields.get("name", item.name) or "")
        made = FormItem(ref=ref, kind=item.kind, name=name, tabs=(), key=item.key, id=item.id, is_gone=said.gone)
        fields = [self._field(one, made, said, is_known=is_known) for one in self._shown(item, said)]
        tabs = (objects.KIND.name,) if item.kind is objects.KIND else TABS
        return replace(made, tabs=tuple(self._tab(tab, fields, said, before, made) for tab in tabs))

    def _is_known(self, item: SheetItem) -> bool:
        """Whether its values were recorded."""
        if not self._known.is_recorded:
            return False
        return item.kind is objects.KIND or any(item is one for one in self._sheet.items)

    def _shown(self, item: SheetItem, said: ItemAnswers) -> Iterator[SheetField]:
        """The fields of the screens as they are now: of objects that are in force, and of tabs that are shown."""
        is_primary = item.key == PRIMARY
        switches = {
            one.path: self._value(one, said, is_known=self._is_known(item))
            for one in item.fields
            if one.field.is_switch
        }
        for one in item.fields:
            name = object_in(one.path)
            if (name is not None and name not in self._objects.revenue) or (is_primary and one.path == "teams"):
                continue
            if one.field.is_switch or not item.kind.is_hidden(one.path, switches):
                yield one

    def _value(self, one: SheetField, said: ItemAnswers, *, is_known: bool) -> Value:
        if one.path in said.fields:
            return said.fields[one.path]
        if is_known:
            return one.value
        if one.field.is_switch:
            return one.path != _SERVICES or self._objects.services is not None
        return one.field.default

    def _field(self, one: SheetField, item: FormItem, said: ItemAnswers, *, is_known: bool) -> FormField:
        value = self._value(one, said, is_known=is_known)
        known = one.value if is_known else None
        if one.path == "name" and not value:
            value = item.name
        choices = self._choices_of(one, item, said)
        is_bare = one.field.refers_to is not None and not choices
        return FormField(
            path=one.path,
            field=one.field,
            value=value,
            known=known,
            choices=choices,
            is_open=not is_bare and self._is_open(one, value, choices, said, is_known=is_known),
            is_changed=is_known and value != known,
            is_fixed=self._answers.purpose is Purpose.ADOPT and item.id is not None and one.path == "name",
            lacks_choices=is_bare,
        )

    def _is_open(
        self, one: SheetField, value: Value, choices: tuple[Choice, ...], said: ItemAnswers, *, is_known: bool
    ) -> bool:
        """Whether somebody still has to choose. What was chosen before the object changed does not count."""
        if one.path == "name":
            return not value
        if one.path not in said.fields:
            return not is_known and is_set_by_hand(one.field)
        is_lost = one.field.refers_to is not None and not _offers(choices, value)
        return is_lost and not (is_known and value == one.value)

    def _choices_of(self, one: SheetField, item: FormItem, said: ItemAnswers) -> tuple[Choice, ...]:
        found = [choice for choice in offered_at(one.kind, one.path, self._choices) if not choice.is_of_another_type]
        if one.field.refers_to is Reference.PIPELINE and one.field.type is not Type.LIST:
            found = self._selected(one, item, said, found)
        own = item.name
        return tuple(replace(choice, held_by=None) if choice.held_by == own else choice for choice in found)

    def _selected(self, one: SheetField, item: FormItem, said: ItemAnswers, found: list[Choice]) -> list[Choice]:
        """The default pipeline is one of the selected ones; none selected means all."""
        path = f"{one.path.rpartition('.')[0]}.pipelines"
        recorded = next((x for x in self._sheet.items if _ref(x) == item.ref), None)
        values = {x.path: x.value for x in recorded.fields} if recorded is not None else {}
        selected = texts_of(said.fields.get(path, values.get(path)))
        return [choice for choice in found if choice.value in selected] if selected else found

    def _tab(
        self, name: str, fields: list[FormField], said: ItemAnswers, before: list[FormItem], item: FormItem
    ) -> FormTab:
        own = tuple(one for one in fields if one.field.tab == name)
        off = any(one.field.is_switch and one.value is False for one in own)
        made = FormTab(name=name, fields=own, is_off=off, needs="" if off else self._needs(name))
        same = next((one.ref for one in reversed(before) if _is_like(one, name)), "") if name != TABS[0] else ""
        is_done = name in said.done and not made.missing and not made.needs
        return replace(made, is_done=is_done, same="" if item.kind is objects.KIND else same)

    def _needs(self, tab: str) -> str:
        """The role that has no object yet, although the tab is about it. An account may track no revenue."""
        values = flat_objects(self._objects)
        if tab not in values or values[tab]:
            return ""
        is_settled = self._known.is_recorded or objects.KIND.name in self._answers.of(OBJECTS_REF).done
        return "" if is_settled and isinstance(values[tab], tuple) else tab

    def _conflicts(self, item: FormItem) -> Iterator[Conflict]:
        said = self._answers.of(item.ref)
        for one in item.fields():
            if one.path not in said.fields or one.path not in said.known or one.value == one.known:
                continue
            if said.known[one.path] != one.known:
                yield Conflict(item=item, field=one, before=said.known[one.path])


def _is_like(item: FormItem, tab: str) -> bool:
    found = item.tab(tab)
    return found is not None and found.is_done and not item.is_gone


def _offers(choices: tuple[Choice, ...], value: Value) -> bool:
    values = {choice.value for choice in choices}
    return all(text in values for text in texts_of(value))


def _ref(item: SheetItem) -> str:
    return str(Address(item.kind.name, item.key)) if item.key is not None else f"id:{item.id}"


def _ref_of(thing: Thing) -> str:
    return str(Address.workspace(thing.key)) if thing.key is not None else f"id:{thing.id}"


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
