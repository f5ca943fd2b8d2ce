"""Discovers the rules of this folder and of those in it, one for each kind of settings, and runs those of a phase."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import ApplySubject, PlanSubject, Subject

_NO_RULES = {
    "csws.rules.registry",
    "csws.rules.references",
    "csws.rules.health_scores.declared",
    "csws.rules.health_scores.judged",
}


@cache
def _modules() -> tuple[ModuleType, ...]:
    import csws.rules

    found = walk_packages(csws.rules.__path__, "csws.rules.")
    modules = [import_module(info.name) for info in found if not info.ispkg and info.name not in _NO_RULES]
    return tuple(sorted(modules, key=lambda module: str(module.RULE.code)))


@cache
def _asked(phase: Phase, with_catalog: bool) -> tuple[ModuleType, ...]:
    """The rules of a phase, chosen once and not for each account."""
    found = (module for module in _modules() if module.RULE.phase is phase)
    return tuple(module for module in found if with_catalog or not module.RULE.needs_catalog)


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(module.RULE for module in _modules())


def rule(code: str) -> Rule | None:
    return next((found for found in all_rules() if found.code == code), None)


def config_findings(subject: Subject, *, with_catalog: bool = True) -> list[tuple[Rule, Finding]]:
    """The findings of the rules in a declaration. Without a catalogue, runs only the rules that
    need none."""
    asked = _asked(Phase.CONFIG, with_catalog)
    return [(module.RULE, finding) for module in asked for finding in module.check(subject)]


def plan_findings(subject: PlanSubject) -> list[tuple[Rule, Finding]]:
    """The findings of the plan rules in an account that is about to change."""
    asked = _asked(Phase.PLAN, True)
    return [(module.RULE, finding) for module in asked for finding in module.check(subject)]


def apply_findings(subject: ApplySubject) -> list[tuple[Rule, Finding]]:
    """The findings of the rules about applying to an account, with any plan."""
    asked = _asked(Phase.APPLY, True)
    return [(module.RULE, finding) for module in asked for finding in module.check(subject)]
