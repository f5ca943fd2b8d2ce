"""What a setting holds and could hold, in words: options, chips, and what may be added to a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from csws.editing.draft import Edit
from csws.editing.form import Form
from csws.editing.form_item import FormField, FormItem
from csws.model.address import Address
from csws.model.choice import Choice
from csws.model.field import Reference
from csws.model.frozen import frozen
from csws.render.words import Words, clean
from csws.studio.buttons import Button, button, edits_text, set_to


@frozen
class OptionView:
    """A value that may be chosen; `remark` is what helps to choose, or why not."""

    value: str
    label: str
    remark: str = ""
    is_chosen: bool = False


@frozen
class ChipView:
    """A member of a list, with the button that takes it out."""

    label: str
    remark: str
    drop: Button
    is_new: bool = False
    wrong: str = ""


class Values:
    """The values of one account's fields. `narrow` is the edit of a field of one item alone."""

    def __init__(self, form: Form, words: Words, narrow: Callable[[Address, FormField], Edit]) -> None:
        self._form, self._words, self._narrow = form, words, narrow

    def label(self, field: FormField, value: Any) -> str:
        found = field.choice(value)
        if field.field.choices and not field.field.refers_to:
            return str(self._words.sentences.get(field.field.words_of(str(value)), value))
        if found is None:
            return clean(str(value))
        is_object = field.field.refers_to is Reference.OBJECT
        return clean(self._words.object_label(found.value, found.label) if is_object else found.label or found.value)

    def shown(self, field: FormField) -> Markup:
        look = Markup('<i class="absent">{}</i>') if field.value in (None, "", []) else Markup("{}")
        return look.format(self.plain(field, field.value))

    def internal(self, field: FormField) -> str:
        """The internal name, where it says more than the label."""
        value = field.value
        is_name = isinstance(value, str) and field.field.is_property
        return clean(value) if is_name and self.label(field, value) != value else ""

    def options(self, field: FormField) -> Iterator[OptionView]:
        words, value = self._words, field.value
        yield OptionView(value="", label=words.plain("edit.none"), is_chosen=value in (None, ""))
        if field.unknown:
            remark = words.plain("edit.unknown")
            yield OptionView(value=str(value), label=clean(str(value)), remark=remark, is_chosen=True)
        for choice in sorted(field.choices, key=lambda item: not (item.fits or item.value == value)):
            if not choice.is_of_another_type or choice.value == value:
                yield self._option(field, choice)

    def _option(self, field: FormField, choice: Choice) -> OptionView:
        return OptionView(
            value=choice.value,
            label=self.label(field, choice.value),
            remark=self._why_not(choice),
            is_chosen=choice.value == field.value,
        )

    def _why_not(self, choice: Choice) -> str:
        if choice.is_archived:
            return self._words.plain("edit.archived")
        return self._words.plain("edit.other_type") if choice.is_of_another_type else ""

    def chips(self, field: FormField, edit: Edit) -> Iterator[ChipView]:
        held = field.value if isinstance(field.value, list) else []
        before = field.saved if isinstance(field.saved, list) else []
        for at, value in enumerate(held):
            choice = field.choice(value)
            label = self.label(field, value)
            drop = button(self._words.plain("edit.drop", name=label), set_to(edit, [*held[:at], *held[at + 1 :]]))
            wrong = "" if choice is not None and choice.fits else self._words.plain("edit.unknown")
            yield ChipView(
                label=label,
                remark=self._people(choice),
                drop=drop,
                is_new=field.saved is not None and value not in before,
                wrong=wrong,
            )

    def _people(self, choice: Choice | None) -> str:
        return (
            str(self._words.count("edit.people", choice.people).striptags())
            if choice and choice.people is not None
            else ""
        )

    def adds(self, item: FormItem, field: FormField, edit: Edit) -> Iterator[Button]:
        held = field.value if isinstance(field.value, list) else []
        free = [choice for choice in field.choices if choice.value not in held and choice.fits]
        for choice in sorted(free, key=lambda one: one.held_by is not None):
            remark = [self._people(choice)]
            edits = [set_to(edit, [*held, choice.value])]
            key = choice.held_by
            if key is not None and key != item.address.key:
                remark.append(self._words.plain("edit.held", workspace=clean(self._form.called(key))))
                edits += self._taken_from(key, field, choice.value)
            yield Button(
                label=self.label(field, choice.value),
                edits=edits_text(edits),
                about=" · ".join(filter(None, remark)),
                moves=len(edits) > 1,
            )

    def _taken_from(self, key: str, field: FormField, value: str) -> list[Edit]:
        """The edit that takes a team out of the workspace that has it."""
        other = Address.workspace(key)
        theirs = self._form.one(other, field.path)
        if theirs is None or not isinstance(theirs.value, list):
            return []
        return [set_to(self._narrow(other, theirs), [item for item in theirs.value if item != value])]

    def plain(self, field: FormField, value: Any) -> str:
        """A value in words."""
        if value in (None, "", []):
            return self._words.plain("value.unset")
        if isinstance(value, bool):
            return self._words.plain("edit.on" if value else "edit.off")
        held = value if isinstance(value, list) else [value]
        return self._words.joined([self.label(field, item) for item in held])
