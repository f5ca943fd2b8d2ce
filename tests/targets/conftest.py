"""Fresh accounts in every kind of store."""

from __future__ import annotations

import uuid

import pytest

from csws.model.target import AccountRef
from tests.targets.postgres import server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(request):
    """The `target:` of a store that the tests of a module share."""
    if request.param == "sqlite":
        yield "sqlite:.csws/a.db"
        return
    with server() as url:
        yield url


@pytest.fixture
def account(address, tmp_path):
    """An account without any writes."""
    return AccountRef(id=uuid.uuid4().hex, name="acme", target=address, root=str(tmp_path), store="sqlite:.csws/s.db")
