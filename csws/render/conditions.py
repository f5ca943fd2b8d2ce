"""A rule's condition as a sentence of the reader's language, with the labels of the screen. Knows no step and no
change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from csws.kinds.health_scores.conditions import Tests, number_text
from csws.kinds.health_scores.labels import event_key, property_key, value_key
from csws.kinds.health_scores.score import Comparison, EventTest, Operand, PropertyTest
from csws.model.frozen import frozen
from csws.render.markup import tagged
from csws.render.words import Words, clean


@frozen(kw_only=False)
class Conditions:
    """`labels` have the keys of `csws.kinds.health_scores.labels`. With `names`, the internal name of a property stands
    beside its label."""

    words: Words
    labels: Mapping[str, str]
    names: bool = False

    def sentence(self, tests: Tests) -> Markup:
        return self._and([self._test(test) for test in tests])

    def _test(self, test: PropertyTest | EventTest) -> Markup:
        return self._event(test) if isinstance(test, EventTest) else self._property(test)

    def _property(self, test: PropertyTest, event: str = "") -> Markup:
        say, key = self.words.say, f"score.{test.comparison.value}"
        name = self._named(test.property, property_key(test.property, event), beside=not event)
        if test.comparison is Comparison.BETWEEN:
            first, last = (self._value(test, one, event) for one in test.operands)
            return say(key, property=name, first=first, last=last)
        if not test.operands:
            return say(key, property=name)
        shown = [self._value(test, one, event) for one in test.operands]
        values = self._and(shown) if test.comparison is Comparison.CONTAINS_ALL_OF else self._or(shown)
        return say(key, property=name, value=values)

    def _event(self, test: EventTest) -> Markup:
        counts = list(map(str, test.counts))
        numbers = {"first": counts[0], "last": counts[-1]} if len(counts) > 1 else {"n": counts[0]}
        name = self._named(test.event, event_key(test.event), beside=True)
        event = self.words.say(f"score.event_{test.count.value}", event=name, days=str(test.within_days), **numbers)
        if not test.where:
            return event
        where = self._and([self._property(one, test.event) for one in test.where])
        return self.words.say("score.where", event=event, where=where)

    def _value(self, test: PropertyTest, operand: Operand, event: str) -> Markup:
        value = operand if isinstance(operand, str) else number_text(operand)
        return self._named(value, value_key(test.property, operand, event), beside=False)

    def _named(self, name: str, key: str, *, beside: bool) -> Markup:
        label = self.labels.get(key, name)
        shown = tagged("b", clean(label))
        if not (self.names and beside) or label == name or label.endswith(f"({name})"):
            return shown
        return self.words.say("list.beside", text=shown, name=escape(clean(name)))

    def _and(self, parts: Iterable[Markup]) -> Markup:
        return self.words.listed(list(parts), "score.and")

    def _or(self, parts: Iterable[Markup]) -> Markup:
        return self.words.listed(list(parts), "score.or")
