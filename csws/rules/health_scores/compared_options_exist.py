"""CSW707: a compared value is an option of the property."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from csws.kinds.health_scores.conditions import number_text
from csws.kinds.health_scores.fitting import WITH_OPTIONS, options_of
from csws.kinds.health_scores.score import Operand
from csws.model.catalog import Option, Property
from csws.model.diagnostic import Severity
from csws.model.fix import Remedy, Write, instead
from csws.model.meant import titled
from csws.model.names import folded
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.suggestion import closest, did_you_mean
from csws.rules.health_scores.declared import Compared, DeclaredScore, property_of, scores

RULE = Rule(
    code="CSW707",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="a compared value is an option of the property",
    reason="A rule with a value that no record can have never fires, or always does.",
    source="csws: the account's catalogue",
    hint="Write the internal value of an option.",
    bad="{property: support_plan, is: Premium plan, points: 5}   # its label",
    good="{property: support_plan, is: premium, points: 5}",
    needs_catalog=True,
)

_MOST = 12  # options in a list


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        unlisted: dict[str, Compared] = {}
        for line in one.lines:
            for compared in line.comparisons():
                found = property_of(subject, one, compared)
                if found is None or compared.test.comparison not in WITH_OPTIONS or found.references is not None:
                    continue
                options = options_of(found)
                if options is None and found.type == "enumeration":
                    unlisted.setdefault(titled(found), compared)
                for value in compared.test.operands if options is not None else ():
                    yield from _judge(one, compared, found, options or (), value)
        for name, compared in list(unlisted.items())[:1]:
            listed = " and ".join(f"`{name}`" for name in unlisted)
            message = f"csws cannot check the values of {listed}, because the catalogue does not list their options."
            hint = "Run `csws catalog pull` to have them checked."
            yield Finding(path=compared.value, message=message, hint=hint, severity=Severity.INFO)


def _judge(
    one: DeclaredScore, compared: Compared, found: Property, options: tuple[Option, ...], value: Operand
) -> Iterator[Finding]:
    text = value if isinstance(value, str) else number_text(value)
    values = [option.value for option in options]
    path, name = one.place_of(compared, value), titled(found)
    if not isinstance(value, str):
        meant_value = next((other for other in values if other == text or _number(other) == value), None)
        message = f"YAML reads this value as the number {text}, but the options of `{name}` are texts."
        hint = f'Write `"{meant_value}"`, in quotes.' if meant_value is not None else _listed(values)
        in_quotes = Remedy(title=f'Write `"{meant_value}"`', acts=(Write(path, meant_value),), certain=True)
        yield Finding(path=path, message=message, hint=hint, remedies=(in_quotes,) if meant_value is not None else ())
    elif text not in values and not found.has_more_options:
        labeled = [option.value for option in options if folded(option.label) == folded(text)]
        if labeled:
            message = f"`{text}` is the label of an option of `{name}`, not its value."
            remedies = instead(path, text, labeled[0], certain=len(labeled) == 1)
            yield Finding(path=path, message=message, hint=f"Write `{labeled[0]}`.", remedies=remedies)
        else:
            labels = {option.label: option.value for option in options}
            near = labels.get(closest(text, labels) or "")
            hint = did_you_mean(text, values) or (f"Did you mean `{near}`?" if near else _listed(values))
            remedies = instead(path, text, closest(text, values) or near)
            yield Finding(path=path, message=f"`{name}` has no option `{text}`.", hint=hint, remedies=remedies)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def _listed(values: list[str]) -> str:
    more = f", and {len(values) - _MOST} more" if len(values) > _MOST else ""
    return (
        f"Its options are {', '.join(f'`{one}`' for one in values[:_MOST])}{more}." if values else "It has no options."
    )
