"""Forms in the reader's language: labels, choices and values as HubSpot's screens show them. Knows no address and no
request."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from csws.editing.sheets.answers import Purpose
from csws.editing.sheets.form import OBJECTS_REF, Form, FormField, FormItem, FormTab
from csws.kinds import objects
from csws.model.choice import Choice
from csws.model.diagnostic import Diagnostic
from csws.model.field import Reference, Type
from csws.model.fields import Value
from csws.model.frozen import frozen
from csws.model.settings import PRIMARY
from csws.model.target_traits import file_of, traits_of
from csws.render.finding_words import finding_text
from csws.render.names import some_names
from csws.render.runbook.screen import beside, settings_url
from csws.render.words import Words, words_of
from csws.workflow.forms import Settled
from csws.workflow.observation.filled import Spot

_KEY = re.compile(r"`(?:workspace\.)?([a-z][a-z0-9_-]*)`")
_FEW = 8  # choices that are all shown at once


@frozen
class Found:
    """A finding in the reader's language, with the field that it is about."""

    spot: Spot | None
    message: str
    hint: str
    place: str
    is_error: bool


@frozen
class SheetView:
    """What the templates ask. `findings` are those of a check of everything that is done."""

    form: Form
    words: Words
    findings: tuple[Found, ...] = ()

    @property
    def account(self) -> str:
        return self.form.known.account

    @property
    def purpose(self) -> str:
        return self.form.purpose.value

    @property
    def is_adoption(self) -> bool:
        return self.form.purpose is Purpose.ADOPT

    @property
    def base(self) -> str:
        return f"/accounts/{self.account}/{self.purpose}"

    @property
    def api(self) -> str:
        return f"/api/accounts/{self.account}/sheets/{self.purpose}"

    @property
    def is_by_hand(self) -> bool:
        """Whether a person reads HubSpot's screens; elsewhere the account is a database."""
        return traits_of(self.form.known.entry.target).by_hand

    @property
    def settings_url(self) -> str:
        return settings_url(self.form.known.catalog)

    @property
    def to_commit(self) -> tuple[str, ...]:
        """The files beside those with settings that belong into git: the catalogue, and a record that is text."""
        entry = self.form.known.entry
        record = file_of(entry.store) if entry.store and self.has_text_record else None
        return tuple(filter(None, (entry.catalog, record)))

    @property
    def has_text_record(self) -> bool:
        store = self.form.known.entry.store
        return store is not None and traits_of(store).is_text

    @property
    def workspaces(self) -> tuple[FormItem, ...]:
        return tuple(item for item in self.form.items if item.ref != OBJECTS_REF)

    @property
    def has_primary(self) -> bool:
        return any(item.key == PRIMARY for item in self.workspaces)

    def say(self, key: str, **values: object) -> str:
        """A sentence that Adopt and Compare have each in their own words."""
        return self.words.plain(f"{self.purpose}.{key}", **values)

    def path(self, item: FormItem, tab: FormTab | None = None) -> str:
        """The page of a tab; of an item the first that is not done."""
        shown = tab or next((one for one in item.tabs if not one.is_done), item.tabs[0])
        return f"{self.base}/{quote(item.ref, safe=':.')}/{shown.name}"

    def name(self, item: FormItem) -> str:
        if item.kind is objects.KIND:
            return self.words.plain("tab.objects")
        return item.name or self.words.plain("plan.primary" if item.key == PRIMARY else "sheet.is_new")

    def tab(self, tab: FormTab) -> str:
        return self.words.plain(f"tab.{tab.name}")

    def left(self, item: FormItem) -> str:
        """How much of an item is left to look at."""
        if item.is_gone or item.is_done:
            return "" if item.is_gone else self.words.plain("sheet.mark_done")
        return str(self.words.count(f"{self.purpose}.tabs_left", len(item.tabs) - item.done).striptags())

    def place(self, item: FormItem, tab: FormTab) -> str:
        """A tab with its item, as the title of its page."""
        if item.kind is objects.KIND:
            return self.name(item)
        return self.words.plain("sheet.page", name=self.name(item), tab=self.tab(tab))

    def both(self, key: str) -> Markup:
        return beside(str(self.words.sentences[key]), str(words_of("en").sentences[key]))

    def label(self, field: FormField) -> Markup:
        english = words_of("en").label(field.field)
        return beside(self.words.label(field.field), english, strong=False)

    def plain_label(self, field: FormField) -> str:
        label = self.words.label(field.field)
        if field.object_name is None:
            return label
        return self.words.plain("sheet.page", name=self.object(field.object_name), tab=label)

    def object(self, name: str) -> str:
        found = self.form.known.catalog.objects.get(name)
        return self.words.object_label(name, found.label if found else name)

    def object_of(self, tab: FormTab) -> str:
        """The object that a tab is about, where it is about one."""
        named = {"customers": "customers", "services": "services"}.get(tab.name)
        behind = next((field for field in self._objects() if named and field.path == named), None)
        return self.object(behind.value) if behind and isinstance(behind.value, str) else ""

    def _objects(self) -> Iterable[FormField]:
        item = self.form.item(OBJECTS_REF)
        return item.fields() if item else ()

    def choice(self, field: FormField, choice: Choice) -> str:
        """A choice as the control of the screen shows it."""
        text = self._choice(field, choice)
        if choice.is_archived:
            return self.words.plain("sheet.archived", value=text)
        twins = Counter(one.label for one in field.choices)
        is_shared = field.field.is_property and twins[choice.label] > 1
        return self.words.plain("sheet.with_name", value=text, name=choice.value) if is_shared else text

    def _choice(self, field: FormField, choice: Choice) -> str:
        if choice.value in field.field.choices:
            key = field.field.words_of(choice.value)
            mine, english = self.words.plain(key), words_of("en").plain(key)
            text = mine if mine == english else f"{mine} / {english}"
            return text[:1].upper() + text[1:]
        if field.field.refers_to is Reference.OBJECT:
            return self.words.object_label(choice.value, choice.label or choice.value)
        return choice.label or choice.value

    def value(self, field: FormField, value: Value) -> str:
        """A value in words."""
        if isinstance(value, bool):
            return self.words.plain("value.yes" if value else "value.no")
        if value == () and field.field.refers_to is Reference.PIPELINE:
            return self.words.plain("sheet.all_of_them")
        if value is None or value in ("", ()):
            return self.words.plain("sheet.none")
        known = {choice.value: self._choice(field, choice) for choice in field.choices}
        texts = value if isinstance(value, tuple) else (str(value),)
        return some_names(tuple(known.get(text, text) for text in texts))

    def control(self, field: FormField) -> str:
        """How a field is entered: fixed, none, flag, chips, ticks, select, area or text."""
        if field.is_fixed or (field.lacks_choices and not field.value):
            return "fixed" if field.is_fixed else "none"
        if field.field.type is Type.FLAG:
            return "flag"
        if field.field.type is Type.LIST:
            is_long = field.field.refers_to is Reference.TEAM or len(field.choices) > _FEW
            return "chips" if is_long else "ticks"
        if field.field.refers_to or field.field.choices:
            return "select"
        return "area" if field.field.name == "description" else "text"

    def hint(self, field: FormField) -> str:
        if field.field.refers_to is Reference.TEAM:
            return self.words.plain("sheet.teams_hint")
        if field.field.refers_to is Reference.PIPELINE:
            is_list = field.field.type is Type.LIST
            return self.words.plain("sheet.pipelines_hint" if is_list else "sheet.default_hint")
        return self.words.plain("sheet.revenue_hint") if field.path == "revenue" else ""

    def still(self, field: FormField) -> str:
        """What is asked of somebody who has not answered a field."""
        if field.asks_none:
            return "sheet.still_list"
        return "sheet.still_text" if self.control(field) in ("area", "text") else "sheet.still"

    def is_required(self, field: FormField) -> bool:
        return field.path == "customers"

    def lost(self, field: FormField) -> str | None:
        """A value that is not among the choices: it stays visible."""
        values = {choice.value for choice in field.choices}
        if field.is_open or not isinstance(field.value, str) or not field.value or field.value in values:
            return None
        return field.value

    def members(self, field: FormField) -> tuple[Choice, ...]:
        """What a list has now."""
        known = {choice.value: choice for choice in field.choices}
        names = field.value if isinstance(field.value, tuple) else ()
        return tuple(known.get(name, Choice(value=name)) for name in names)

    def offered(self, field: FormField) -> tuple[Choice, ...]:
        """What could come into a list."""
        names = field.value if isinstance(field.value, tuple) else ()
        return tuple(choice for choice in field.choices if choice.value not in names)

    def json(self, value: Value) -> str:
        return json.dumps(value, ensure_ascii=False)

    def findings_at(self, item: FormItem, path: str) -> tuple[Found, ...]:
        spot = Spot(ref=item.ref, path=path)
        return tuple(found for found in self.findings if found.spot == spot)

    def next_after(self, item: FormItem, tab: FormTab) -> tuple[FormItem, FormTab] | None:
        """The next tab that is not done, other than this one."""
        found = self.form.next_after(item.ref, tab.name)
        return None if found and (found[0].ref, found[1].name) == (item.ref, tab.name) else found

    def after_item(self, item: FormItem) -> FormItem | None:
        """The next item that is not done."""
        found = self.form.next_after(item.ref, item.tabs[-1].name)
        return found[0] if found and found[0].ref != item.ref else None

    def found_path(self, found: Found) -> str:
        """The field of a finding; the account's check where it has none."""
        item = self.form.item(found.spot.ref) if found.spot else None
        if item is None or found.spot is None:
            return ""
        tab = next((tab for tab in item.tabs if any(one.path == found.spot.path for one in tab.fields)), item.tabs[0])
        return f"{self.path(item, tab)}#f-{found.spot.path or 'name'}"


