"""Where the accounts of a history live. A further store joins with its line in STORES."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

import csws.targets


@dataclass(frozen=True)
class Store:
    """`target` is an account's, with its id or name; `module` does its steps in place of csws's own. `place` says that
    there is a place that csws can look at; where nothing is `whole`, steps go one at a time. `store` keeps the record, and
    `merges` says that it is text, of which two versions can be merged."""

    target: str
    whole: bool = True
    place: bool = False
    module: str | None = None
    store: str | None = None
    merges: bool = False

    @contextmanager
    def used(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
            if self.module:
                patch.setitem(csws.targets.TARGETS, "hubspot", self.module)
            yield


STORES = {
    "sqlite": Store("sqlite:.csws/{name}.db"),
    "place": Store("hubspot:{id}", whole=False, place=True, module="tests.histories.place"),
    "hubspot": Store("hubspot:{id}", whole=False),
    "text": Store("hubspot:{id}", whole=False, store="file:records/{name}.jsonl", merges=True),
}
