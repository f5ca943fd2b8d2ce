"""A step that a person does: what they may answer when they are asked for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from csws.model.frozen import frozen
from csws.model.plan import Step


class Answer(Enum):
    """DONE: it is done. SKIP: not now; continue with steps that do not need it. SEEN: the account shows something
    else; the run ends. STOP: the run ends here and can be resumed."""

    DONE = "done"
    SKIP = "skip"
    SEEN = "seen"
    STOP = "stop"


@frozen
class Said:
    """An answer, by whom, and in which words."""

    answer: Answer
    who: str | None = None
    text: str | None = None


Ask = Callable[[Step], Said]
