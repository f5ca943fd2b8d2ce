"""What is specific to PostgreSQL: users, versions, an unreachable server, and the record of a
HubSpot account in it."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from csws.errors import AccountLocked, CswsError, NotPermitted
from csws.model.target import AccountRef
from csws.targets import postgresql, target_for
from csws.targets.ledger.schema import VERSION
from tests.targets.postgres import server
from tests.targets.test_contract import create, permit, read, write

DOCS = Path(__file__).parents[2] / "docs/postgresql.md"


@pytest.fixture(scope="session")
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
        reader._journal.connection.execute("DELETE FROM account")
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


@contextmanager
def no_schema(url, *statements):
    """A database without csws's schema, after some SQL of its administrator."""
    with psycopg.connect(url, autocommit=True) as sql:
        sql.execute("DROP SCHEMA IF EXISTS csws CASCADE")
        for statement in statements:
            sql.execute(statement)
    yield


def as_role(url: str, role: str, identity: str) -> AccountRef:
    return account(url.replace("csws@", f"{role}@"), identity)


def test_a_schema_that_an_administrator_made_is_enough(url):
    """The role may create nothing else in the database."""
    with no_schema(url, "CREATE ROLE lim LOGIN", "CREATE SCHEMA csws AUTHORIZATION lim"):
        assert write(as_role(url, "lim", "lim"), create("a")) == 1


def test_a_writer_needs_no_more_than_the_documented_rights(url):
    grants = DOCS.read_text().partition("For a user that also writes")[2]
    with no_schema(url, "CREATE ROLE writer LOGIN"):
        write(account(url, "owner"), create("a"))
        with psycopg.connect(url, autocommit=True) as sql:
            for statement in re.findall(r"^\s+((?:GRANT|ALTER) .*?;)$", grants, re.M):
                sql.execute(statement)
        assert write(as_role(url, "writer", "writer"), create("a")) == 1


def test_a_role_that_may_make_no_schema_is_refused_clearly(url):
    with no_schema(url, "CREATE ROLE nobody LOGIN"), pytest.raises(NotPermitted, match="denied access"):
        write(as_role(url, "nobody", "9"), create("a"))


def test_one_connection_at_a_time_is_enough(url):
    """Also to make the schema, and with a heartbeat meanwhile; a pool of one is the same."""
    with no_schema(url, "CREATE ROLE one LOGIN CONNECTION LIMIT 1", "GRANT CREATE ON DATABASE postgres TO one"):
        for number in range(1, 4):
            assert write(as_role(url, "one", "one"), create(f"w{number}"), timeout=5.0) == number
            assert read(as_role(url, "one", "one")).revision == number


@contextmanager
def held_by_a_shell(url, identity):
    with psycopg.connect(url) as sql:
        sql.execute("SELECT pg_advisory_xact_lock(%s)", (postgresql._lock_of(identity),))
        yield


def test_a_statement_timeout_that_is_shorter_than_the_wait_for_a_lock_does_not_end_the_wait(url):
    hasty = as_role(url, "hasty", "hasty")
    role = "CREATE ROLE hasty LOGIN; ALTER ROLE hasty SET statement_timeout = '100ms'"
    with no_schema(url, role, "CREATE SCHEMA csws AUTHORIZATION hasty"):
        write(hasty, create("a"))
    started = time.monotonic()
    with held_by_a_shell(url, "hasty"), pytest.raises(AccountLocked, match="another program such as a database shell"):
        write(hasty, create("b"), timeout=0.5)
    assert time.monotonic() - started >= 0.5
    assert write(hasty, create("b")) == 2


def test_a_schema_without_its_version_is_damaged(url):
    write(account(url, "4"), create("a"))
    with psycopg.connect(url, autocommit=True) as sql:
        sql.execute("DELETE FROM csws.version")
        try:
            for act in (read, lambda found: write(found, create("b"))):
                with pytest.raises(CswsError) as damaged:
                    act(account(url, "4"))
                assert damaged.value.code == "corrupt"
        finally:
            sql.execute("INSERT INTO csws.version VALUES (%s)", (VERSION,))


def test_a_schema_that_is_dropped_during_a_run_is_not_made_again(url):
    with (
        pytest.raises(CswsError, match="deleted while this run was working"),
        target_for("postgresql").writer(account(url, "5"), permit()) as writer,
    ):
        writer.perform(create("a"), 1)
        with no_schema(url):
            writer.commit()
    with psycopg.connect(url) as sql:
        assert sql.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'csws'").fetchone() == (0,)
