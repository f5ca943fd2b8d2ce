"""What one account offers for health scores, put into the config schema: for editors to complete and check.

In a rule, the comparisons and values that an editor offers follow from the rule's property or event, and the
properties from the score's object.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csws.kinds.choices import Choice
from csws.kinds.health_scores.conditions import LISTS
from csws.kinds.health_scores.fitting import WITH_OPTIONS
from csws.kinds.health_scores.kind import NAME
from csws.kinds.health_scores.offered import Compared, CountedEvent, events_of, properties_of, segments_of
from csws.kinds.health_scores.score import Comparison
from csws.model.catalog import Catalog

Json = dict[str, Any]
_ANY = {item.value: {"$ref": f"#/$defs/{NAME}_{item.value}"} for item in Comparison}
_BARE_VALUE: Json = {"type": ["string", "number", "boolean"]}
_HIDDEN = "doNotSuggest"  # a word of editors: they check this part, and offer nothing of it
_COUNTS = ("at_least", "at_most", "between", "within_days")


def fill_scores(defs: Json, catalog: Catalog, objects: Iterable[str]) -> None:
    """Puts what the account offers into the definitions of a schema that was just read. `objects` are those that can
    have scores."""
    score = defs[NAME]
    rule = score["properties"]["groups"]["additionalProperties"]["properties"]["rules"]["items"]
    where = rule["properties"]["where"]
    for one in (rule, rule["properties"]["when"]["items"]):  # what fits is said for each property and each event
        one["propertyNames"] = {"enum": list(one["properties"]), _HIDDEN: True}
        one["properties"] = {name: item for name, item in one["properties"].items() if name not in {*_ANY, "where"}}
        del one["additionalProperties"]
    known = events_of(catalog)
    rule["properties"]["event"] = _offered(rule["properties"]["event"], _names(known), is_open=True)
    counted = {"properties": {name: _ANY[name] for name in _COUNTS}}
    events = [
        _where("event", [item.choice.value], {"properties": {"where": _of_event(item, where, defs)}}) for item in known
    ]
    other = {"required": ["event"], **_not("event", [item.choice.value for item in known])}
    rule["allOf"] += [
        {"if": {"required": ["event"]}, "then": counted},
        *events,
        {"if": other, "then": {"properties": {"where": where}}},
    ]
    known_objects = list(objects)
    score["allOf"] = [
        *(_of_object(catalog, name, score["properties"], defs) for name in known_objects),
        {"if": _not("object", known_objects), "then": {"properties": _rules({"properties": _ANY})}},
    ]


def _of_event(item: CountedEvent, where: Json, defs: Json) -> Json:
    """What a rule can ask of the properties of an event."""
    fits = {one.choice.value: _described(one, where["additionalProperties"], defs) for one in item.properties}
    rest = where["additionalProperties"] if item.is_open else False
    return {**where, "properties": fits, "additionalProperties": rest}


def _described(item: Compared, compared: Json, defs: Json) -> Json:
    fits = _comparing(item, defs)["properties"]
    return {**compared, "description": item.choice.label, "properties": fits}


def _of_object(catalog: Catalog, name: str, base: Json, defs: Json) -> Json:
    """What a score of that object can say; `base` is what every score can."""
    known, is_open = properties_of(catalog, name), catalog.unread_properties(name) is not None
    rule = base["groups"]["additionalProperties"]["properties"]["rules"]["items"]
    home = f"{NAME}_property_of_{name}"
    defs[home] = {
        "properties": {"property": _offered(rule["properties"]["property"], _names(known), is_open=is_open)},
        "allOf": [*_fitting(known, defs), *_unknown(known, is_open=is_open)],
    }
    said = _rules({"$ref": f"#/$defs/{home}"})
    segments = segments_of(catalog, name)
    if segments:
        said["segments"] = {"items": _offered(base["segments"]["items"], segments, by_id=True)}
    return _where("object", [name], {"properties": said})


def _rules(one: Json) -> Json:
    """What the schema of one comparison says of every rule, and of what stands under `when`."""
    rules = {"items": {"allOf": [one, {"properties": {"when": {"items": one}}}]}}
    return {"groups": {"additionalProperties": {"properties": {"rules": rules}}}}


def _fitting(known: Iterable[Compared], defs: Json) -> list[Json]:
    """For properties that are alike, the comparisons and values that fit."""
    alike: dict[tuple[Any, ...], list[Compared]] = {}
    for item in known:
        alike.setdefault((item.comparisons, item.values, item.is_open), []).append(item)
    return [
        _where("property", [one.choice.value for one in same], _comparing(same[0], defs)) for same in alike.values()
    ]


def _unknown(known: Iterable[Compared], *, is_open: bool) -> list[Json]:
    """A property that the catalogue does not have may be compared in any way."""
    names = [item.choice.value for item in known]
    asked = {"required": ["property"], **_not("property", names)}
    return [{"if": asked, "then": {"properties": _ANY}}] if is_open else []


def _comparing(item: Compared, defs: Json) -> Json:
    """The comparisons that fit a property; another one is refused by its name."""
    fits = {one.value: _compared(item, one, defs) for one in item.comparisons}
    others = [one.value for one in Comparison if one not in item.comparisons]
    words = ", ".join(f"`{one.value}`" for one in item.comparisons)
    refused = {name: {"not": {}, _HIDDEN: True, "errorMessage": f"Comparisons that fit: {words}."} for name in others}
    return {"properties": {**fits, **refused}}


def _compared(item: Compared, comparison: Comparison, defs: Json) -> Json:
    whole: Json = defs[f"{NAME}_{comparison.value}"]
    if not item.values or comparison not in WITH_OPTIONS:
        return dict(_ANY[comparison.value])
    value = whole["items"] if comparison in LISTS else whole
    one = {**_told(value), **_values(item, defs)}
    return {**whole, "items": one} if comparison in LISTS else one


def _values(item: Compared, defs: Json) -> Json:
    """A reference to the values of a property: they are written once, for all comparisons of all properties that have
    them."""
    head, schema = f"{NAME}_values_", _offered(_BARE_VALUE, item.values, is_open=item.is_open)
    known = [name for name in defs if name.startswith(head)]
    name = next((name for name in known if defs[name] == schema), f"{head}{len(known) + 1}")
    defs[name] = schema
    return {"$ref": f"#/$defs/{name}"}


def _offered(schema: Json, choices: Iterable[Choice], *, is_open: bool = False, by_id: bool = False) -> Json:
    """The schema of a value, which is one of the choices. Where `is_open`, it may be another one."""
    known = {choice.value: choice.label for choice in choices}
    names: list[Any] = list(known)
    names += [value == "true" for value in known if value in ("true", "false")]  # YAML reads them so without quotes
    about = [known[name if isinstance(name, str) else str(name).lower()] for name in names]
    ways: list[Json] = [{"enum": names, "markdownEnumDescriptions": about}] if names else []
    ways += [{"type": "string", "pattern": "^id:."}] if by_id else []
    rest = {name: item for name, item in schema.items() if name not in ("title", "description")}
    ways += [rest] if is_open or not names else []
    return {**_told(schema), **ways[0]} if len(ways) == 1 else {**_told(schema), "anyOf": ways}


def _told(schema: Json) -> Json:
    return {name: item for name, item in schema.items() if name in ("title", "description")}


def _names(known: Iterable[Compared | CountedEvent]) -> list[Choice]:
    return [item.choice for item in known]


def _where(name: str, values: list[str], then: Json) -> Json:
    return {"if": {"required": [name], "properties": {name: {"enum": values}}}, "then": then}


def _not(name: str, values: list[str]) -> Json:
    return {"not": {"required": [name], "properties": {name: {"enum": values}}}}
