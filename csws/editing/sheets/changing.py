"""What one act in a form does to the answers: a value, a tab that is done, a workspace more or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from csws.editing.sheets.answers import Answers, ItemAnswers
from csws.editing.sheets.filling import form_of, new_ref
from csws.editing.sheets.form import Form, FormField, FormItem, FormTab
from csws.errors import CswsError, UsageFault
from csws.model.field import Type
from csws.model.fields import Fields, Value
from csws.model.kind import normal_text
from csws.model.names import folded, normal_name
from csws.model.settings import MAX_TEAM_WORKSPACES
from csws.workflow.worksheet import Known

_MOST = 4 * MAX_TEAM_WORKSPACES  # more than any account has
_LONGEST = 10_000  # characters of a text
_RELOAD = "Reload the page, then try again."


def item_of(form: Form, ref: str) -> FormItem:
    """Raises CswsError where the form has no such item, for example because somebody removed it in another window."""
    found = form.item(ref)
    if found is None:
        raise CswsError("This is not in the list any more.", hint=_RELOAD, code="no_item")
    return found


def tab_of(form: Form, ref: str, name: str) -> FormTab:
    found = item_of(form, ref).tab(name)
    if found is None:
        raise CswsError(f"There is no tab `{name}`.", hint=_RELOAD, code="no_item")
    return found


def said(known: Known, answers: Answers, ref: str, values: Fields) -> Answers:
    """With values of one item; None in place of a list takes back what was said of it. Raises UsageFault for a path or a
    value that the item cannot have."""
    item = item_of(form_of(known, answers), ref)
    fields = {field.path: field for field in item.fields()}
    strange = sorted(values.keys() - fields.keys())
    if strange:
        raise UsageFault(f"`{strange[0]}` is not shown here.", hint=_RELOAD)
    unsaid = {path for path, value in values.items() if value is None and fields[path].asks_none}
    told = {path: value for path, value in values.items() if path not in unsaid and not fields[path].is_fixed}
    checked = {path: _checked(fields[path], value) for path, value in told.items()}
    return _without(_with(answers, ref, checked, fields), ref, unsaid)


def done(known: Known, answers: Answers, ref: str, name: str) -> Answers:
    """With a tab that is done: everything on it is as the form shows it. Raises UsageFault where something is still to be
    chosen."""
    tab = tab_of(form_of(known, answers), ref, name)
    if tab.missing or tab.needs:
        raise UsageFault("Something on this tab is not answered yet.", hint="Answer it, then go on.")
    fields = {field.path: field for field in tab.fields}
    shown = {path: field.value for path, field in fields.items() if not field.lacks_choices or field.value}
    answers = _with(answers, ref, shown, fields)
    before = answers.of(ref)
    return answers.with_item(ref, replace(before, done=before.done | {name}, gone=False))


def whole(known: Known, answers: Answers, ref: str) -> Answers:
    """With every tab of an item done, as the forms show it. Raises UsageFault where something is still to be chosen."""
    for tab in item_of(form_of(known, answers), ref).tabs:
        answers = done(known, answers, ref, tab.name)
    return answers


def same_as(known: Known, answers: Answers, ref: str, name: str) -> Answers:
    """With everything on a tab as in the item before. Raises CswsError where there is none."""
    form = form_of(known, answers)
    tab = tab_of(form, ref, name)
    if not tab.same:
        raise UsageFault("No workspace before this one has this tab done.", hint=_RELOAD)
    like = tab_of(form, tab.same, name)
    own = item_of(form, ref).kind
    exclusive = own.exclusive_paths()
    values = {field.path: field.value for field in like.fields if field.path not in exclusive}
    known_fields = {field.path: field for field in tab.fields}
    return _with(answers, ref, values, known_fields)


def added(known: Known, answers: Answers, name: str) -> tuple[Answers, str]:
    """With one more workspace, and its ref. Raises UsageFault for a name that is there already, or none."""
    form, name = form_of(known, answers), normal_name(name)
    if not name:
        raise UsageFault("Type the name as HubSpot shows it.", hint="It is in the list of workspaces.")
    if any(folded(item.name) == folded(name) for item in form.items if not item.is_gone):
        raise UsageFault(f"“{name}” is in the list already.", hint="In HubSpot no two workspaces have one name.")
    if len(form.items) > _MOST or len(name) > _LONGEST:
        raise UsageFault("HubSpot has no account like this.", hint="Remove what you do not need.")
    ref = new_ref(answers.made + 1)
    made = replace(answers, made=answers.made + 1)
    return made.with_item(ref, ItemAnswers(fields={"name": name})), ref


def moved(known: Known, adopting: Answers, comparing: Answers) -> Answers:
    """The answers of a comparison with those of an adoption too: what cannot be adopted can at least be recorded. What the
    record does not know by its key is new there."""
    there = {item.ref for item in form_of(known, replace(comparing, items={})).items}
    items, made = dict(comparing.items), comparing.made
    for ref, item in adopting.items.items():
        if ref not in there:
            made += 1
            ref = new_ref(made)
        items[ref] = item
    return replace(comparing, items=items, made=made)


def removed(known: Known, answers: Answers, ref: str) -> Answers:
    """Without what was said of an item; a new one is gone from the list."""
    item_of(form_of(known, answers), ref)
    return answers.without(ref)


def gone(known: Known, answers: Answers, ref: str) -> Answers:
    """With an item that HubSpot does not show any more."""
    item = item_of(form_of(known, answers), ref)
    if item.is_new:
        return answers.without(ref)
    return answers.with_item(ref, ItemAnswers(gone=True))


def _with(answers: Answers, ref: str, values: Fields, fields: Mapping[str, FormField]) -> Answers:
    before = answers.of(ref)
    known = {path: fields[path].known for path in values if path in fields}
    item = replace(before, fields={**before.fields, **values}, known={**before.known, **known}, gone=False)
    return answers.with_item(ref, item)


def _without(answers: Answers, ref: str, paths: set[str]) -> Answers:
    before = answers.of(ref)
    fields = {path: value for path, value in before.fields.items() if path not in paths}
    return answers.with_item(ref, replace(before, fields=fields)) if paths else answers


def _checked(field: FormField, value: Value) -> Value:
    wanted = {Type.FLAG: bool, Type.LIST: tuple}.get(field.field.type, str)
    is_empty = value is None and field.field.type in (Type.TEXT, Type.CHOICE)
    too_long = isinstance(value, str) and len(value) > _LONGEST
    if not is_empty and (not isinstance(value, wanted) or too_long):
        raise UsageFault(f"`{field.path}` cannot have this value.", hint=_RELOAD)
    if field.field.type is Type.TEXT and not field.field.refers_to and value is None:
        value = ""
    return normal_text(field.field, value)
