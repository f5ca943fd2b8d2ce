"""CSW708: each rule can fire."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.judging import can_fire
from csws.kinds.health_scores.score import Comparison
from csws.kinds.health_scores.score import Rule as ScoreRule
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.rules.health_scores.declared import Line, scores
from csws.rules.health_scores.judged import may_fire

RULE = Rule(
    code="CSW708",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="each rule can fire",
    reason="A rule whose conditions exclude each other never gives its points.",
    source="csws: what follows from the rules of the score",
    hint="Correct the condition, or remove the rule.",
    bad="{property: nps_score, between: [9, 7], points: 5}",
    good="{property: nps_score, between: [7, 9], points: 5}",
)


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        for line in one.lines:
            if not may_fire(line):
                yield _finding(line)


def _finding(line: Line) -> Finding:
    for compared in line.comparisons():
        if compared.test.comparison is Comparison.BETWEEN and not can_fire(ScoreRule(tests=(compared.test,), points=1)):
            message = f"No value of `{compared.test.property}` lies in this range, so the rule never fires."
            return Finding(path=compared.value, message=message, hint="Write the lower end first.")
    return Finding(path=line.path, message=f"No record can pass `{line.condition}`, so the rule never fires.")
