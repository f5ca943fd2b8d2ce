"""CSW102: right type. Found while files are read and held against their schemas, so there is nothing to check here."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW102",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="right type",
    reason="A list where a word is expected cannot be a setting.",
    source="csws: schemas/config.schema.json",
    hint="Write the value in the form that the message names; put numbers that are meant as text in quotes.",
    bad="name: 2024",
    good='name: "2024"',
)
