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
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025)",
    hint="Choose an operator with this permission (`--operator`, CSWS_OPERATOR or `operator:`), or grant it in HubSpot and run `csws catalog pull`.",
    bad="operator: trainee@acme.example",
    good="operator: ops@acme.example   # a super admin",
    breach=BreachKind.NOT_PERMITTED,
)


PERMISSION = "manage_customer_success_settings"
_NOBODY = (
    "To have it checked, set `operator:` of the account to the address of the person who applies, "
    "and run `csws catalog pull`."
)
_UNKNOWN = (
    "Check in HubSpot that a user has this address. If one has, set it as `operator:` of the account and run "
    "`csws catalog pull`: the catalogue has the addresses of operators only."
)


def check(subject: PlanSubject) -> Iterator[Finding]:
    path = ("accounts", subject.account.name, "operator")
    if subject.operator is None:
        yield Finding(
            path=path,
            message="No operator is configured, so csws does not check the permission to change these settings.",
            hint=_NOBODY,
            severity=Severity.INFO,
        )
        return
    person = subject.catalog.person(subject.operator)
    if person is None and subject.catalog.unread("people"):
        message = f"csws cannot check whether `{subject.operator}` may change these settings."
        yield Finding(path=path, message=message, hint=subject.catalog.unread("people"), severity=Severity.INFO)
    elif person is None:
        yield Finding(path=path, message=f"`{subject.operator}` is not in the catalogue.", hint=_UNKNOWN)
    elif person.deactivated:
        message = f"`{subject.operator}` is deactivated in HubSpot and cannot log in."
        yield Finding(path=path, message=message)
    elif not person.super_admin and person.permissions is None:
        message = f"HubSpot's API does not show whether `{subject.operator}` may manage customer success settings."
        yield Finding(
            path=path,
            message=message,
            hint="Check in HubSpot that they have the permission *Manage customer success settings*.",
            severity=Severity.INFO,
        )
    elif not person.super_admin and PERMISSION not in (person.permissions or ()):
        yield Finding(
            path=path,
            message=f"`{subject.operator}` is not a super admin and lacks the permission *Manage customer success settings*.",
        )
