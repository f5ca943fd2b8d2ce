"""What is specific to PostgreSQL: users, versions, an unreachable server, and the record of a
HubSpot account in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from csws.errors import CswsError, NotPermitted
from csws.model.target import AccountRef
from csws.targets import target_for
from csws.targets.ledger.schema import VERSION
from tests.targets.postgres import server
from tests.targets.test_contract import create, read, write


@pytest.fixture(scope="module")
def url():
    with server() as address:
        yield address


def account(url: str, identity: str = "1") -> AccountRef:
    return AccountRef(id=identity, name="acme", target=url, root=".", store="sqlite:.csws/s.db")


def test_reading_creates_nothing(url):
    assert read(account(url)).revision == 0
    with psycopg.connect(url) as sql:
        assert sql.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'csws'").fetchone() == (0,)


def test_a_reader_may_not_write(url):
    write(account(url), create("a"))
    with pytest.raises(CswsError) as refused, target_for("postgresql").reader(account(url)) as reader:
        reader._connection.execute("DELETE FROM account")
    assert "read-only" in refused.value.message


def test_a_user_that_only_reads_is_refused_a_write(url):
    write(account(url, "2"), create("a"))
    with psycopg.connect(url) as sql:
        sql.execute(
            "CREATE USER looker; GRANT USAGE ON SCHEMA csws TO looker; GRANT SELECT ON ALL TABLES IN SCHEMA csws TO looker"
        )
    looker = account(url.replace("csws@", "looker@"), "2")
    assert read(looker).revision == 1
    with pytest.raises(NotPermitted):
        write(looker, create("b"))


def test_a_newer_schema_is_refused(url):
    write(account(url, "3"), create("a"))
    with psycopg.connect(url) as sql:
        sql.execute("UPDATE csws.version SET number = 99")
    with pytest.raises(CswsError, match="newer csws"):
        read(account(url, "3"))
    with psycopg.connect(url) as sql:
        sql.execute("UPDATE csws.version SET number = %s", (VERSION,))


def test_an_unreachable_server_is_a_clear_failure(tmp_path):
    with pytest.raises(CswsError, match="Cannot use the database"):
        read(account(f"postgresql://csws@/postgres?host={tmp_path}"))


def test_many_first_writers_create_one_schema(url):
    for _ in range(5):
        with psycopg.connect(url) as sql:
            sql.execute("DROP SCHEMA IF EXISTS csws CASCADE")
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: write(account(url, str(number)), create("a"), timeout=20.0), range(8)))
        assert [read(account(url, str(number))).revision for number in range(8)] == [1] * 8
