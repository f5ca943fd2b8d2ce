"""Discovers the rules of this folder and of those in it, one for each kind of settings and one for reading, and runs those of a phase.

The rules of a kind are loaded and asked only where there is something of that kind: most accounts do without most kinds.
Those in `load` are never asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from csws.kinds import KINDS
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import ApplySubject, PlanSubject, Subject
from csws.model.settings import Item

_HERE = "csws.rules"
_NO_RULES = {
    "csws.rules.registry",
    "csws.rules.references",
    "csws.rules.health_scores.declared",
    "csws.rules.health_scores.judged",
}
_SECTIONS = {kind.name: kind.section for kind in KINDS}  # a kind's rules are in a folder called like its section
_NONE: frozenset[str] = frozenset()


@cache
def _in_folder(folder: str) -> tuple[ModuleType, ...]:
    found = iter_modules(import_module(folder).__path__, f"{folder}.")
    return tuple(import_module(info.name) for info in found if not info.ispkg and info.name not in _NO_RULES)


@cache
def _folders() -> tuple[str, ...]:
    """The sections with rules of their own, and `load`."""
    return tuple(info.name for info in iter_modules(import_module(_HERE).__path__) if info.ispkg)


def _by_code(sections: Iterable[str]) -> tuple[ModuleType, ...]:
    """The rules for any settings, and those of these sections."""
    modules = [*_in_folder(_HERE), *(module for name in sections for module in _in_folder(f"{_HERE}.{name}"))]
    return tuple(sorted(modules, key=lambda module: str(module.RULE.code)))


@cache
def _asked(phase: Phase, kinds: frozenset[str], with_catalog: bool = True) -> tuple[ModuleType, ...]:
    """The rules of a phase where there are items of these kinds, chosen once and not for each account."""
    sections = {_SECTIONS[kind] for kind in kinds}.intersection(_folders())
    found = (module for module in _by_code(sections) if module.RULE.phase is phase)
    return tuple(module for module in found if with_catalog or not module.RULE.needs_catalog)


def load_common() -> None:
    """Loads the rules that every account needs, for a process that is about to fork."""
    _in_folder(_HERE)


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(module.RULE for module in _by_code(_folders()))


def rule(code: str) -> Rule | None:
    return next((found for found in all_rules() if found.code == code), None)


def config_findings(subject: Subject, *, with_catalog: bool = True) -> list[tuple[Rule, Finding]]:
    """The findings of the rules in a declaration. Without a catalogue, runs only the rules that
    need none."""
    asked = _asked(Phase.CONFIG, _kinds(subject.declared.settings.items), with_catalog)
    return [(module.RULE, finding) for module in asked for finding in module.check(subject)]


def plan_findings(subject: PlanSubject) -> list[tuple[Rule, Finding]]:
    """The findings of the plan rules in an account that is about to change."""
    asked = _asked(Phase.PLAN, _kinds(subject.current.items + subject.desired.items))
    return [(module.RULE, finding) for module in asked for finding in module.check(subject)]


def apply_findings(subject: ApplySubject) -> list[tuple[Rule, Finding]]:
    """The findings of the rules about applying to an account, with any plan."""
    asked = _asked(Phase.APPLY, _NONE)
    return [(module.RULE, finding) for module in asked for finding in module.check(subject)]


def _kinds(items: tuple[Item, ...]) -> frozenset[str]:
    return frozenset(item.kind for item in items) if items else _NONE
