"""Values as the review page shows them: labels with the internal name beside, and of two values what
differs. Knows no change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from markupsafe import Markup

from csws.kinds.health_scores.paths import POINTS
from csws.model.change import Change
from csws.model.field import Field, Reference, Value
from csws.model.fields import object_in
from csws.model.frozen import frozen
from csws.render.change_words import NO_LABELS, label_of
from csws.render.markup import tagged
from csws.render.score_words import points
from csws.render.words import Words, clean
from csws.state.labels import REVENUE_OBJECTS

_MOST_MEMBERS = 20


@frozen
class Shown:
    """How the values of one field are shown: with which labels, and whether internal names stand
    beside them."""

    words: Words
    labels: Mapping[str, str] = field(default_factory=dict)
    field: Field | None = None
    names: bool = True

    def value(self, value: Value) -> Markup:
        """A value in words: "not set" if it has none, else as HubSpot's screens show it."""
        if self.field is not None and self.field.path == POINTS:
            shown = points(value) if isinstance(value, int) else self.words.plain("score.no_rule")
            return tagged("b", shown)
        if value is None or value == ():
            return tagged("i", self.words.plain("value.unset"))
        if isinstance(value, bool):
            return tagged("b", self.words.plain("value.yes" if value else "value.no"))
        if isinstance(value, int):
            return tagged("b", value)
        if isinstance(value, tuple):
            return self.members(value)
        if not value:
            return tagged("i", self.words.plain("value.empty"))
        if self.field is not None and value in self.field.choices:
            return tagged("b", self.words.plain(self.field.words_of(value)))
        return self.named(value)

    def members(self, names: tuple[str, ...]) -> Markup:
        return self._listed([self.named(name) for name in names])

    def struck(self, before: Value, after: Value) -> Markup:
        """The value before a change: only what is no longer there is struck through."""
        if isinstance(before, tuple) and isinstance(after, tuple) and before:
            return self._listed([self.named(name) if name in after else _gone(self.named(name)) for name in before])
        return self.value(before) if before in (None, "", ()) else _gone(self.value(before))

    def grown(self, before: Value, after: Value) -> Markup:
        """The value after a change: of a list, what is new says so."""
        if not (isinstance(before, tuple) and isinstance(after, tuple) and before and after):
            return self.value(after)
        return self._listed([self.named(name) if name in before else self._added(name) for name in after])

    def _added(self, name: str) -> Markup:
        return Markup('{} <span class="tag">{}</span>').format(self.named(name), self.words.plain("page.added"))

    def named(self, name: str) -> Markup:
        """A name as the screens show it, with the internal one small beside where it differs."""
        label = tagged("b", clean(self._label(name)))
        if not self.names or not label_of(name, self.labels):
            return label
        return Markup(f"{label} {tagged('code', clean(name))}")

    def _label(self, name: str) -> str:
        label = self.labels.get(name) or name
        is_object = self.field is not None and self.field.refers_to is Reference.OBJECT
        return self.words.object_label(name, label) if is_object else label

    def _listed(self, shown: list[Markup]) -> Markup:
        left = len(shown) - _MOST_MEMBERS
        more = [Markup("… (+{})").format(left)] if left > 0 else []
        return self.words.listed([*shown[:_MOST_MEMBERS], *more])


def _gone(value: Markup) -> Markup:
    return tagged("s", value)


def field_label(path: str, found: Field, change: Change, words: Words) -> str:
    """The label of a setting; of the Revenue tab with the object whose setting it is."""
    name = object_in(path)
    if name is None:
        return words.label(found)
    shown = change.labels.get(REVENUE_OBJECTS, NO_LABELS).get(name, name)
    return words.plain("of_object.label", label=words.label(found), object=words.object_label(name, shown))
