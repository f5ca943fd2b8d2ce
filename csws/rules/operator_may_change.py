"""CSW501: the operator may change these settings."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject

RULE = Rule(
    code="CSW501",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="the operator may change these settings",
    reason="HubSpot lets super admins and people with the permission *Manage customer success settings* change them.",
    source="HubSpot: Set up and manage the customer success workspace (13 October 2025)",
    hint="Name an operator who may: `--operator`, CSWS_OPERATOR or `operator:`; or give them the permission and pull the catalogue again.",
    bad="operator: trainee@acme.example",
    good="operator: ops@acme.example   # a super admin",
    breach=BreachKind.NOT_PERMITTED,
)


PERMISSION = "manage_customer_success_settings"


def check(subject: PlanSubject) -> Iterator[Finding]:
    path = ("accounts", subject.account.name, "operator")
    if subject.operator is None:
        yield Finding(
            path=path,
            message="Nobody is named as operator, so their right to change these settings is not checked.",
            severity=Severity.INFO,
        )
        return
    person = subject.catalog.person(subject.operator)
    if person is None and subject.catalog.unread("people"):
        message = f"Whether `{subject.operator}` may change these settings is not known."
        yield Finding(path=path, message=message, hint=subject.catalog.unread("people"), severity=Severity.INFO)
    elif person is None:
        yield Finding(path=path, message=f"The catalogue knows nobody with the address `{subject.operator}`.")
    elif not person.super_admin and person.permissions is None:
        message = f"Whether `{subject.operator}` may manage customer success settings cannot be read from the account."
        yield Finding(
            path=path, message=message, hint="See in HubSpot whether they have the permission.", severity=Severity.INFO
        )
    elif not person.super_admin and PERMISSION not in (person.permissions or ()):
        yield Finding(
            path=path, message=f"`{subject.operator}` is no super admin and may not manage customer success settings."
        )
