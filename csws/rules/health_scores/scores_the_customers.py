"""CSW703: the score's object is the customers object."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import can_have_scores, scores

RULE = Rule(
    code="CSW703",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="the score's object is the customers object",
    reason="A workspace shows health scores on its Customers tab, so only scores of the customers object appear there.",
    source="a HubSpot partner; HubSpot's articles do not say",
    hint="Use the customers object, or accept the warning with a reason.",
    bad="objects: {customers: companies}\nhealth_scores: {a: {object: contacts, …}}",
    good="objects: {customers: companies}\nhealth_scores: {a: {object: companies, …}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    customers = subject.declared.settings.objects.customers
    for one in scores(subject):
        if customers and can_have_scores(subject, one.score.object) and one.score.object != customers:
            message = f"The score is about `{one.score.object}`, but the customers object is `{customers}`."
            yield Finding(path=(*one.path, "object"), message=message, leans_on=(("objects", "customers"),))
