"""Planning: what would change in each account, and in which steps. Holds readers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from csws.diff import diff
from csws.errors import ConfigInvalid, CswsError
from csws.load.node import place
from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.clearing import cleared_paths
from csws.model.declaration import Account, Declaration
from csws.model.diagnostic import Diagnostic, merged
from csws.model.fields import object_in
from csws.model.ignoring import bound, left_as_found, moved_keys
from csws.model.laws import breaches
from csws.model.plan import AccountPlan, Base, Failure, Plan, Step, Unmanaged, Untouched
from csws.model.references import named_changes, named_steps, resolved
from csws.model.settings import Settings, Workspace
from csws.model.snapshot import fingerprint
from csws.model.subject import PlanSubject
from csws.model.target import AccountRef, State
from csws.planner import planned_steps, team_moves, visibility
from csws.rules import plan_findings
from csws.targets import target_for
from csws.verifier import verify
from csws.workflow.check import Checked, CheckedAccount, check_project, diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What the person who plans says beside the project: who they are, which deletes, how many may lose sight."""

    operator: str | None = None
    allow_delete: frozenset[str] = frozenset()
    max_lost: float | None = None


def plan_project(root: Path, patterns: list[str] | None, options: PlanOptions, now: datetime) -> Plan:
    """The plan of every account asked for; one that is invalid or fails never stops the rest."""
    return plan_checked(check_project(root, patterns, now), options)


def plan_checked(checked: Checked, options: PlanOptions) -> Plan:
    accounts = tuple(plan_account(checked, account, options) for account in checked.accounts)
    found = merged([*checked.diagnostics, *(item for account in accounts for item in account.diagnostics)])
    return Plan(accounts=accounts, diagnostics=found)


def plan_account(checked: Checked, account: CheckedAccount, options: PlanOptions) -> AccountPlan:
    entry = account.loaded.entry
    blank = AccountPlan(account=entry.name, target=shown_target(entry.target), diagnostics=account.diagnostics)
    if account.catalog is None or not account.is_valid:
        wrong = any(found.code == "CSW503" and found.is_error for found in account.diagnostics)
        return replace(blank, exit_code=7 if wrong else 3)
    blank = replace(blank, account_id=account.catalog.account_id)
    try:
        reference = account_ref(checked.root, entry, account.catalog)
        with target_for(reference.scheme).reader(reference) as reader:
            state = reader.read()
        return _planned(blank, account, account.catalog, state, options)
    except CswsError as error:
        return replace(blank, exit_code=error.exit_code, error=Failure.of(error))


def account_ref(root: Path, entry: Account, catalog: Catalog) -> AccountRef:
    store = entry.store or "sqlite:.csws/store.db"
    return AccountRef(id=catalog.account_id, name=entry.name, target=entry.target, root=str(root), store=store)


def shown_target(target: str) -> str:
    """A target without credentials: nothing before the `@` of a URL."""
    scheme, separator, rest = target.partition("://")
    if not separator or "@" not in rest.partition("/")[0]:
        return target
    return f"{scheme}://{rest.partition('@')[2]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an account shall become: settings by id with its unmanaged workspaces, and which keys moved from where."""

    settings: Settings
    moved: Mapping[str, str]


def wanted_settings(declared: Declaration, current: Settings, catalog: Catalog) -> Wanted:
    """The desired settings of an account as it is: ids bound, ignored fields left as found."""
    by_id = resolved(declared.settings, catalog)
    moved = moved_keys(by_id, current, declared.renamed_from)
    whole = bound(by_id, current, moved)
    workspaces = []
    for item in whole.workspaces:
        key = item.key or ""
        found = current.get(moved.get(key, key))
        if item.key is not None and found is not None and key in declared.ignore:
            cleared = cleared_paths(current.objects, whole.objects, found)
            item = left_as_found(item, found, declared.ignore[key], cleared)
        workspaces.append(item)
    _check_laws([item for item in workspaces if item.key is not None], whole)
    return Wanted(settings=whole.with_workspaces(workspaces), moved=moved)


def _check_laws(managed: list[Workspace], whole: Settings) -> None:
    """Raises ConfigInvalid where an ignored field, left as found, breaks a law together with what is declared."""
    for breach in breaches(replace(whole, workspaces=tuple(managed))):
        raise ConfigInvalid(
            f"With the ignored fields left as found a law would be broken: {breach.message}",
            hint="Take the field out of `ignore:`, or change it in the account.",
            code=breach.code,
        )


def _planned(
    blank: AccountPlan, account: CheckedAccount, catalog: Catalog, state: State, options: PlanOptions
) -> AccountPlan:
    declared = account.loaded.declared
    wanted = wanted_settings(declared, state.settings, catalog)
    options = replace(options, allow_delete=options.allow_delete | frozenset(declared.removed))
    return planned_to(blank, account, catalog, state, wanted, options)


