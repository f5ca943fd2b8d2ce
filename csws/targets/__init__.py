"""Where settings live: one module per scheme of `target:`, found in this table. A target's module is imported when used."""

from __future__ import annotations

from importlib import import_module

from csws.errors import CswsError
from csws.model.target import Target

TARGETS = {
    "sqlite": "csws.targets.sqlite",
    "hubspot": "csws.targets.hubspot",
    "postgresql": "csws.targets.postgresql",
    "postgres": "csws.targets.postgresql",
}


def target_for(scheme: str) -> Target:
    """The target of a scheme. Raises CswsError for one that this version does not have."""
    if scheme not in TARGETS:
        have = ", ".join(f"`{name}:`" for name in TARGETS)
        raise CswsError(
            f"Targets of the kind `{scheme}:` are not in this version of csws.",
            hint=f"Use one of {have}; `csws validate` works with every target.",
            code="no_target",
        )
    target: Target = import_module(TARGETS[scheme]).TARGET
    return target
