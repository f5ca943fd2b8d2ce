"""What the words of a step depend on: the language, the account on the screen, and its objects.
Turns internal names into what the screen shows. Knows no step."""

from __future__ import annotations

from markupsafe import Markup

from csws.model.catalog import Catalog
from csws.model.field import Field, Reference
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.settings import Objects
from csws.render.change_words import label_of
from csws.render.runbook.parts import CopyValue
from csws.render.words import Words, words_of

# The start of an account's settings on its UI host. Not documented for customer success, so assumed
# (docs/assumptions.md).
SETTINGS_URL = "https://{host}/settings/{account}"


def settings_url(catalog: Catalog) -> str:
    return SETTINGS_URL.format(host=catalog.ui_domain, account=catalog.account_id)


@frozen(kw_only=False)
class Screen:
    """One screen. `objects` are those in force at the step, `kind` is the kind of the setting."""

    words: Words
    catalog: Catalog
    objects: Objects
    kind: Kind

    def both(self, key: str) -> Markup:
        """A label of the screen in the reader's language, with HubSpot's English one beside."""
        mine, english = (str(words.sentences[key]) for words in (self.words, words_of("en")))
        return beside(mine, english)

    def field(self, path: str) -> Field:
        found = self.kind.field_at(path)
        assert found is not None  # steps name no other paths, but the key
        return found

    def label(self, path: str) -> Markup:
        field = self.field(path)
        return beside(self.words.label(field), words_of("en").label(field))

    def value(self, path: str, value: str) -> CopyValue:
        """A value as the control shows it: the label of an object or property, or the words for a
        choice."""
        field = self.field(path)
        if field.refers_to is Reference.OBJECT:
            return _copied(*self._object(value))
        if value in field.choices:
            return self._choice(field, value)
        if field.is_property:
            return self._property(path, value)
        return self._named(path, field, value) if field.has_ids else CopyValue(text=value)

    def object_heading(self, name: str) -> Markup:
        return beside(*self._object(name))

    def _object(self, name: str) -> tuple[str, str]:
        """The label of an object in the reader's language, and that of the catalogue."""
        found = self.catalog.objects.get(name)
        label = found.label if found else name
        return self.words.object_label(name, label), label

    def _choice(self, field: Field, value: str) -> CopyValue:
        key = field.words_of(value)
        mine, english = (str(words.sentences[key]) for words in (self.words, words_of("en")))
        return _copied(mine, english)

    def _property(self, path: str, name: str) -> CopyValue:
        """With its internal name, unless the label says it and is no other property's."""
        behind = self.catalog.objects.get(self._object_behind(path))
        known = behind.properties.get(name) if behind else None
        if behind is None or known is None or not known.label:
            return CopyValue(text=name)
        shared = sum(item.label == known.label for item in behind.properties.values()) > 1
        return CopyValue(text=known.label, name=name if shared or label_of(name, {name: known.label}) else "")

    def _named(self, path: str, field: Field, reference: str) -> CopyValue:
        """A team or pipeline; with its id if its name does not say which one it is."""
        is_team = field.refers_to is Reference.TEAM
        directory = self.catalog.teams if is_team else self.catalog.pipelines(self._object_behind(path))
        known = directory.find(reference)
        if known is None or not known.name or known.name == reference:
            return CopyValue(text=reference)
        return CopyValue(text=known.name, name=reference)

    def _object_behind(self, path: str) -> str:
        return self.kind.object_behind(path, self.objects) or ""


def _copied(mine: str, english: str) -> CopyValue:
    return CopyValue(text=mine, name="" if mine == english else english)


def beside(mine: str, english: str, *, strong: bool = True) -> Markup:
    """A slash, not brackets: labels have brackets of their own."""
    shown = Markup("<b>{}</b>" if strong else "{}").format(mine)
    if mine == english:
        return shown
    return Markup('{} / <span lang="en">{}</span>').format(shown, english)
