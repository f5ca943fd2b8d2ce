"""A rule's condition as a sentence of the reader's language, with the labels of the screen. Knows no step."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from csws.kinds.health_scores.conditions import Tests, number_text
from csws.kinds.health_scores.score import Comparison, EventTest, Operand, PropertyTest
from csws.model.frozen import frozen
from csws.render.runbook.screen import Screen
from csws.render.words import clean


@frozen(kw_only=False)
class Conditions:
    """`object_name` is the score's object, whose properties have the labels; "" where it is not known."""

    screen: Screen
    object_name: str = ""

    def sentence(self, tests: Tests) -> Markup:
        return self._and([self._test(test) for test in tests])

    def _test(self, test: PropertyTest | EventTest) -> Markup:
        return self._event(test) if isinstance(test, EventTest) else self._property(test)

    def _property(self, test: PropertyTest, *, own: bool = True) -> Markup:
        say = self.screen.words.say
        name = self._label(test.property) if own else Markup("<b>{}</b>").format(clean(test.property))
        key = f"score.{test.comparison.value}"
        if test.comparison is Comparison.BETWEEN:
            first, second = map(_operand, test.operands)
            return say(key, property=name, first=first, last=second)
        if not test.operands:
            return say(key, property=name)
        shown = [Markup("<b>{}</b>").format(clean(_operand(one))) for one in test.operands]
        values = self._and(shown) if test.comparison is Comparison.CONTAINS_ALL_OF else self._or(shown)
        return say(key, property=name, value=values)

    def _event(self, test: EventTest) -> Markup:
        say, counts = self.screen.words.say, list(map(str, test.counts))
        numbers = {"first": counts[0], "last": counts[-1]} if len(counts) > 1 else {"n": counts[0]}
        key = f"score.event_{test.count.value}"
        event = say(key, event=test.event, days=str(test.within_days), **numbers)
        if not test.where:
            return event
        return say("score.where", event=event, where=self._and([self._property(one, own=False) for one in test.where]))

    def _label(self, name: str) -> Markup:
        objects = self.screen.catalog.objects
        found = objects[self.object_name].properties.get(name) if self.object_name in objects else None
        shown = Markup("<b>{}</b>").format(clean(found.label if found and found.label else name))
        named = found is not None and found.label not in ("", name)
        return (
            self.screen.words.say("list.beside", text=shown, name=Markup("{}").format(clean(name))) if named else shown
        )

    def _and(self, parts: Iterable[Markup]) -> Markup:
        return self.screen.words.listed(list(parts), "score.and")

    def _or(self, parts: Iterable[Markup]) -> Markup:
        return self.screen.words.listed(list(parts), "score.or")


def _operand(value: Operand) -> str:
    return value if isinstance(value, str) else number_text(value)
