"""CSW405: the pipeline exists for that object."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import Catalog, Directory
from csws.model.diagnostic import Path, Severity
from csws.model.field import Reference
from csws.model.meant import respelled
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.suggestion import did_you_mean
from csws.rules.references import Tab, groups

RULE = Rule(
    code="CSW405",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="the pipeline exists for that object",
    reason="Pipelines belong to one object.",
    source="HubSpot: Set up and manage the customer success workspace (October 13, 2025); csws assumes that they belong to the tab's object",
    hint="Correct the label, or pull the catalogue again if the pipeline is new.",
    bad="pipelines: [Renewal]",
    good="pipelines: [Renewals]",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in groups(subject):
        if tab.object is None or not tab.object.pipelines:
            continue
        for path, _, label in tab.naming(Reference.PIPELINE):
            if tab.object.pipelines.find(label) is None:
                unread = subject.catalog.unread(f"pipelines of {tab.object_name}")
                yield from (_finding(tab, tab.object.pipelines, at, label, unread) for at in tab.each(path))


def _finding(tab: Tab, pipelines: Directory, path: Path, label: str, unread: str | None) -> Finding:
    same = pipelines.same_name(label)
    if len(same) > 1:
        words = " or ".join(f"`id:{identity}`" for identity in same)
        return Finding(
            path=path,
            message=f"{len(same)} pipelines of `{tab.object_name}` are called `{label}`.",
            hint=f"Write which one: {words}.",
        )
    if unread is not None:
        message = f"csws cannot check whether `{tab.object_name}` has a pipeline `{label}`."
        # A label leads to no pipeline without the list; an id does.
        severity = Severity.WARNING if Catalog.is_id(label) else None
        return Finding(path=path, message=message, hint=unread, severity=severity)
    hint = pipelines.formerly(label) or did_you_mean(label, pipelines.names())
    hint = hint or f"Pipelines there: {', '.join(pipelines.names())}."
    message = f"The object `{tab.object_name}` has no pipeline `{label}`."
    return Finding(path=path, message=message, hint=hint, remedies=respelled(path, label, pipelines))
