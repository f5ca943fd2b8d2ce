"""The words of review pages and runbooks, by key, in one file for each language.

A language is one YAML file here with the keys of `en.yaml`, and its line in
`csws.render.LANGUAGES`. A sentence must use the placeholders of the English one; a counted phrase
has the forms `one` and `other`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from importlib import resources
from typing import Any

import yaml
from markupsafe import Markup, escape

from csws.model.field import Field
from csws.model.frozen import frozen
from csws.render.markup import tagged
from csws.render.style import shown

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C: a terminal waits for it
_LONGEST = 300
_THOUSANDS = {"nb": "\u00a0"}  # what stands between the thousands of a number


@frozen(kw_only=False)
class Words:
    """The sentences of one language. Values in them are marked up, and are never markup
    themselves."""

    language: str
    sentences: Mapping[str, Any]

    def say(self, key: str, **values: object) -> Markup:
        """A sentence with its values as HTML. Raises KeyError for an unknown key or placeholder."""
        return _filled(self.sentences[key], {name: _html(value) for name, value in values.items()})

    def plain(self, key: str, **values: object) -> str:
        """A sentence as plain text."""
        sentence = str(self.sentences[key])
        return (
            sentence.format(**{name: clean(value) for name, value in values.items()}) if "{" in sentence else sentence
        )

    def count(self, key: str, number: int, **values: object) -> Markup:
        """A phrase that depends on a number, its placeholder `{n}`."""
        phrase = self.sentences[key]["one" if number == 1 else "other"]
        return _filled(phrase, {"n": self.number(number), **{name: _html(item) for name, item in values.items()}})

    def number(self, number: int) -> str:
        """A number as the language writes it."""
        return f"{number:,}".replace(",", _THOUSANDS.get(self.language, ","))

    def listed(self, items: Sequence[Markup], key: str = "list.pair") -> Markup:
        """The items with the language's comma between them; `list.also` has its semicolon."""
        if not items:
            return Markup()
        return reduce(lambda rest, first: self.say(key, first=first, rest=rest), reversed(items))

    def joined(self, items: Sequence[str], key: str = "list.pair") -> str:
        """The same in plain text."""
        if not items:
            return ""
        return reduce(lambda rest, first: self.plain(key, first=first, rest=rest), reversed(items))

    def object_label(self, name: str, label: str) -> str:
        """The word of HubSpot's help for a standard object, instead of its English label. An object
        that the account calls otherwise keeps its own."""
        key = f"object.{name}"
        return str(self.sentences[key]) if label == words_of("en").sentences.get(key) else label

    def label(self, field: Field) -> str:
        """The label of a setting on HubSpot's screen. Raises KeyError for a path without a
        field."""
        return str(self.sentences[field.label])


def _filled(sentence: str, values: Mapping[str, str]) -> Markup:
    """A sentence with values that are HTML. Many times as fast as `Markup.format`, which escapes them again."""
    return Markup(_escaped(sentence).format_map(values))


@cache
def _escaped(sentence: str) -> str:
    return str(escape(sentence))


def _html(value: object) -> Markup:
    return value if isinstance(value, Markup) else tagged("b", clean(value))


def clean(value: object) -> str:
    """A value for people: invisible characters shown, and cut if it is very long."""
    text = str(value)
    return shown(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)})")


@cache
def words_of(language: str) -> Words:
    """The words of a language: the name of a file in this folder."""
    text = (resources.files(__package__) / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(language=language, sentences=yaml.load(text, Loader=LOADER))
