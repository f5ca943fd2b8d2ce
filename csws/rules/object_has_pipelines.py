"""CSW407: the object has pipelines."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import Catalog
from csws.model.diagnostic import Severity
from csws.model.field import Reference
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.references import Tab, groups

RULE = Rule(
    code="CSW407",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the object has pipelines",
    reason="Contacts, companies and some custom objects have no pipelines.",
    source="HubSpot: pipelines API",
    hint="Remove the pipelines here.",
    bad="revenue: {objects: {licences: {pipelines: [Renewals]}}}   # licences has none",
    good="revenue: {objects: {deals: {pipelines: [Renewals]}}}",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in groups(subject):
        unread = _unread(subject.catalog, tab)
        is_known = bool(tab.object.pipelines) if tab.object else unread is None  # CSW204 speaks of what is not there
        if is_known:
            continue
        message = f"The object `{tab.object_name}` has no pipelines."
        if unread is not None:
            message = f"csws cannot check which pipelines `{tab.object_name}` has."
        for name in dict.fromkeys(field.name for _, field, _ in tab.naming(Reference.PIPELINE)):
            labels = [label for _, field, label in tab.naming(Reference.PIPELINE) if field.name == name]
            # A label leads to no pipeline without the list; an id does.
            severity = Severity.WARNING if unread and all(map(Catalog.is_id, labels)) else None
            yield from (Finding(path=at, message=message, hint=unread, severity=severity) for at in tab.each((name,)))


def _unread(catalog: Catalog, tab: Tab) -> str | None:
    """What to do if the pipelines are not known, because they or their object could not be read."""
    return catalog.unread("custom objects" if tab.object is None else f"pipelines of {tab.object_name}")
