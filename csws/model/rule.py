"""What a rule is: metadata, and one function from a subject to findings. It knows no line numbers and no output.

A rule's module must have `RULE`, and where csws checks it outside loading and the schema also `check`. A rule may give a
finding a lesser severity than its own. It must not repeat the schema, raise, or look at another rule.
"""

from __future__ import annotations

from enum import Enum

from csws.model.breach import BreachKind
from csws.model.diagnostic import Path, Severity
from csws.model.fix import Remedy
from csws.model.frozen import frozen


class Phase(Enum):
    """When a rule is judged. LOAD: by reading and the schemas; CONFIG: on the declaration; PLAN: on the plan; APPLY: when
    something is applied. A plan warns of the last kind and stays applyable."""

    LOAD = "load"
    CONFIG = "config"
    PLAN = "plan"
    APPLY = "apply"


@frozen
class Rule:
    """`law` is one line of SPEC §4, worded as a law and never as its breach, because a passing test is named after
    it. `breach` says what breaking it means, and so decides the exit code. `bad` and `good` are YAML excerpts.
    `source` says where the law comes from."""

    code: str
    severity: Severity
    phase: Phase
    law: str
    reason: str
    source: str
    hint: str
    bad: str
    good: str
    breach: BreachKind = BreachKind.INVALID
    needs_catalog: bool = False

    @property
    def guard(self) -> bool:
        return self.breach is BreachKind.GUARD


@frozen
class Finding:
    """A breach: the YAML path of the value that breaks the law, and a sentence. `on_key` points at its key instead.

    `leans_on` are the paths of other values that it depends on: if one of them could not be read, csws drops the
    finding. `related` are the paths of values that it is about too, each with a few words; `remedies` are ways to
    correct it, the likeliest first.
    """

    path: Path
    message: str
    hint: str | None = None
    severity: Severity | None = None
    on_key: bool = False
    leans_on: tuple[Path, ...] = ()
    related: tuple[tuple[Path, str], ...] = ()
    remedies: tuple[Remedy, ...] = ()
