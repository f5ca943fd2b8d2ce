"""Whether a record holds only what this csws knows, checked before anything else of it is read or written."""

from __future__ import annotations

from csws.model.target import AccountRef
from csws.model.unknown import Unknown
from csws.targets.ledger import events
from csws.targets.ledger.journal import STATES
from csws.targets.ledger.schema import HAS_EVENTS, VERSION
from csws.targets.ledger.tables import KINDS, Connection, newer_record


def check_known(connection: Connection, account: AccountRef, version: int = VERSION) -> bool:
    """Raises NewerStore for a kind of revision or event, a state of a step, or an unfinished run of which only a newer csws
    knows. `version` is that of the store's schema. Returns whether there is an unfinished run."""
    query = _WITH_EVENTS if version >= HAS_EVENTS else _QUERY
    run = None
    for what, value in connection.execute(query, (account.id,) * query.count("?")).fetchall():
        if what != _RUN:
            raise newer_record(account, f"it has {what} `{value}`")
        run = value
    if run is None:
        return False
    from csws.documents.run_document import check_run  # few accounts have an unfinished run

    try:
        check_run(run)
    except Unknown as error:
        raise newer_record(account, str(error)) from error
    return True


def _unknown(what: str, table: str, column: str, known: tuple[str, ...]) -> str:
    values = ", ".join(f"'{value}'" for value in known)
    return f"UNION ALL SELECT '{what}', {column} FROM {table} WHERE account_id = ? AND {column} NOT IN ({values})"


_RUN = "run"
# One question, because every command asks it and a database may be far away.
_QUERY = "\n".join(
    (
        f"SELECT '{_RUN}', plan FROM run WHERE account_id = ?",
        _unknown("a revision of the kind", "revision", "kind", KINDS),
        _unknown("a step in the state", "journal", "state", STATES),
    )
)
_WITH_EVENTS = "\n".join((_QUERY, _unknown("an event of the kind", "event", "kind", events.KINDS)))
