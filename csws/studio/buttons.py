"""Buttons that make edits of a draft."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from csws.editing.draft import Edit, edit_document
from csws.model.frozen import frozen
from csws.render.words import clean


@frozen
class Button:
    """`edits` is JSON; `about` says more beside the label; one that `moves` takes something from elsewhere, and
    one that `asks` wants a reason first, to be taken with the button `done`."""

    label: str
    edits: str
    about: str = ""
    moves: bool = False
    asks: bool = False
    done: str = ""


def button(label: str, *edits: Edit) -> Button:
    return Button(label=clean(label), edits=edits_text(edits))


def set_to(edit: Edit, value: Any) -> Edit:
    return replace(edit, value=value)


def removing(edit: Edit) -> Edit:
    return replace(edit, removes=True, value=None)


def edits_text(edits: Iterable[Edit]) -> str:
    return json.dumps([edit_document(edit) for edit in edits], ensure_ascii=False)


def target_text(edit: Edit) -> str:
    """An edit without its value, which somebody types."""
    return json.dumps({key: value for key, value in edit_document(edit).items() if key != "value"}, ensure_ascii=False)
