"""The hard laws of an account (SPEC §5.2), in one place for the planner, the stores and the rules: those of every kind.

They hold after every single step. What the end state must hold beyond them (required choices …) is for the rules.
"""

from __future__ import annotations

from csws.kinds import KINDS
from csws.model.law import Breach
from csws.model.settings import Settings


def breaches(settings: Settings) -> frozenset[Breach]:
    """Every breach of a hard law; empty for a lawful account."""
    return frozenset(breach for kind in KINDS for breach in kind.laws(settings))
