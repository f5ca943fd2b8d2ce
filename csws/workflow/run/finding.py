"""Finding a run by its id among the accounts of a project: an unfinished one, or one that has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from csws.errors import CswsError
from csws.model.frozen import frozen
from csws.model.runs import DoneStep, RunEnd
from csws.model.target import AccountRef, Target, shown_target
from csws.render.names import some_names
from csws.workflow.account.check import CheckedAccount, Opened, check_account
from csws.workflow.account.plan import reached
from csws.workflow.account.running import Held, held_run, waiting
from csws.workflow.run.per_account import usable_catalog


@frozen
class Found:
    """A run and its account. `held` is None if it has ended; then `how` says how it ended, and `done` has its
    recorded steps."""

    id: str
    account: CheckedAccount
    reference: AccountRef
    target: Target
    held: Held | None = None
    digest: str | None = None
    how: str | None = None
    done: Mapping[int, DoneStep] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def shown_target(self) -> str:
        return shown_target(self.account.loaded.entry.target)


def find_run(opened: Opened, run: str) -> Found:
    """Raises CswsError where no account that is asked for has had a run of this id. A prefix of an id is not
    enough."""
    failure: CswsError | None = None
    for name in opened.names:
        try:
            found = _in_account(opened, check_account(opened, name), run)
        except CswsError as error:
            failure = error
            continue
        if found is not None:
            return found
    raise failure or _no_run(opened, run)


def _no_run(opened: Opened, run: str) -> CswsError:
    narrowed = len(opened.names) < len(opened.project.names)
    where = f" in the accounts that --account names ({some_names(opened.names)})" if narrowed else ""
    search = " Leave out --account to search every account." if narrowed else ""
    hint = f"`csws runs` lists unfinished runs, `csws history` all of them.{search}"
    return CswsError(f"There is no run `{run}`{where}.", hint=hint, code="no_run")


def waiting_runs(opened: Opened) -> tuple[dict[str, str], CswsError | None]:
    """The id of each run that waits for a person, by account; and why an account cannot be read, where one cannot."""
    out: dict[str, str] = {}
    failure: CswsError | None = None
    for name in opened.names:
        try:
            held = waiting(run_of(opened.root, check_account(opened, name))[2])
        except CswsError as error:
            failure = error
            continue
        if held is not None and held.run.waits:
            out[name] = held.run.id
    return out, failure


def run_of(root: Path, account: CheckedAccount) -> tuple[Target, AccountRef, Held | None]:
    """The account's target, its place there, and its unfinished run compared with it."""
    catalog = usable_catalog(account)
    target, reference = reached(root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        return target, reference, held_run(target, reference, reader, catalog)


def _in_account(opened: Opened, account: CheckedAccount, run: str) -> Found | None:
    target, reference, held = run_of(opened.root, account)
    if held is not None and held.run.id == run:
        found = Found(id=run, account=account, reference=reference, target=target, held=held, digest=held.run.digest)
        over = replace(found, held=None, how=RunEnd.NOTHING_LEFT.value, done=held.before)
        return over if held.is_over else found
    with target.reader(reference) as reader:
        told = [item for item in reader.events() if item.data.get("run") == run]
        done = reader.done_in(run)
    if not told and not done:
        return None
    digest = next((str(item.data["digest"]) for item in told if item.kind == "begun"), None)
    how = next((str(item.data["how"]) for item in told if item.kind in ("ended", "given_up")), None)
    return Found(id=run, account=account, reference=reference, target=target, digest=digest, how=how, done=done)