def planned_to(
    blank: AccountPlan, account: CheckedAccount, catalog: Catalog, state: State, wanted: Wanted, options: PlanOptions
) -> AccountPlan:
    """The plan from an account as it is to wanted settings, with everything that a reviewer has to know."""
    current, desired = state.settings, wanted.settings
    changes = diff(current, desired, moved=wanted.moved, applied=state.applied)
    found = _judged(account, catalog, current, wanted, options)
    errors = [item for item in found if item.is_error]
    steps = _steps(state, wanted, changes, catalog, options, errors)
    drift = drift_of(account.loaded.declared, state)
    before = state.applied.objects if state.applied else current.objects
    return replace(
        blank,
        exit_code=_exit_code(errors),
        base=Base(revision=state.revision, fingerprint=fingerprint(current)),
        applyable=not errors,
        changes=_sourced(named_changes(changes, current.objects, desired.objects, catalog), account),
        steps=steps,
        visibility=visibility(current, desired, wanted.moved, catalog),
        team_moves=team_moves(current, desired, wanted.moved, catalog),
        untouched=_untouched(desired, changes),
        drift=named_changes(drift, before, current.objects, catalog),
        unmanaged=tuple(_unmanaged(item, catalog) for item in current.unmanaged),
        diagnostics=merged([*blank.diagnostics, *found]),
        team_names=_team_names(steps, catalog),
        pipeline_names=_pipeline_names(steps, current.objects.services, catalog),
    )


def _judged(
    account: CheckedAccount, catalog: Catalog, current: Settings, wanted: Wanted, options: PlanOptions
) -> list[Diagnostic]:
    subject = PlanSubject(
        account=account.loaded.entry,
        catalog=catalog,
        current=current,
        desired=wanted.settings,
        moved=wanted.moved,
        operator=options.operator or account.loaded.entry.operator,
        allowed_deletes=options.allow_delete,
        max_lost=options.max_lost,
    )
    return [diagnostic(rule, finding, account.loaded) for rule, finding in plan_findings(subject)]


def _steps(
    state: State,
    wanted: Wanted,
    changes: tuple[Change, ...],
    catalog: Catalog,
    options: PlanOptions,
    errors: list[Diagnostic],
) -> tuple[Step, ...]:
    """The steps by name; none where something unmanaged is in the way, because then no order is lawful."""
    if any(item.code == "CSW603" for item in errors):
        return ()
    steps = planned_steps(
        state.settings,
        wanted.settings,
        changes,
        moved=wanted.moved,
        catalog=catalog,
        serial=state.revision + 1,
        allowed_deletes=options.allow_delete,
    )
    wrong = verify(steps, state.settings, wanted.settings)
    if wrong:
        raise CswsError(
            f"The plan does not stand up to the verifier: {' '.join(wrong)}",
            hint="This is a bug in csws: nothing was changed. Please report it.",
            code="unverified",
        )
    return named_steps(steps, state.settings.objects, catalog)


def _untouched(desired: Settings, changes: tuple[Change, ...]) -> tuple[Untouched, ...]:
    touched = {change.address for change in changes}
    return tuple(
        Untouched(address=item.address, name=item.name) for item in desired.managed if item.address not in touched
    )


def _unmanaged(item: Workspace, catalog: Catalog) -> Unmanaged:
    return Unmanaged(id=item.id or "", name=item.name, teams=tuple(map(catalog.teams.shown, item.teams)))


def _exit_code(errors: list[Diagnostic]) -> int:
    """Not permitted is 7, something in the way is 3; a guard's refusal is shown and leaves the exit code alone."""
    codes = {item.code for item in errors}
    if codes & {"CSW501", "CSW502", "CSW503"}:
        return 7
    return 3 if "CSW603" in codes else 0


def drift_of(declared: Declaration, state: State) -> tuple[Change, ...]:
    """What in the account differs from what csws applied last; ignored fields never count."""
    if state.applied is None:
        return ()
    known = []
    for item in state.applied.managed:
        found = state.settings.get(item.key or "")
        known.append(left_as_found(item, found, declared.ignore.get(item.key or "", ())) if found else item)
    before = state.applied.with_workspaces(known)
    return tuple(
        replace(change, reason="The account differs from what was last applied.")
        for change in diff(before, state.settings)
    )


def _sourced(changes: tuple[Change, ...], account: CheckedAccount) -> tuple[Change, ...]:
    tree = account.loaded.tree

    def one(change: Change) -> Change:
        head, _, key = change.address.partition(".")
        path = ("objects",) if head == "objects" else ("workspaces", key)
        return replace(change, source=place(tree, path, key=True)) if tree.at(path) else change

    return tuple(one(change) for change in changes)


def _team_names(steps: tuple[Step, ...], catalog: Catalog) -> dict[str, str]:
    shown = {name for step in steps for values in (step.was, step.sets) for name in values.get("teams", ()) or ()}  # type: ignore[union-attr]
    return {name: identity for name in shown if (identity := catalog.teams.id_of(name)) is not None}


def _pipeline_names(steps: tuple[Step, ...], services: str | None, catalog: Catalog) -> dict[str, dict[str, str]]:
    """Shown label → id, by object; the services object in force is followed through the steps."""
    out: dict[str, dict[str, str]] = {}
    for step in steps:
        if step.address == "objects":
            services = str(step.sets["services"]) if step.sets.get("services") else services
        for path, value in [*step.was.items(), *step.sets.items()]:
            if path.endswith((".pipelines", ".default_pipeline")) and value:
                name = object_in(path) or services or ""
                labels = value if isinstance(value, tuple) else (str(value),)
                ids = {
                    label: identity
                    for label in labels
                    if (identity := catalog.pipelines(name).id_of(label)) is not None
                }
                out.setdefault(name, {}).update(ids)
    return out
