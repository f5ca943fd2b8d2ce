"""Rolling back: a plan like any other, from the account as it is to the managed settings of an earlier revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from csws.errors import ConfigInvalid, CswsError
from csws.kinds import RECORDED, kind_of
from csws.model.catalog import Catalog
from csws.model.change import Action, Change
from csws.model.declaration import Declaration
from csws.model.diagnostic import Severity
from csws.model.field import is_unset
from csws.model.law import Breach
from csws.model.plan import AccountPlan, Failure
from csws.model.rule_input import Subject
from csws.model.run import Plan
from csws.model.settings import Settings
from csws.model.target import shown_target
from csws.rules import config_findings
from csws.state.references import named
from csws.state.way_back import way_back
from csws.workflow.account.changed_scores import changed_scores
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.desired import Desired, managed
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.plan import planned_to, reached
from csws.workflow.account.running import held_run
from csws.workflow.account.standing import beside_its_run
from csws.workflow.run.fleet import Fleet, each
from csws.workflow.run.per_account import usable_catalog
from csws.workflow.run.plan_run import IN_ONE, Collecting, Planned, check_one_account, lost_plan


def rollback_plan(
    root: Path, patterns: list[str] | None, number: int, options: PlanOptions, now: datetime, fleet: Fleet = IN_ONE
) -> Plan:
    """The plan of every account asked for back to its revision `number`. The YAML stays as it is."""
    opened = open_checked(root, patterns, now)
    check_one_account(opened, options)
    fleet.check_reaches(opened.accounts, opened.names)
    items = ((name, None) for name in opened.names)
    found = each(opened.carried, items, len(opened.names), partial(_account, number, options), fleet, lost_plan)
    plans = Collecting(() if opened.names else opened.told())
    for planned in found:
        plans.add(planned)
    return plans.plan()


def _account(number: int, options: PlanOptions, opened: Opened, name: str, extra: Any) -> Planned:
    account = check_account(opened, name)
    blank = AccountPlan(account=name, target=shown_target(account.loaded.entry.target))
    try:
        return Planned.of(_back_to(number, options, opened.root, account, blank))
    except CswsError as error:
        return Planned.of(replace(blank, exit_code=error.exit_code, error=Failure.of(error)))


def _back_to(number: int, options: PlanOptions, root: Path, account: CheckedAccount, blank: AccountPlan) -> AccountPlan:
    catalog = usable_catalog(account)
    target, reference = reached(root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        state, then = reader.read(), reader.settings_at(number)
        held = held_run(target, reference, reader, catalog)
    if then is None:
        raise CswsError(
            f"`{account.name}` has no revision {number}.", hint="Run `csws history` to list them.", code="no_revision"
        )
    settings, moved = way_back(then, state.settings)
    _check_laws(settings, number, account, catalog)
    wanted = Desired(settings=settings, moved=moved)
    moves = changed_scores(root, account, catalog, (state.settings, wanted), options)
    blank = replace(blank, account_id=catalog.account_id)
    plan = planned_to(blank, account, catalog, state, wanted, options, moves)
    plan = replace(plan, changes=tuple(_back(change, number) for change in plan.changes))
    return beside_its_run(plan, held, account, state, new_account=options.new_account)


_REASONS = {
    Action.CREATE: "It existed in revision {0} and was deleted. A delete cannot be undone, so it comes back as a new {1} with a new id.",
    Action.UPDATE: "It was different in revision {0}.",
    Action.DELETE: "It did not exist in revision {0}. If you want it back later, csws creates a new {1}.",
    Action.MOVE: "It had this key in revision {0}.",
}


def _back(change: Change, number: int) -> Change:
    """Why a change is made on the way back, and which part of it is not the old thing again."""
    return replace(change, reason=_REASONS[change.action].format(number, kind_of(change.address).noun))


def _check_laws(wanted: Settings, number: int, account: CheckedAccount, catalog: Catalog) -> None:
    """Raises ConfigInvalid where the settings of then break a law, or lack what one asks for: they
    may have been observed, or recorded while a run was half done."""
    blocks = {item.key or "": tuple(block.object for block in item.revenue.blocks) for item in wanted.managed}
    subject = Subject(
        account=account.loaded.entry,
        declared=Declaration(settings=named(managed(wanted), catalog), block_names=blocks),
        catalog=catalog,
        now=datetime.now(UTC),
    )
    found = [*_lacking(managed(wanted)), *_broken(subject)]
    if found:
        codes = ", ".join(dict.fromkeys(breach.code for breach in found))
        messages = " ".join(breach.message for breach in found)
        raise ConfigInvalid(
            f"Revision {number} of `{account.name}` breaks {codes}, so csws cannot return to it. {messages}",
            hint="Choose another revision; `csws history` lists them.",
            code=found[0].code,
        )


def _lacking(wanted: Settings) -> Iterator[Breach]:
    """What the schema requires of the files."""
    if wanted.objects.customers is None:
        yield Breach("CSW103", "It has no customers object.")
    for kind in RECORDED:
        for thing in kind.all(wanted):
            for path in map(".".join, kind.required):
                if is_unset(kind.flat(thing).get(path)):
                    yield Breach("CSW103", f"The {kind.noun} `{thing.key}` has no {path}.")


def _broken(subject: Subject) -> Iterator[Breach]:
    sections = {"objects", *(kind.section for kind in RECORDED)}
    for rule, finding in config_findings(subject):
        is_error = (finding.severity or rule.severity) is Severity.ERROR
        if is_error and finding.path[0] in sections:
            yield Breach(rule.code, finding.message)
