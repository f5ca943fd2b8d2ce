"""CSW104: value allowed. Found while files are read and held against their schemas, so there is nothing to check here."""

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
