"""CSW406: default_pipeline is one of the selected pipelines."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.subject import Subject
from csws.rules.references import tabs

RULE = Rule(
    code="CSW406",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="default_pipeline is one of the selected pipelines",
    reason="The tab cannot open with a pipeline that it does not show.",
    source="assumed: HubSpot's article does not say",
    hint="Select the pipeline too, or name one that is selected.",
    bad="pipelines: [Onboarding]\ndefault_pipeline: Training",
    good="pipelines: [Onboarding]\ndefault_pipeline: Onboarding",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in tabs(subject):
        selected, opened = tab.chosen.get("pipelines"), tab.chosen.get("default_pipeline")
        if tab.object is None or not isinstance(selected, tuple) or not selected or not isinstance(opened, str):
            continue
        pipelines = tab.object.pipelines
        default = pipelines.find(opened)
        if default and default.id not in {pipelines.id_of(label) for label in selected}:
            message = f"The default pipeline `{opened}` is not one of the selected pipelines."
            yield Finding(path=(*tab.path, "default_pipeline"), message=message)
