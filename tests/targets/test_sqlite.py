"""The embedded account: foreign, damaged, locked and full stores, and what survives a killed
writer."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csws.errors import AccountLocked, CswsError, NotPermitted
from csws.model.address import Address
from csws.model.change import Action
from csws.model.fields import flat
from csws.model.plan import Step
from csws.model.settings import Workspace, fresh
from csws.model.target import AccountRef, WritePermit
from csws.targets import sqlite, target_for
from csws.targets.ledger import lease

TARGET = target_for("sqlite")


def reference(folder: Path, name: str = "acme", identity: str = "1") -> AccountRef:
    return AccountRef(id=identity, name=name, target="sqlite:.csws/a.db", root=str(folder), store="sqlite:.csws/s.db")


def permit(timeout: float = 0.1) -> WritePermit:
    return WritePermit(operator="ops@acme.example", plan_digest="sha256:x", plan="{}", revision=0, lock_timeout=timeout)


def create(key: str, **fields) -> Step:
    workspace = replace(Workspace(key=key, name=key), **fields)
    return Step(id=1, action=Action.CREATE, address=Address.workspace(key), summary="", sets=flat(workspace), was={})


def read(account: AccountRef):
    with TARGET.reader(account) as reader:
        return reader.read()


def write(account: AccountRef, *steps: Step) -> int:
    with TARGET.writer(account, permit()) as writer:
        for step in steps:
            writer.perform(step, 1)
        return writer.commit()


def test_a_fresh_account_is_at_revision_0_and_reading_creates_no_file(tmp_path):
    state = read(reference(tmp_path))
    assert (state.revision, state.settings, state.applied) == (0, fresh(), None)
    assert list(tmp_path.iterdir()) == []


def test_a_committed_write_is_read_and_kept(tmp_path):
    account = reference(tmp_path)
    assert [write(account, create("emea")), write(account, create("apac"))] == [1, 2]
    assert [item.key for item in read(account).settings.workspaces] == ["primary", "apac", "emea"]
    with TARGET.reader(account) as reader:
        first, second = reader.revisions()
        assert reader.settings_at(0) == fresh()
        assert reader.settings_at(3) is None
    assert (first.number, first.operator, first.plan_digest, first.kind) == (
        1,
        "ops@acme.example",
        "sha256:x",
        "applied",
    )
    assert second.settings == read(account).settings


def test_an_uncommitted_write_has_no_effect(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    with TARGET.writer(account, permit()) as writer:
        writer.perform(create("apac"), 1)
    assert [item.key for item in read(account).settings.workspaces] == ["primary", "emea"]


def test_many_accounts_live_in_one_file(tmp_path):
    one, two = reference(tmp_path), reference(tmp_path, "other", "2")
    write(one, create("emea"))
    assert read(two).revision == 0
    write(two, create("apac"))
    assert [item.key for item in read(one).settings.workspaces] == ["primary", "emea"]


def test_the_same_id_under_another_name_is_refused(tmp_path):
    write(reference(tmp_path), create("emea"))
    for act in (read, write):
        with pytest.raises(NotPermitted) as refused:
            act(reference(tmp_path, "other"))
        assert refused.value.code == "CSW503"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([create("a", teams=("1",)), create("b", teams=("1",))], "CSW302"),
        ([create("a", name="Straße"), create("b", name="STRASSE")], "CSW304"),
        ([create(key) for key in "abcdef"], "CSW301"),
    ],
)
def test_it_checks_the_hard_laws_itself(tmp_path, steps, code):
    with pytest.raises(CswsError) as refused:
        write(reference(tmp_path), *steps)
    assert refused.value.code == code
    assert read(reference(tmp_path)).revision == 0


def store(folder: Path, data: bytes) -> Path:
    path = folder / ".csws/a.db"
    path.parent.mkdir()
    path.write_bytes(data)
    return path


def foreign(folder: Path) -> Path:
    path = store(folder, b"")
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    return path


@pytest.mark.parametrize("make", [lambda folder: store(folder, b"not a database at all" * 100), foreign])
@pytest.mark.parametrize("act", [read, write])
def test_a_damaged_or_foreign_file_is_a_clear_error_and_left_as_it_is(tmp_path, make, act):
    path = make(tmp_path)
    before = path.read_bytes()
    with pytest.raises(CswsError) as failed:
        act(reference(tmp_path))
    assert failed.value.hint
    assert path.read_bytes() == before


def test_a_truncated_file_is_a_clear_error(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    path = tmp_path / ".csws/a.db"
    path.write_bytes(path.read_bytes()[:5000])
    before = path.read_bytes()
    with pytest.raises(CswsError):
        read(account)
    assert path.read_bytes() == before


def test_a_row_that_somebody_else_changed_is_noticed(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    with sqlite3.connect(tmp_path / ".csws/a.db") as connection:
        connection.execute("UPDATE revision SET settings = replace(settings, 'emea', 'apac')")
    connection.close()
    with pytest.raises(CswsError) as failed:
        read(account)
    assert failed.value.code == "corrupt"


def test_a_newer_store_is_refused(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    with sqlite3.connect(tmp_path / ".csws/a.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(CswsError) as failed:
        read(account)
    assert failed.value.code == "newer_store"


def test_a_held_lease_names_its_holder(tmp_path):
    account = reference(tmp_path)
    with TARGET.writer(account, permit()), pytest.raises(AccountLocked) as refused:
        write(account, create("apac"))
    assert "ops@acme.example (process" in refused.value.message
    assert "since 20" in refused.value.message
    assert write(account, create("apac")) == 1


def test_other_accounts_of_the_file_are_not_locked(tmp_path):
    with TARGET.writer(reference(tmp_path), permit()):
        assert write(reference(tmp_path, "other", "2"), create("apac")) == 1


def test_a_writer_that_was_paused_cannot_write_when_it_wakes(tmp_path, monkeypatch):
    """Its lease expired and another run wrote; the fencing number reveals it."""
    account = reference(tmp_path)
    monkeypatch.setattr(lease, "BEAT", 60.0)  # a paused process has no heartbeat
    with TARGET.writer(account, permit()) as paused:
        paused.perform(create("emea"), 1)
        monkeypatch.setattr(time, "time", lambda: datetime.now(UTC).timestamp() + lease.TERM + 1)
        assert write(account, create("apac")) == 1
        monkeypatch.undo()
        with pytest.raises(AccountLocked) as refused:
            paused.commit()
    assert "took over the lock" in refused.value.message
    assert [item.key for item in read(account).settings.workspaces] == ["primary", "apac"]


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_a_clock_that_jumps_neither_blocks_nor_doubles(tmp_path, monkeypatch, jump):
    account = reference(tmp_path)
    with TARGET.writer(account, permit()) as writer:
        monkeypatch.setattr(time, "time", lambda: datetime.now(UTC).timestamp() + jump)
        with TARGET.writer(account, permit()) as other:
            other.perform(create("apac"), 1)
            assert other.commit() == 1
        writer.perform(create("emea"), 1)
        with pytest.raises(AccountLocked):
            writer.commit()
    assert read(account).revision == 1


def test_a_heartbeat_keeps_the_lease(tmp_path, monkeypatch):
    monkeypatch.setattr(lease, "TERM", 0.4)
    monkeypatch.setattr(lease, "BEAT", 0.1)
    account = reference(tmp_path)
    with TARGET.writer(account, permit()) as writer:
        time.sleep(0.8)
        with pytest.raises(AccountLocked):
            write(account, create("apac"))
        writer.perform(create("emea"), 1)
        assert writer.commit() == 1


def test_a_locked_store_is_reported_as_locked(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    other = sqlite3.connect(tmp_path / ".csws/a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(AccountLocked):
        write(account, create("apac"))
    other.execute("ROLLBACK")
    other.close()
    assert write(account, create("apac")) == 2


def test_a_reader_sees_a_single_moment(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    with TARGET.reader(account) as reader:
        before = reader.read()
        with pytest.raises(AccountLocked):
            write(account, create("apac"))
        assert (reader.read(), len(reader.revisions())) == (before, 1)
    assert write(account, create("apac")) == 2


def test_a_full_disk_leaves_the_account_as_it_was(tmp_path, monkeypatch):
    account = reference(tmp_path)
    write(account, create("emea"))
    before = read(account)
    big = create("apac", description="x" * 5_000_000)
    connect = sqlite3.connect

    def small(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.execute("PRAGMA max_page_count = 100")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(CswsError) as failed:
        write(account, big)
    assert failed.value.code == "disk_full"
    assert read(account) == before


def test_a_read_only_store_can_be_read_and_not_written(tmp_path, monkeypatch):
    """Opens the file as a read-only file system would, because the tests may run as root."""
    account = reference(tmp_path)
    write(account, create("emea"))
    before = (tmp_path / ".csws/a.db").read_bytes()
    connect = sqlite3.connect

    def read_only(name, **options):
        return connect(name.partition("?")[0] + "?mode=ro", **options)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert read(account).revision == 1
    with pytest.raises(CswsError) as failed:
        write(account, create("apac"))
    assert "cannot be opened for writing" in failed.value.message
    assert (tmp_path / ".csws/a.db").read_bytes() == before


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from csws.targets.ledger.tables import Ledger
    from tests.targets.test_sqlite import TARGET, create, permit, reference

    def half(inner):
        def write(self, entry):
            # What is written no longer fits the cache, so the file itself is half changed when the process dies.
            self._sql.execute("PRAGMA cache_size = 1")
            inner(self, entry)
            self._sql.execute("CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                              "WHERE i < 5000) SELECT i, hex(randomblob(200)) AS h FROM n")
            os.kill(os.getpid(), signal.SIGKILL)
        return write

    with TARGET.writer(reference(Path(sys.argv[1])), permit(5)) as writer:
        writer.perform(create("apac"), 1)
        if sys.argv[2] == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        Ledger.write = half(Ledger.write)
        writer.commit()
"""


