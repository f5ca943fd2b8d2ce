"""What a draft would change in an account. By itself it reads only records that are files of the project; an account
elsewhere is read once, when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from csws.editing.project import Checkup
from csws.errors import CswsError
from csws.kinds import kind_of
from csws.load.bounds import is_inside
from csws.model.address import Address
from csws.model.declaration import AccountEntry
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.model.target import State
from csws.model.target_traits import file_of, record_of, traits_of
from csws.render.plan_text import render
from csws.render.style import Style
from csws.workflow.account.check import CheckedAccount
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import plan_account, plan_of_state, reached
from csws.workflow.run.plan_run import Collecting, Planned


@frozen
class Effect:
    """What a plan does to one workspace or score: how many fields or items change, and how many people lose sight of
    it."""

    section: str
    key: str
    changes: int
    lost: int


def is_local(root: FilePath, entry: AccountEntry) -> bool:
    """Whether an account's settings and record are files of the project, so that reading them reaches nothing else."""
    file = file_of(record_of(entry.target, entry.store))
    return file is not None and is_inside(root, file) and traits_of(entry.target).has_settings


def read_state(root: FilePath, account: CheckedAccount) -> State | None:
    """The account as it is now, wherever it is kept. None where its files are not valid. Raises CswsError where it
    cannot be read."""
    if account.catalog is None:
        return None
    target, reference = reached(root, account.loaded.entry, account.catalog)
    with target.reader(reference) as reader:
        return reader.read()


def draft_plan(state: Checkup, account: CheckedAccount, known: State | None) -> AccountPlan | None:
    """The plan of the settings as they are typed. `known` is the state of an account that csws does not read by itself;
    None where nothing is known of it, or the settings are invalid."""
    if not account.is_valid or account.catalog is None:
        return None
    if is_local(state.texts.root, account.loaded.entry):
        plan = plan_account(state.texts.root, account, PlanOptions(records=()))
        return None if plan.error else plan
    try:
        return plan_of_state(account, account.catalog, known) if known is not None else None
    except CswsError:
        return None


def effects(plan: AccountPlan) -> Iterator[Effect]:
    """What the plan does, block by block."""
    lost = {Address.workspace(item.workspace): item.lost for item in plan.visibility}
    for change in plan.changes:
        section, address = kind_of(change.address).section, change.address
        yield Effect(section=section, key=address.key, changes=len(change.fields) or 1, lost=lost.get(address, 0))


def plan_text(plans: list[AccountPlan]) -> str:
    """The plans as `csws plan` shows them."""
    collecting = Collecting()
    for plan in plans:
        collecting.add(Planned.of(plan))
    return "".join(render(collecting.plan(), Style(width=100)))
