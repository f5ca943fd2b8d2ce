"""CSW702: the object is contacts, companies (custom: warning), and exists."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.meant import meant
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import STANDARD, scores
from csws.rules.references import is_custom, is_unknown

RULE = Rule(
    code="CSW702",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the object is contacts, companies (custom: warning), and exists",
    reason="HubSpot has health scores for contacts and companies only; articles differ about custom objects.",
    source="HubSpot: Create health scores (February 2026); an article of 2025 names custom objects too",
    hint="Use `contacts` or `companies`.",
    bad="object: deals",
    good="object: companies",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        name, path = one.score.object, (*one.path, "object")
        if name in STANDARD or not name:
            continue
        if is_unknown(subject, name):
            hint = meant(name, subject.catalog.objects.values())
            yield Finding(path=path, message=f"The account has no object `{name}`.", hint=hint)
        elif is_custom(subject, name) is None:
            message = f"csws cannot check whether the account has an object `{name}`."
            hint = subject.catalog.unread("custom objects")
            yield Finding(path=path, message=message, hint=hint, severity=Severity.WARNING)
        elif is_custom(subject, name):
            message = f"HubSpot may not offer health scores for the custom object `{name}`."
            hint = (
                "Look whether HubSpot offers the object when you create a score, then accept the warning with a reason."
            )
            yield Finding(path=path, message=message, hint=hint, severity=Severity.WARNING)
        else:
            yield Finding(path=path, message=f"HubSpot has no health scores for `{name}`.")
