"""A setting as a form shows it: a control where the value is one's own, text where it is shared, with the buttons that
change it here or for all, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from csws.editing.draft import DEFAULTS, Edit
from csws.editing.form import Form
from csws.editing.form_item import FormField, FormItem, sharing_accounts, sharing_names
from csws.editing.origin import Origin
from csws.editing.ways_out import WayOut, ways_out
from csws.kinds import workspaces
from csws.kinds.addresses import split
from csws.model.address import OBJECTS, WORKSPACE, Address
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.field import Type
from csws.model.fields import TABS
from csws.model.frozen import frozen
from csws.render.markup import tagged
from csws.render.review.findings import shown_findings
from csws.render.words import Words, clean
from csws.studio.buttons import Button, button, edits_text, removing, set_to, target_text
from csws.studio.choice_view import ChipView, OptionView, Values
from csws.studio.way_label import way_label

_LOOKS = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: ""}
_LONG = ("description",)
_EACH_ITS_OWN = ("name", "description", "teams", "protect")  # what nobody means to be the same everywhere


@frozen
class Control:
    """A way to enter the value: `edit` is the edit without its value; `for_all` names whom it changes, and `count` is how
    many. `left_out` says who keeps another value."""

    id: str
    edit: str
    options: tuple[OptionView, ...]
    chips: tuple[ChipView, ...]
    adds: tuple[Button, ...]
    for_all: str = ""
    count: int = 0
    left_out: str = ""


@frozen
class FoundView:
    """A finding with its ways out as buttons."""

    look: str
    word: str
    text: Markup
    hint: Markup | None
    is_english: bool
    buttons: tuple[Button, ...]
    code: str
    link: str = ""
    link_text: str = ""


@frozen
class FieldView:
    """`kind` is text, long, flag, choice or chips. `control` is None where the value is shared; then `here` and `wide` are
    the controls that change it. `back` goes back to what is shared; `along` changes the workspaces that say themselves
    what this one said until now."""

    id: str
    path: str
    label: Markup
    kind: str
    value: Any
    shown: Markup
    name: str
    is_changed: bool
    section: str
    control: Control | None
    here: Control | None
    wide: Control | None
    origin: str
    back: Button | None
    spread: Button | None
    along: Button | None
    findings: tuple[FoundView, ...]


class FieldViews:
    """The views of one account's fields. `both` says a label of HubSpot's beside the reader's language."""

    def __init__(self, form: Form, words: Words, both: Any) -> None:
        self._form, self._words, self._both = form, words, both
        self._several = form.state.opened.shared
        self._has_overlay = bool(form.account.loaded.entry.overlay)
        self._values = Values(form, words, self._narrow)

    def of(self, item: FormItem, fields: Iterable[FormField]) -> tuple[FieldView, ...]:
        return tuple(self._view(item, field) for field in fields if not field.is_hidden)

    def findings(self, found: Iterable[Diagnostic]) -> tuple[FoundView, ...]:
        return tuple(self._found(item) for item in found)

    def _view(self, item: FormItem, field: FormField) -> FieldView:
        identity = f"{item.address}.{field.path}".replace(".", "-").replace("*", "x")
        own = self._is_own(field)
        narrow = self._narrow(item.address, field) if self._may_narrow(field) else None
        wide = self._wide(item.address, field) if not own else None
        return FieldView(
            id=identity,
            path=field.path,
            label=self._both(field.field.label),
            kind=_kind(field),
            value=field.value,
            shown=self._values.shown(field),
            name=self._values.internal(field),
            is_changed=field.is_changed,
            section=str(self._words.sentences[field.field.section.value]) if field.field.section else "",
            control=self._control(identity, item, field, narrow) if own and narrow else None,
            here=self._control(f"{identity}-here", item, field, narrow) if not own and narrow else None,
            wide=self._control(f"{identity}-all", item, field, wide) if wide else None,
            origin=self._origin(field, own=own),
            back=self._back(field, narrow) if own and narrow else None,
            spread=self._spread(item, field, narrow) if own and narrow else None,
            along=self._along(item, field) if own and narrow else None,
            findings=self.findings(field.findings),
        )

    def _is_own(self, field: FormField) -> bool:
        """Whether the value is nobody else's, so that a change here concerns only this item and account."""
        if field.origin is None or field.origin is Origin.OVERLAY:
            return True
        return field.origin is Origin.OWN and not (self._several and len(sharing_accounts(field)) > 1)

    def _may_narrow(self, field: FormField) -> bool:
        """Without an overlay, an account has no settings that are its own alone."""
        return not self._several or self._has_overlay or len(sharing_accounts(field)) < 2

    def _narrow(self, address: Address, field: FormField) -> Edit:
        """The edit, still without a value, of this item and account alone."""
        account = self._form.account.name if self._several and self._has_overlay else None
        return Edit(address=str(address), path=field.path, account=account)

    def _wide(self, address: Address, field: FormField) -> Edit:
        """The edit of all that share the value."""
        return Edit(address=DEFAULTS if field.origin is Origin.DEFAULTS else str(address), path=field.path)

    def _control(self, identity: str, item: FormItem, field: FormField, edit: Edit) -> Control:
        wide = edit.address == DEFAULTS or (self._several and edit.account is None)
        return Control(
            id=identity,
            edit=target_text(edit),
            options=tuple(self._values.options(field)) if _kind(field) == "choice" else (),
            chips=tuple(self._values.chips(field, edit)) if _kind(field) == "chips" else (),
            adds=tuple(self._values.adds(item, field, edit)) if _kind(field) == "chips" else (),
            for_all=self._whom(field) if wide else "",
            left_out=self._left_out(field) if edit.address == DEFAULTS else "",
            count=len(sharing_names(field)) if field.origin is Origin.DEFAULTS else len(sharing_accounts(field)),
        )

    def _whom(self, field: FormField) -> str:
        """Whose value it is, by name."""
        names = [clean(self._form.called(key)) for key in sharing_names(field)]
        accounts = sharing_accounts(field) if self._several else ()
        parts = [self._words.joined(names)] if field.origin is Origin.DEFAULTS else []
        parts += [self._words.joined([clean(name) for name in accounts])] if len(accounts) > 1 else []
        return " · ".join(parts)

    def _left_out(self, field: FormField) -> str:
        """The workspaces that have a value of their own, in a sentence; "" where there are none."""
        keys = {str(item.key) for item in self._form.account.loaded.declared.settings.managed}
        others = [key for key in sorted(keys - set(sharing_names(field))) if self._has_own(key, field)]
        names = self._words.joined([clean(self._form.called(key)) for key in others])
        return str(self._words.count("edit.left_out", len(others), names=names).striptags()) if others else ""

    def _has_own(self, key: str, field: FormField) -> bool:
        theirs = self._form.one(Address.workspace(key), field.path)
        return theirs is not None and theirs.origin in (Origin.OWN, Origin.OVERLAY)

    # Where it comes from.

    def _origin(self, field: FormField, *, own: bool) -> str:
        words = self._words
        if field.span is None:
            return ""
        where = words.plain("edit.at", file=field.span.file, line=field.span.line)
        if not own:
            return words.plain("edit.shared_at", where=where)
        if field.shared_at is not None:
            return words.plain("edit.only_here", value=self._values.plain(field, field.shared))
        return words.plain("edit.from", where=where)

    def _back(self, field: FormField, narrow: Edit) -> Button | None:
        if field.shared_at is None:
            return None
        label = self._words.plain("edit.back", value=self._values.plain(field, field.shared))
        return Button(label=label, edits=edits_text([removing(narrow)]))

    def _spread(self, item: FormItem, field: FormField, narrow: Edit) -> Button | None:
        """Its value for all that share the other one."""
        if field.shared_at is None or self._several or item.kind is not workspaces.KIND:
            return None
        count = len(field.shared_by) + 1
        names = self._words.joined([clean(self._form.called(str(use.path[1]))) for use in field.shared_by])
        edits = [Edit(address=DEFAULTS, path=field.path, value=field.value), removing(narrow)]
        return Button(
            label=str(self._words.count("edit.for_all", count).striptags()), edits=edits_text(edits), about=names
        )

    def _along(self, item: FormItem, field: FormField) -> Button | None:
        """Its new value for the workspaces that say its old one, each in its own place."""
        if item.kind is not workspaces.KIND or not field.is_changed or field.path in _EACH_ITS_OWN:
            return None
        keys = [str(one.key) for one in self._form.account.loaded.declared.settings.managed]
        others = {key: self._form.one(Address.workspace(key), field.path) for key in keys if key != item.address.key}
        same = {key: one for key, one in others.items() if one is not None and self._says(one, field.saved)}
        if not same:
            return None
        edits = [set_to(self._narrow(Address.workspace(key), one), field.value) for key, one in same.items()]
        names = self._words.joined([clean(self._form.called(key)) for key in same])
        label = str(self._words.count("edit.along", len(same)).striptags())
        return Button(label=label, edits=edits_text(edits), about=names)

    def _says(self, theirs: FormField, value: Any) -> bool:
        is_said = theirs.origin in (Origin.OWN, Origin.OVERLAY) and self._is_own(theirs) and not theirs.is_hidden
        return is_said and value not in (None, "", []) and theirs.value == value

    # What is wrong.

    def _found(self, found: Diagnostic) -> FoundView:
        [shown] = shown_findings((found,), self._words)
        ways = ways_out(self._form.state, found.fixes)
        buttons = tuple(self._asking(way) if way.wants_reason else self._made(way) for way in ways)
        link, text = self._link(found)
        return FoundView(
            look=_LOOKS[found.severity],
            word=self._words.plain("edit.good_to_know") if found.severity is Severity.INFO else shown.label,
            text=self._named(shown.message.text, found),
            hint=shown.hint.text if shown.hint and not buttons else None,
            is_english=shown.message.is_english,
            buttons=buttons,
            code=found.code,
            link=link,
            link_text=text,
        )

    def _named(self, text: Markup, found: Diagnostic) -> Markup:
        """With the name of the workspace that it is about, where a finding says its key."""
        try:
            address, _ = split(found.address)
        except ValueError:
            return text
        name = clean(self._form.called(address.key)) if address.kind == WORKSPACE else ""
        key = tagged("code", address.key)
        return Markup(text.replace(key, tagged("b", name))) if name else text

    def _made(self, way: WayOut) -> Button:
        return button(way_label(way, self._form, self._values, self._words), *way.edits)

    def _asking(self, way: WayOut) -> Button:
        """Accepting a warning, which wants a reason."""
        words = self._words
        label, why, done = (words.plain(f"edit.accept_{part}") for part in ("ask", "why", "do"))
        return Button(label=label, edits=edits_text(way.edits), about=why, asks=True, done=done)

    def _link(self, found: Diagnostic) -> tuple[str, str]:
        """The part of the address at which somebody can change what a finding is about, and the item's name."""
        try:
            address, path = split(found.address)
        except ValueError:
            return "", ""
        if address == OBJECTS:
            return "objects", self._words.plain("edit.objects")
        if address.kind != WORKSPACE or self._form.account.loaded.declared.settings.get(address.key) is None:
            return "", ""
        tab = path.partition(".")[0]
        return f"workspaces/{address.key}#{tab if tab in TABS else TABS[0]}", clean(self._form.called(address.key))


def _kind(field: FormField) -> str:
    if field.field.type is Type.FLAG:
        return "flag"
    if field.field.type is Type.LIST:
        return "chips"
    if field.field.refers_to or field.field.choices:
        return "choice"
    return "long" if field.path in _LONG else "text"