@pytest.mark.parametrize("when", ["before", "inside"])
def test_a_writer_killed_before_or_inside_its_commit_has_done_nothing(tmp_path, when):
    account = reference(tmp_path)
    write(account, create("emea"))
    before = read(account)
    code = textwrap.dedent(KILLED)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path), when], cwd=Path(__file__).parents[2])
    assert done.returncode == -signal.SIGKILL
    if when == "inside":
        assert (tmp_path / ".csws/a.db-journal").exists()
    assert read(account) == before
    started = time.monotonic()
    with TARGET.writer(account, permit(20)) as writer:
        writer.perform(create("apac"), 1)
        assert writer.commit() == 2
    assert time.monotonic() - started < lease.TERM + 2


class _Meanwhile(sqlite3.Connection):
    """After its first look at the file, another process creates csws's tables in it."""

    other: Path | None = None

    def execute(self, sql, *rest):
        found = super().execute(sql, *rest)
        if sql == "PRAGMA application_id" and self.other is not None:
            path, self.other = self.other, None
            answer = found.fetchall()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                _make(path)
            return iter_of(answer)
        return found


def iter_of(rows):
    class Rows:
        def fetchone(self):
            return rows[0]

    return Rows()


def _make(path: Path) -> None:
    connection = sqlite3.connect(path, timeout=0.05, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        sqlite._create(connection)
        connection.execute("COMMIT")
    finally:
        connection.close()


def test_a_file_that_is_just_being_made_is_never_taken_for_a_foreign_one(tmp_path):
    path = tmp_path / ".csws/a.db"
    path.parent.mkdir()
    path.touch()
    connection = sqlite3.connect(path, isolation_level=None, factory=_Meanwhile)
    connection.other = path
    assert sqlite._version_of_ours(connection, reference(tmp_path)) == 0
    _make(path)
    assert sqlite._version_of_ours(connection, reference(tmp_path)) > 0
    connection.close()


def test_a_long_query_of_another_program_is_named_among_the_reasons(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    shell = sqlite3.connect(tmp_path / ".csws/a.db", isolation_level=None)
    shell.execute("BEGIN")
    shell.execute("SELECT * FROM revision").fetchall()
    with pytest.raises(AccountLocked, match="another program such as a database shell"):
        write(account, create("apac"))
    shell.close()


def test_a_store_that_is_deleted_during_a_run_is_not_made_again(tmp_path):
    account = reference(tmp_path)
    write(account, create("emea"))
    with TARGET.writer(account, permit()) as writer:
        writer.perform(create("apac"), 1)
        shutil.rmtree(tmp_path / ".csws")
        with pytest.raises(CswsError, match="deleted while this run was working") as failed:
            writer.commit()
    assert failed.value.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_replaced_during_a_run_is_left_as_it_is(tmp_path):
    account = reference(tmp_path)
    other = reference(tmp_path, "other", "2")
    with TARGET.writer(account, permit()) as writer:
        writer.perform(create("apac"), 1)
        shutil.rmtree(tmp_path / ".csws")
        write(other, create("emea"))
        with pytest.raises(CswsError, match="replaced while this run was working"):
            writer.commit()
    assert (read(account).revision, read(other).revision) == (0, 1)


def test_a_writer_that_lost_its_lock_claims_only_what_csws_can_know(tmp_path, monkeypatch):
    """It may have been paused, or two clocks differ; and in a run of many steps some may be done."""
    account = reference(tmp_path)
    monkeypatch.setattr(lease, "TERM", 0.0)
    monkeypatch.setattr(lease, "BEAT", 60.0)
    with TARGET.writer(account, permit()) as writer, TARGET.writer(account, permit()) as other:
        other.perform(create("apac"), 1)
        other.commit()
        with pytest.raises(AccountLocked) as refused:
            writer.commit()
    assert "clocks of two machines differ; it wrote nothing more" in refused.value.message
    assert "csws apply --resume" in refused.value.hint


DAMAGED = {"lacks the current revision": "DELETE FROM revision WHERE number = 2"}


@pytest.mark.parametrize("message", DAMAGED)
def test_what_something_else_deleted_or_changed_is_damage_and_no_bug(tmp_path, message):
    account = reference(tmp_path)
    write(account, create("emea"))
    write(account, create("apac"))
    with TARGET.writer(account, replace(permit(), revision=2)):
        pass  # a run that is left unfinished
    with sqlite3.connect(tmp_path / ".csws/a.db") as connection:
        connection.execute(DAMAGED[message])
    connection.close()
    for act in (read, lambda found: write(found, create("latam"))):
        with pytest.raises(CswsError, match=message) as failed:
            act(account)
        assert (failed.value.code, failed.value.hint) == ("corrupt", "Restore the store from a backup.")


class _FailingDisk(sqlite3.Connection):
    """Reports an error of the disk for one COMMIT, which it has carried out or not."""

    fails_at = 0
    commits = 0
    is_written = False

    def execute(self, sql, *rest):
        if sql == "COMMIT":
            _FailingDisk.commits += 1
            if _FailingDisk.commits == _FailingDisk.fails_at:
                super().execute("COMMIT" if self.is_written else "ROLLBACK")
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorname = "SQLITE_IOERR_DIR_FSYNC"
                raise error
        return super().execute(sql, *rest)


@pytest.mark.parametrize("is_written", [True, False])
def test_a_disk_that_fails_in_a_commit_is_looked_at_again(tmp_path, monkeypatch, is_written):
    account = reference(tmp_path)
    write(account, create("emea"))
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name, **options: connect(name, factory=_FailingDisk, **options))
    monkeypatch.setattr(_FailingDisk, "is_written", is_written)
    with TARGET.writer(account, permit()) as writer:
        writer.perform(create("apac"), 1)
        monkeypatch.setattr(_FailingDisk, "commits", 0)
        monkeypatch.setattr(_FailingDisk, "fails_at", 2)  # the first one ends the look at whose file it is
        if is_written:
            assert writer.commit() == 2
        else:
            with pytest.raises(CswsError, match="written completely: disk"):
                writer.commit()
    assert read(account).revision == (2 if is_written else 1)
