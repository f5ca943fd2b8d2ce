"""CSW204: the object exists in the account."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds import properties
from csws.model.diagnostic import Path, Severity
from csws.model.meant import meant, renamed
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import objects_in_force

RULE = Rule(
    code="CSW204",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the object exists in the account",
    reason="A setting cannot refer to an object that does not exist.",
    source="csws: the account's catalogue",
    hint="Correct the name, or pull the catalogue again if the object is new.",
    bad="objects: {customers: companys}",
    good="objects: {customers: companies}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for path, role, name in [*objects_in_force(subject), *_with_properties(subject)]:
        if name in subject.catalog.objects:
            continue
        unread = subject.catalog.unread("custom objects")
        if unread is not None:
            message = f"csws cannot check whether the account has an object `{name}` for {role}."
            yield Finding(path=path, message=message, hint=unread, severity=Severity.WARNING)
        else:
            known = f"Objects of this account: {', '.join(sorted(subject.catalog.objects))}."
            hint = meant(name, subject.catalog.objects.values()) or known
            message = f"The account has no object `{name}` for {role}."
            remedies = renamed(path, name, subject.catalog.objects.values()) if path[0] == "objects" else ()
            yield Finding(path=path, message=message, hint=hint, remedies=remedies)


def _with_properties(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    declared = properties.KIND.all(subject.declared.settings)
    for name in dict.fromkeys(properties.object_and_name(properties.KIND.address(item))[0] for item in declared):
        yield ("properties", name), "its properties", name
