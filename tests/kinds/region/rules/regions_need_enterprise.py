"""CSW802: regions need Enterprise."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import regions
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject

RULE = Rule(
    code="CSW802",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="regions need Enterprise",
    reason="The test says so.",
    source="made up by a test",
    hint="Remove the regions.",
    bad="subscription: professional   # and a region",
    good="subscription: enterprise",
)


def check(subject: Subject) -> Iterator[Finding]:
    if subject.account.subscription != "enterprise" and regions.KIND.all(subject.declared.settings):
        yield Finding(path=("regions",), message="The account's subscription has no regions.", on_key=True)
