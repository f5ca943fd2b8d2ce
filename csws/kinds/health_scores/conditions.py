"""A rule's condition as its one text, and back: `num_open_tickets at_most 0`. Knows no points and no score.

Two conditions are the same exactly where their texts are. Numbers are in their shortest decimal form, every other
value is a JSON string, lists are JSON arrays; all else is sorted. A name that is no plain word is a JSON string too.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

from csws.kinds.health_scores.score import Comparison, EventTest, Operand, PropertyTest

Tests = tuple[PropertyTest | EventTest, ...]

LISTS = (
    *(Comparison.IS_ANY_OF, Comparison.IS_NONE_OF),
    *(Comparison.CONTAINS_ANY_OF, Comparison.CONTAINS_ALL_OF),
)
WITHOUT_VALUE = (Comparison.IS_KNOWN, Comparison.IS_UNKNOWN)
DAYS = (
    *(Comparison.WITHIN_DAYS, Comparison.OLDER_THAN_DAYS),
    *(Comparison.WITHIN_NEXT_DAYS, Comparison.MORE_THAN_DAYS_AHEAD),
)
COUNTS = (Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.BETWEEN)
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_COMPARISONS = {item.value: item for item in Comparison}


def condition_text(tests: Tests) -> str:
    """The text of what a rule asks. Raises ValueError for an event beside another test, which has no text."""
    if any(isinstance(test, EventTest) for test in tests) and len(tests) > 1:
        raise ValueError("an event is a rule of its own")
    return _joined(tests)


def condition_of(text: str) -> Tests:
    """What `condition_text` writes as `text`. Raises ValueError for any other text."""
    for read in (_properties, _event):
        try:
            tests = read(_Reader(text))
        except ValueError:
            continue
        if condition_text(tests) == text:
            return tests
    raise ValueError(f"`{text}` is not a condition.")


def in_order(operands: list[Operand]) -> tuple[Operand, ...]:
    """The members of a list, numbers first, without doubles."""
    return tuple(sorted(dict.fromkeys(operands), key=lambda one: (isinstance(one, str), one)))


def number_text(number: Decimal) -> str:
    """A number in its shortest decimal form: `0.5`, `-3`."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _joined(tests: Tests) -> str:
    return " and ".join(sorted(map(_text, tests)))


def _text(test: PropertyTest | EventTest) -> str:
    if isinstance(test, EventTest):
        return _event_text(test)
    name, comparison = name_text(test.property), test.comparison.value
    if test.comparison in WITHOUT_VALUE:
        return f"{name} {comparison}"
    values = list(map(_operand_text, test.operands))
    is_list = test.comparison in LISTS or test.comparison is Comparison.BETWEEN
    return f"{name} {comparison} {'[' + ','.join(values) + ']' if is_list else values[0]}"


def _event_text(test: EventTest) -> str:
    counts = list(map(str, test.counts))
    number = f"[{','.join(counts)}]" if test.count is Comparison.BETWEEN else counts[0]
    if len({(one.property, one.comparison) for one in test.where}) < len(test.where):
        raise ValueError("one property is compared twice in the same way")
    head = f"event {name_text(test.event)} {test.count.value} {number} within_days {test.within_days}"
    return f"{head} where {_joined(test.where)}" if test.where else head


def name_text(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else _json(name)


def _operand_text(value: Operand) -> str:
    return _json(value) if isinstance(value, str) else number_text(value)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class _Reader:
    """A text that is read from left to right. Every method raises ValueError where something else stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    @property
    def ended(self) -> bool:
        return self.at == len(self.text)

    def takes(self, word: str) -> bool:
        if not self.text.startswith(word, self.at):
            return False
        self.at += len(word)
        return True

    def expect(self, word: str) -> None:
        if not self.takes(word):
            raise ValueError(word)

    def matched(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(pattern.pattern)
        self.at = found.end()
        return found[0]

    def string(self) -> str:
        if not self.text.startswith('"', self.at):
            raise ValueError("a string")
        value, self.at = _decoder.raw_decode(self.text, self.at)
        return str(value)

    def name(self) -> str:
        return self.string() if self.text.startswith('"', self.at) else self.matched(_PLAIN)

    def operand(self) -> Operand:
        return self.string() if self.text.startswith('"', self.at) else _number(self.matched(_NUMBER))

    def listed(self) -> list[Operand]:
        self.expect("[")
        out = [self.operand()] if not self.takes("]") else []
        while out and not self.takes("]"):
            self.expect(",")
            out.append(self.operand())
        return out

    def comparison(self) -> Comparison:
        word = self.matched(_PLAIN)
        if word not in _COMPARISONS:
            raise ValueError(word)
        return _COMPARISONS[word]


_decoder = json.JSONDecoder()


def _number(text: str) -> Decimal:
    """A number that YAML can have: a fraction with more digits would not come back from a file."""
    number = Decimal(text)
    if number != number.to_integral_value() and Decimal(repr(float(number))) != number:
        raise ValueError(text)
    return number


def _properties(reader: _Reader) -> Tests:
    out = [_property(reader)]
    while not reader.ended:
        reader.expect(" and ")
        out.append(_property(reader))
    return tuple(out)


def _property(reader: _Reader) -> PropertyTest:
    name = reader.name()
    reader.expect(" ")
    comparison = reader.comparison()
    if comparison in WITHOUT_VALUE:
        return PropertyTest(property=name, comparison=comparison)
    reader.expect(" ")
    if comparison in LISTS:
        return PropertyTest(property=name, comparison=comparison, operands=in_order(reader.listed()))
    if comparison is Comparison.BETWEEN:
        first, second = reader.listed()
        return PropertyTest(property=name, comparison=comparison, operands=(first, second))
    return PropertyTest(property=name, comparison=comparison, operands=(reader.operand(),))


def _event(reader: _Reader) -> Tests:
    reader.expect("event ")
    name = reader.name()
    reader.expect(" ")
    count = reader.comparison()
    reader.expect(" ")
    counts = tuple(map(_whole, reader.listed() if count is Comparison.BETWEEN else [reader.operand()]))
    if count not in COUNTS or len(counts) != (2 if count is Comparison.BETWEEN else 1):
        raise ValueError("a count")
    reader.expect(" within_days ")
    days = _whole(reader.operand())
    if not reader.ended:
        reader.expect(" where ")
    where = tuple(test for test in _properties(reader) if isinstance(test, PropertyTest)) if not reader.ended else ()
    return (EventTest(event=name, count=count, counts=counts, within_days=days, where=where),)


def _whole(value: Operand) -> int:
    if isinstance(value, str) or value != int(value):
        raise ValueError("a whole number")
    return int(value)
