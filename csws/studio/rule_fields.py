"""What can be entered in a rule: its values, each as a field with what the account offers for it. Knows no page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from csws.kinds.health_scores.conditions import DAYS, LISTS
from csws.kinds.health_scores.labels import event_type
from csws.kinds.health_scores.offered import Compared, events_of, properties_of
from csws.kinds.health_scores.score import Comparison
from csws.model.catalog import Catalog
from csws.model.choice import Choice
from csws.model.frozen import frozen

_COMPARISONS = {item.value: item for item in Comparison}
_DAYS = {item.value for item in DAYS} | {"within_days"}
_LISTS = {item.value for item in LISTS}
Step = str | int


@frozen
class ValueField:
    """One value of a rule. `path` is where it is in the rule's data, as JSON; `kind` is number, text, choice or choices.
    `of` is the label of the property or event, `role` a key of the words that says which value it is."""

    path: str
    kind: str
    of: str
    role: str
    value: Any
    choices: tuple[Choice, ...] = ()


def value_fields(rule: Any, object_name: str, catalog: Catalog) -> tuple[ValueField, ...]:
    """The values of a rule's line of YAML; none of what cannot be read."""
    if not isinstance(rule, Mapping):
        return ()
    return tuple(_of_event(rule, catalog) if "event" in rule else _of_properties(rule, object_name, catalog))


def _of_properties(rule: Mapping[str, Any], object_name: str, catalog: Catalog) -> Iterator[ValueField]:
    offered = {one.choice.value: one for one in properties_of(catalog, object_name)}
    parts = rule.get("when")
    for at, part in enumerate(parts if isinstance(parts, list) else [rule]):
        if isinstance(part, Mapping):
            home: tuple[Step, ...] = ("when", at) if isinstance(parts, list) else ()
            yield from _of_comparisons(part, home, offered.get(str(part.get("property"))))


def _of_comparisons(part: Mapping[str, Any], home: tuple[Step, ...], offered: Compared | None) -> Iterator[ValueField]:
    label = (offered.choice.label if offered else "") or str(part.get("property", home[-1] if home else ""))
    for word, value in part.items():
        if word in _COMPARISONS and not isinstance(value, bool):
            yield from _of_value(value, (*home, word), label, offered)


def _of_event(rule: Mapping[str, Any], catalog: Catalog) -> Iterator[ValueField]:
    known = event_type(catalog, str(rule["event"]))
    label = (known.label if known else "") or str(rule["event"])
    for word, value in rule.items():
        if word in _COMPARISONS:
            found = _of_value(value, (word,), label, None)
            yield from (replace(one, role="scores.value_times") if one.role == "scores.value" else one for one in found)
    offered = {one.choice.value: one.properties for one in events_of(catalog)}.get(str(rule["event"]), ())
    by_name = {one.choice.value: one for one in offered}
    where = rule.get("where")
    for name, compared in where.items() if isinstance(where, Mapping) else ():
        if isinstance(compared, Mapping):
            yield from _of_comparisons(compared, ("where", name), by_name.get(name))


def _of_value(value: Any, path: tuple[Step, ...], label: str, offered: Compared | None) -> Iterator[ValueField]:
    word = str(path[-1])
    if word in _LISTS and isinstance(value, list):
        yield _listed(value, path, label, offered)
    elif word == Comparison.BETWEEN.value and isinstance(value, list):
        for at, one in enumerate(value):
            yield _single(one, (*path, at), label, "scores.value_first" if at == 0 else "scores.value_last", None)
    elif isinstance(value, str | int | float):
        yield _single(value, path, label, "scores.value_days" if word in _DAYS else "scores.value", offered)


def _listed(value: list[Any], path: tuple[Step, ...], label: str, offered: Compared | None) -> ValueField:
    """What is offered, and what the rule has besides."""
    known = {choice.value: choice for choice in (offered.values if offered else ())}
    others = (Choice(value=str(one)) for one in value if str(one) not in known)
    choices = (*known.values(), *others)
    return ValueField(
        path=json.dumps(path),
        kind="choices",
        of=label,
        role="scores.values",
        value=list(map(str, value)),
        choices=choices,
    )


def _single(value: Any, path: tuple[Step, ...], label: str, role: str, offered: Compared | None) -> ValueField:
    choices = offered.values if offered else ()
    if choices and all(choice.value != value for choice in choices):
        choices = (*choices, Choice(value=str(value)))
    kind = "choice" if choices else "text" if isinstance(value, str) else "number"
    return ValueField(path=json.dumps(path), kind=kind, of=label, role=role, value=value, choices=choices)
