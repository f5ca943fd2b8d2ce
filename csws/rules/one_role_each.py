"""CSW207: one object stands in one role."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Path, Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import is_custom, objects_in_force

RULE = Rule(
    code="CSW207",
    severity=Severity.WARNING,
    phase=Phase.CONFIG,
    law="one object stands in one role",
    reason="This is possible but rarely intended: the same records would be, for example, customers and revenue.",
    source="assumed: HubSpot's article does not forbid it",
    hint="Use another object for one of the roles, or accept the warning with a reason.",
    bad="objects: {customers: licences, revenue: [licences]}",
    good="objects: {customers: companies, revenue: [licences]}",
)


def check(subject: Subject) -> Iterator[Finding]:
    roles: dict[str, tuple[str, Path]] = {}
    for path, role, name in objects_in_force(subject):
        first, where = roles.setdefault(name, (role, path))
        if first != role and is_custom(subject, name) is not False:  # no other object may stand in two
            message = f"`{name}` is the object for both {first} and {role}."
            yield Finding(path=path, message=message, related=((where, f"for {first}"),))
