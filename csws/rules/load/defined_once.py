"""CSW006: nothing is defined in two files (workspaces: per key; `removed` and `accept` unite). csws
finds this while it reads the files and checks them against the schemas, so this file checks
nothing."""

from __future__ import annotations

from csws.model.diagnostic import Severity
from csws.model.rule import Phase, Rule

RULE = Rule(
    code="CSW006",
    severity=Severity.ERROR,
    phase=Phase.LOAD,
    law="nothing is defined in two files (workspaces: per key; `removed` and `accept` unite)",
    reason="With two definitions, the order of the files would decide which one counts.",
    source="csws: one place for each setting",
    hint="Keep one of the two definitions.",
    bad="# a.yaml and b.yaml both\nworkspaces: {emea: {name: EMEA}}",
    good="# a.yaml\nworkspaces: {emea: {name: EMEA}}\n# b.yaml\nworkspaces: {apac: {name: APAC}}",
)
