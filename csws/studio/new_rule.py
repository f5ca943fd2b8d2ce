"""What a new rule of a score may ask about: properties and events of the account, each with the comparisons that fit.
Knows no page."""

from __future__ import annotations

from collections.abc import Iterable

from csws.kinds.health_scores.offered import Compared, events_of, properties_of
from csws.kinds.health_scores.score import Comparison, Score
from csws.model.catalog import Catalog
from csws.model.frozen import frozen
from csws.render.words import Words


@frozen
class Asking:
    """`kind` is that of the groups which may ask about it. `sort` says how a value is entered: number, text, date, or
    "" where the account says which values there are; then `first` is one of them."""

    name: str
    label: str
    kind: str
    comparisons: tuple[str, ...] = ()
    sort: str = ""
    first: str = ""


def new_rules(score: Score, catalog: Catalog) -> tuple[Asking, ...]:
    """By their labels; only of what the score's groups may ask about."""
    kinds = {group.kind for group in score.groups}
    found: list[Asking] = []
    if "properties" in kinds:
        found += map(_of_property, properties_of(catalog, score.object))
    if "events" in kinds:
        choices = (event.choice for event in events_of(catalog))
        found += (Asking(name=one.value, label=one.label or one.value, kind="events") for one in choices)
    return tuple(sorted(found, key=lambda one: (one.kind, one.label.casefold(), one.name)))


def _of_property(one: Compared) -> Asking:
    choice, values = one.choice, one.values
    return Asking(
        name=choice.value,
        label=choice.label or choice.value,
        kind="properties",
        comparisons=tuple(item.value for item in one.comparisons),
        sort="" if values else _sort(one.comparisons),
        first=values[0].value if values else "",
    )


def _sort(comparisons: Iterable[Comparison]) -> str:
    found = set(comparisons)
    if Comparison.AT_LEAST not in found or found == set(Comparison):
        return "text"
    return "date" if Comparison.WITHIN_DAYS in found else "number"


def comparison_words(words: Words) -> dict[str, str]:
    """Each comparison in words, with `…` for its value."""
    blanks = {"property": "", "value": "…", "first": "…", "last": "…"}
    return {item.value: words.plain(f"score.{item.value}", **blanks).strip(" ,，") for item in Comparison}
