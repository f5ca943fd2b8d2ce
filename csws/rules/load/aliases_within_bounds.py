"""CSW004: aliases expand within bounds; no merge keys. csws finds this while it reads the files and
checks them against the schemas, so this file checks nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW004",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="aliases expand within bounds; no merge keys",
    reason="A few lines of aliases can expand to gigabytes, and merge keys are not part of YAML 1.2.",
    source="YAML 1.2; csws reads YAML as data",
    hint="Write the value out, or put shared values under `defaults:`.",
    bad="emea:\n  <<: *shared",
    good="defaults:\n  customers: {csm_property: hubspot_owner_id}",
)
