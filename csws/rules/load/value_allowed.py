"""CSW104: value allowed. csws finds this while it reads the files and checks them against the
schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW104",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="value allowed",
    reason="Some settings take only certain values.",
    source="csws: schemas/config.schema.json",
    hint="Use one of the values that the message lists.",
    bad="subscription: starter",
    good="subscription: enterprise",
)
