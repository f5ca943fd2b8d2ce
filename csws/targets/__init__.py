"""Where settings are stored: one module per kind of place, each with a line in the table of model/target_traits.py.

A target's module is imported when it is used, and has `TARGET`.
"""

from __future__ import annotations

from importlib import import_module

from csws.errors import CswsError
from csws.model.target import Target
from csws.model.target_traits import TRAITS

TARGETS = {scheme: f"csws.targets.{traits.module}" for scheme, traits in TRAITS.items()}


def target_for(scheme: str) -> Target:
    """The target of a scheme. Raises CswsError for one that this version does not have."""
    if scheme not in TARGETS:
        have = ", ".join(f"`{name}:`" for name in TARGETS)
        raise CswsError(
            f"Unknown target type `{scheme}:`.",
            hint=f"Use one of {have}; `csws validate` works with every target.",
            code="no_target",
        )
    target: Target = import_module(TARGETS[scheme]).TARGET
    return target
