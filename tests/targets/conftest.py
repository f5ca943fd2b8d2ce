"""Fresh accounts in every kind of store."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from csws.model.target import AccountRef
from tests.targets.postgres import new_database

STORES = {"sqlite": "sqlite:.csws/a.db", "postgresql": "", "file": "file:records/acme.jsonl"}
databases = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True, scope="module")


@pytest.fixture(scope="session")
def database():
    with new_database() as url:
        yield url


@pytest.fixture(scope="module", params=list(STORES))
def address(request):
    """The `target:` of a store that tests share."""
    return request.getfixturevalue("database") if request.param == "postgresql" else STORES[request.param]


@pytest.fixture
def account(address, tmp_path):
    """An account without any writes."""
    return AccountRef(id=uuid.uuid4().hex, name="acme", target=address, root=str(tmp_path), store="sqlite:.csws/s.db")


@pytest.fixture
def other(account):
    """Another account beside it. A record as text has one account only."""
    target = "file:records/other.jsonl" if account.scheme == "file" else account.target
    return replace(account, id=uuid.uuid4().hex, name="other", target=target)
