"""Whether a record holds only what this csws knows, checked before anything else of it is read or written."""

from __future__ import annotations

from csws.documents.run_document import check_run
from csws.model.target import AccountRef
from csws.model.unknown import Unknown
from csws.targets.ledger import events
from csws.targets.ledger.journal import STATES
from csws.targets.ledger.schema import HAS_EVENTS, VERSION
from csws.targets.ledger.tables import KINDS, Connection, newer_record


def check_known(connection: Connection, account: AccountRef, version: int = VERSION) -> bool:
    """Raises NewerStore for a kind of revision or event, a state of a step, or an unfinished run of which only a newer csws
    knows. `version` is that of the store's schema. Returns whether there is an unfinished run."""
    query = _QUERY
    values: tuple[str, ...] = (account.id, *KINDS, account.id, *STATES, account.id)
    if version >= HAS_EVENTS:
        query, values = _QUERY + _EVENTS, (*values, *events.KINDS, account.id)
    run, kind, state, *event = connection.execute(query, values).fetchone()
    if kind is not None:
        raise newer_record(account, f"it has a revision of the kind `{kind}`")
    if state is not None:
        raise newer_record(account, f"it has a step in the state `{state}`")
    if any(event):
        raise newer_record(account, f"it has an event of the kind `{event[0]}`")
    try:
        if run is not None:
            check_run(run)
    except Unknown as error:
        raise newer_record(account, str(error)) from error
    return run is not None


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


# One question, because every command asks it and a database may be far away.
_QUERY = f"""SELECT
  (SELECT plan FROM run WHERE account_id = ?),
  (SELECT min(kind) FROM revision WHERE kind NOT IN ({_marks(KINDS)}) AND account_id = ?),
  (SELECT min(state) FROM journal WHERE state NOT IN ({_marks(STATES)}) AND account_id = ?)"""
_EVENTS = f""",
  (SELECT min(kind) FROM event WHERE kind NOT IN ({_marks(events.KINDS)}) AND account_id = ?)"""
