"""CSW406: default_pipeline is one of the selected pipelines."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import Directory, Named
from csws.model.diagnostic import Path, Severity
from csws.model.fix import Append, Remedy, Write
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.suggestion import closest
from csws.rules.references import tabs

RULE = Rule(
    code="CSW406",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="default_pipeline is one of the selected pipelines",
    reason="The tab cannot open with a pipeline that it does not show.",
    source="assumed: HubSpot's article does not say",
    hint="Add it to `pipelines`, or choose one that is listed there.",
    bad="pipelines: [Onboarding]\ndefault_pipeline: Training",
    good="pipelines: [Onboarding]\ndefault_pipeline: Onboarding",
    needs_catalog=True,
)


def check(subject: Subject) -> Iterator[Finding]:
    for tab in tabs(subject):
        selected, opened = tab.chosen.get("pipelines"), tab.chosen.get("default_pipeline")
        if tab.object is None or not isinstance(selected, tuple) or not selected or not isinstance(opened, str):
            continue
        default = tab.object.pipelines.find(opened)
        if default and not any(_may_mean(tab.object.pipelines, label, default) for label in selected):
            yield from (_finding(path, opened, selected) for path in tab.paths)


def _finding(tab: Path, opened: str, selected: tuple[str, ...]) -> Finding:
    path: Path = (*tab, "default_pipeline")
    listed: Path = (*tab, "pipelines")
    return Finding(
        path=path,
        message=f"The default pipeline `{opened}` is not one of the selected pipelines.",
        leans_on=(listed,),
        related=((listed, "the selected pipelines"),),
        remedies=(
            Remedy(title=f"Select `{opened}` too", acts=(Append(listed, opened),)),
            *(one for label in selected[:_MOST] for one in _opening(path, label)),
        ),
    )


_MOST = 3  # other pipelines that are offered


def _opening(path: Path, label: str) -> tuple[Remedy, ...]:
    return (Remedy(title=f"Open with `{label}`", acts=(Write(path, label),)),)


def _may_mean(pipelines: Directory, label: str, default: Named) -> bool:
    """Whether a selected label is the default pipeline, or would be after the correction that
    CSW405 asks for."""
    found = pipelines.id_of(label)
    if found is not None:
        return found == default.id
    same = pipelines.same_name(label)
    return default.id in same if same else closest(label, pipelines.names()) == default.name
