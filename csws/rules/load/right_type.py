"""CSW102: right type. csws finds this while it reads the files and checks them against the schemas,
so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW102",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="right type",
    reason="A value of the wrong type, such as a list in place of a word, has no meaning as a setting.",
    source="csws: schemas/config.schema.json",
    hint="Write the value as the message says; put a number in quotes if it is meant as text.",
    bad="name: 2024",
    good='name: "2024"',
)