def found_in(settled: Settled[Any], view: SheetView) -> tuple[Found, ...]:
    """The errors of a check, in words. Workspaces have their names there, not the keys that they would get."""
    keys = {item.key: view.name(item) for item in view.workspaces if item.key}
    keys |= {key: view.name(item) for ref, key in settled.sheet.keys.items() if (item := view.form.item(ref))}
    return tuple(_found(spot, item, view, keys) for spot, item in settled.findings if item.is_error)


def _found(spot: Spot | None, item: Diagnostic, view: SheetView, keys: Mapping[str, str]) -> Found:
    def told(text: str) -> str:
        text = finding_text(text, view.words.language)
        return _KEY.sub(lambda match: f"“{keys[match[1]]}”" if match[1] in keys else match[0], text)

    subject = view.form.item(spot.ref) if spot else None
    fields: Mapping[str, FormField] = {one.path: one for one in subject.fields()} if subject else {}
    at = fields.get(spot.path) if spot else None
    name = view.name(subject) if subject else view.words.plain("sheet.elsewhere")
    if subject is None and item.span is not None and item.span.file:
        name = f"{item.span.file}:{item.span.line}"
    return Found(
        spot=spot if subject else None,
        message=told(item.message),
        hint=told(item.hint) if item.hint else "",
        place=view.words.plain("sheet.page", name=name, tab=view.plain_label(at)) if at else name,
        is_error=item.is_error,
    )
