"""CSW003: no duplicate key. csws finds this while it reads the files and checks them against the
schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW003",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="no duplicate key",
    reason="Most parsers silently keep the last of two equal keys, so the other value would be lost.",
    source="YAML 1.2 §3.2.1.3: keys are unique",
    hint="Keep one of the two.",
    bad="name: Europe\nname: EMEA",
    good="name: EMEA",
)
