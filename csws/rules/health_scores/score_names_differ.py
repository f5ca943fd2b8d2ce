"""CSW718: names differ ignoring case, groups' names within a score too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csws.model.diagnostic import Path, Severity
from csws.model.names import folded
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import scores

RULE = Rule(
    code="CSW718",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="names differ ignoring case, groups' names within a score too",
    reason="People cannot tell two scores, or two groups, with the same name apart.",
    source="assumed: HubSpot's articles do not say",
    hint="Give one of them another name.",
    bad="a: {name: Health}\nb: {name: HEALTH}",
    good="a: {name: Health}\nb: {name: Adoption}",
)


def check(subject: Subject) -> Iterator[Finding]:
    found = scores(subject)
    yield from (
        Finding(path=(*path, "name"), message=f"The health score `{first}` has the same name.")
        for path, first in _same((one.path, one.score.key or "", one.score.name) for one in found)
    )
    for one in found:
        yield from (
            Finding(path=(*path, "name"), message=f"The group `{first}` has the same name.")
            for path, first in _same((one.group_path(group), group.key, group.name) for group in one.score.groups)
        )


def _same(named: Iterable[tuple[Path, str, str]]) -> Iterator[tuple[Path, str]]:
    """The path of each that has the name of an earlier one, with the key of that one."""
    holders: dict[str, str] = {}
    for path, key, name in named:
        if name and holders.setdefault(folded(name), key) != key:
            yield path, holders[folded(name)]
