"""What a setting is called, `workspace.emea`: its kind and its key. Knows neither files nor accounts, nor which kinds there are.

`csws/kinds` has the kinds and the only parser of the text.
"""

from __future__ import annotations

import re
from typing import Any

from csws.model.frozen import frozen

WORKSPACE = "workspace"
KEY = re.compile(r"[a-z][a-z0-9_-]*\Z")  # how the keys of a project look


@frozen(kw_only=False)
class Address:
    """One thing in an account that has settings. `kind` is the word that the text begins with; `key` is "" for a kind that an
    account has one of."""

    kind: str
    key: str = ""

    @classmethod
    def workspace(cls, key: str | None) -> Address:
        return cls(WORKSPACE, key or "")

    def __str__(self) -> str:
        return f"{self.kind}.{self.key}" if self.key else self.kind

    def __lt__(self, other: Address) -> bool:
        return str(self) < str(other)

    def __reduce__(self) -> tuple[Any, ...]:
        """Packed by the thousand, like the spans of findings."""
        return Address, (self.kind, self.key)


OBJECTS = Address("objects")
