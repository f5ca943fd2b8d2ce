"""CSW304: workspace names differ, ignoring case."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.names import folded
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW304",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="workspace names differ, ignoring case",
    reason="People cannot tell two workspaces with the same name apart.",
    source="assumed: HubSpot's article does not say",
    hint="Give one of them another name.",
    bad="emea: {name: Europe}\nnordics: {name: EUROPE}",
    good="emea: {name: Europe}\nnordics: {name: Nordics}",
)


def check(subject: Subject) -> Iterator[Finding]:
    holders: dict[str, str] = {}
    for item in subject.workspaces:
        holder = holders.setdefault(folded(item.name), item.key or "") if item.name else item.key
        if holder != item.key:
            yield Finding(
                path=("workspaces", item.key or "", "name"),
                message=f"The workspace `{holder}` has the same name.",
                related=((("workspaces", holder or "", "name"), f"the name of `{holder}`"),),
            )
