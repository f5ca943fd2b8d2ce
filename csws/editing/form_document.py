"""The form of an account and the choices of its fields as JSON documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csws.documents.plan_document import diagnostic_document
from csws.editing.draft import FORMAT, edit_document
from csws.editing.form import Form
from csws.editing.form_item import FormField, FormItem, sharing_accounts, sharing_names
from csws.editing.project import Checkup
from csws.editing.ways_out import ways_out
from csws.model.choice import Choice
from csws.model.diagnostic import Diagnostic
from csws.model.place import Span
from csws.render.finding_words import finding_text
from csws.render.words import Words

Json = dict[str, Any]


def settings_document(form: Form, words: Words) -> Json:
    """`GET /api/accounts/{a}/settings`."""
    return {
        "format_version": FORMAT,
        "account": form.account.name,
        "items": [_item(form.state, item, words) for item in form.items()],
        "diagnostics": [finding_document(form.state, found, words) for found in form.loose()],
    }


def choices_document(form: Form, words: Words) -> Json:
    """`GET /api/accounts/{a}/choices`: what could stand at each path of each item."""
    fields = {
        str(item.address): {field.path: _choices(field, words) for field in item.fields if field.choices}
        for item in form.items()
    }
    return {"format_version": FORMAT, "account": form.account.name, "items": fields}


def finding_document(state: Checkup, found: Diagnostic, words: Words) -> Json:
    """A finding in the reader's language, with its corrections as edits."""
    fixes = [
        {"title": way.title, "edits": [edit_document(edit) for edit in way.edits]}
        for way in ways_out(state, found.fixes)
    ]
    return {
        **diagnostic_document(found),
        "message": finding_text(found.message, words.language),
        "hint": finding_text(found.hint, words.language) if found.hint else None,
        "fixes": fixes,
    }


def _item(state: Checkup, item: FormItem, words: Words) -> Json:
    return {
        "address": str(item.address),
        "name": item.name,
        "at": _span(item.span),
        "changed": item.is_changed,
        "new": item.is_new,
        "gone": item.is_gone,
        "fields": [_field(state, field, words) for field in item.fields],
        "diagnostics": [finding_document(state, found, words) for found in item.findings],
    }


def _field(state: Checkup, field: FormField, words: Words) -> Json:
    return {
        "path": field.path,
        "label": words.label(field.field),
        "tab": field.field.tab,
        "type": field.field.type.value,
        "value": field.value,
        "before": field.saved,
        "changed": field.is_changed,
        "hidden": field.is_hidden,
        "object": field.behind,
        "unknown": list(field.unknown),
        "origin": origin_document(field),
        "choices": _choices(field, words),
        "diagnostics": [finding_document(state, found, words) for found in field.findings],
    }


def origin_document(field: FormField) -> Json | None:
    """Where the value comes from: own, defaults, include or overlay; null where no file says it."""
    if field.origin is None or field.span is None:
        return None
    own = field.origin.value
    return {
        "from": "include" if own == "own" and field.is_included else own,
        **_place(field.span),
        "workspaces": list(sharing_names(field)),
        "accounts": list(sharing_accounts(field)),
        "shared": field.shared,
    }


def _choices(field: FormField, words: Words) -> list[Json]:
    return [_choice(choice, field, words) for choice in field.choices]


def _choice(choice: Choice, field: FormField, words: Words) -> Json:
    label = choice.label or choice.value
    if not field.field.refers_to and field.field.choices:
        label = str(words.sentences.get(field.field.words_of(choice.value), label))
    why_not = "archived" if choice.is_archived else "other_type" if choice.is_of_another_type else None
    return {
        "value": choice.value,
        "label": label,
        "why_not": why_not,
        "people": choice.people,
        "held_by": choice.held_by,
    }


def _span(at: Span | None) -> Json | None:
    return _place(at) if at is not None else None


def _place(at: Span) -> Json:
    return {"file": at.file, "line": at.line, "column": at.column}


def findings_documents(state: Checkup, found: Iterable[Diagnostic], words: Words) -> list[Json]:
    return [finding_document(state, item, words) for item in found]
