"""One file per law of SPEC §4, discovered. Rules know values only: no file, no line number, no output."""

from csws.rules.registry import all_rules, apply_findings, config_findings, plan_findings, rule

__all__ = ["all_rules", "apply_findings", "config_findings", "plan_findings", "rule"]
