"""Planning one account: what would change in it, and in which steps. Uses only a reader."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from csws.diff import diff
from csws.errors import Bug, ConfigInvalid, CswsError, worst
from csws.kinds import RECORDED, field_of, kind_of
from csws.kinds.addresses import yaml_path
from csws.load.bounds import is_inside
from csws.load.node import place
from csws.model.address import Address
from csws.model.breach import BreachKind
from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.declaration import AccountEntry
from csws.model.diagnostic import Diagnostic, merged
from csws.model.field import Reference, texts_of
from csws.model.fields import Fields
from csws.model.plan import AccountPlan, Base, Failure, Step, Unmanaged, Untouched
from csws.model.rule_input import PlanSubject
from csws.model.score_moves import ScoreMoves
from csws.model.settings import Objects, Settings
from csws.model.target import AccountRef, State, Target, shown_target
from csws.model.target_traits import DEFAULT_STORE, file_of, traits_of
from csws.planner.visibility import team_moves, visibility
from csws.rules import plan_findings
from csws.state.references import in_force, named_changes, named_steps
from csws.state.snapshot import fingerprint
from csws.targets import target_for
from csws.verifier import verify
from csws.workflow.account.changed_scores import changed_scores, notes_on_records
from csws.workflow.account.check import CheckedAccount
from csws.workflow.account.declared_properties import property_notes, with_properties
from csws.workflow.account.desired import Desired, desired_settings, drift_of
from csws.workflow.account.finding import diagnostic
from csws.workflow.account.options import PlanOptions
from csws.workflow.account.running import held_run
from csws.workflow.account.standing import beside_its_run


def plan_account(root: Path, account: CheckedAccount, options: PlanOptions) -> AccountPlan:
    """The plan of one account; why there is none where it is invalid or its target fails."""
    if account.catalog is None or not account.is_valid:
        code = _exit_code(account.diagnostics) or ConfigInvalid.exit_code
        return replace(_blank(account, None, account.diagnostics), exit_code=code)
    blank = _blank(account, account.catalog.account_id, account.diagnostics)
    try:
        target, reference = reached(root, account.loaded.entry, account.catalog)
        with target.reader(reference) as reader:
            state, held = reader.read(), held_run(target, reference, reader, account.catalog)
        notes, state = _completed(account, account.catalog, state)
        wanted = desired_settings(account.loaded.declared, state.settings, account.catalog)
        options = _with_removed(options, account)
        sides = (state.settings, wanted)
        moves = changed_scores(root, account, account.catalog, sides, options)
        noted = replace(blank, notes=(*notes, *notes_on_records(sides, options)))
        plan = planned_to(noted, account, account.catalog, state, wanted, options, moves)
        return beside_its_run(plan, held, account, state, new_account=options.new_account)
    except CswsError as error:
        return replace(blank, exit_code=error.exit_code, error=Failure.of(error))


def plan_of_state(account: CheckedAccount, catalog: Catalog, state: State) -> AccountPlan:
    """The plan of an account that is in this state; it knows nothing of runs. Raises ConfigInvalid
    if an ignored field breaks a law."""
    notes, state = _completed(account, catalog, state)
    wanted = desired_settings(account.loaded.declared, state.settings, catalog)
    noted = replace(_blank(account, catalog.account_id), notes=notes)
    return planned_to(noted, account, catalog, state, wanted, _with_removed(PlanOptions(), account))


def _blank(account: CheckedAccount, identity: str | None, found: tuple[Diagnostic, ...] = ()) -> AccountPlan:
    """What is known of a plan before the account is read."""
    entry = account.loaded.entry
    target = shown_target(entry.target)
    return AccountPlan(account=entry.name, account_id=identity, target=target, diagnostics=found)


def _completed(account: CheckedAccount, catalog: Catalog, state: State) -> tuple[tuple[str, ...], State]:
    """The plan's notes, and the state with the declared properties that the account has."""
    declared, traits = account.loaded.declared.settings, traits_of(account.loaded.entry.target)
    notes = (*([_BY_HAND] if traits.by_hand else ()), *property_notes(declared, traits, catalog))
    settings = with_properties(state.settings, declared, traits, catalog)
    return notes, state if settings is state.settings else replace(state, settings=settings)


_BY_HAND = "HubSpot has no API for these settings: `apply` writes a runbook, a person does the steps in HubSpot, and csws records them."


def _with_removed(options: PlanOptions, account: CheckedAccount) -> PlanOptions:
    """The options, which allow the deletes that the project names too."""
    removed = account.loaded.declared.removed
    return replace(options, allow_delete=options.allow_delete | frozenset(removed.values())) if removed else options


def reached(root: Path, entry: AccountEntry, catalog: Catalog) -> tuple[Target, AccountRef]:
    """The target of an account, and where the account is there. Raises ConfigInvalid where that leads out of the
    project: nothing there is csws's to touch."""
    for address in (entry.target, entry.store or ""):
        file = file_of(address)
        if file is not None and not is_inside(root, file):
            raise ConfigInvalid(
                f"`{address}` leads out of the project's folder.",
                hint="Use a file beside or below csws.yaml.",
                code="CSW005",
            )
    if not traits_of(entry.target).has_settings:
        raise ConfigInvalid(
            f"`{shown_target(entry.target)}` cannot be a `target:`: no settings are kept there.",
            hint="A record belongs under `store:`; `target: hubspot:PORTAL_ID` names its account.",
        )
    reference = AccountRef(
        id=catalog.account_id,
        name=entry.name,
        target=entry.target,
        root=os.fspath(root),
        store=entry.store or DEFAULT_STORE,
    )
    return target_for(reference.scheme), reference


def planned_to(
    blank: AccountPlan,
    account: CheckedAccount,
    catalog: Catalog,
    state: State,
    wanted: Desired,
    options: PlanOptions,
    moves: tuple[ScoreMoves, ...] = (),
) -> AccountPlan:
    """The plan from an account as it is to wanted settings, with everything that a reviewer has to know."""
    current, desired = state.settings, wanted.settings
    changes = diff(current, desired, moved=wanted.moved, applied=state.applied)
    found = _judged(account, catalog, current, wanted, options, moves)
    errors = [item for item in found if item.is_error]
    steps = _steps(state, wanted, changes, catalog, options, errors, account.loaded.entry.subscription)
    drift = drift_of(account.loaded.declared, state)
    before = state.applied.objects if state.applied else current.objects
    return replace(
        blank,
        exit_code=_exit_code(errors),
        base=Base(revision=state.revision, fingerprint=fingerprint(current)),
        applyable=not errors,
        changes=_sourced(named_changes(changes, current.objects, desired.objects, catalog), account),
        steps=steps,
        visibility=visibility(current, desired, wanted.moved, catalog) if changes else (),
        team_moves=team_moves(current, desired, wanted.moved, catalog) if changes else (),
        untouched=_untouched(desired, changes),
        made_by=state.made_by,
        drift=named_changes(drift, before, current.objects, catalog),
        unmanaged=tuple(_unmanaged(current, catalog)),
        diagnostics=merged([*blank.diagnostics, *found]),
        team_names=_team_names(steps, catalog),
        pipeline_names=_pipeline_names(steps, current.objects, catalog),
        score_moves=moves,
    )


def _judged(
    account: CheckedAccount,
    catalog: Catalog,
    current: Settings,
    wanted: Desired,
    options: PlanOptions,
    moves: tuple[ScoreMoves, ...],
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
        max_moved=options.max_moved,
        score_moves=moves,
    )
    return [diagnostic(rule, finding, account.loaded) for rule, finding in plan_findings(subject)]


def _steps(
    state: State,
    wanted: Desired,
    changes: tuple[Change, ...],
    catalog: Catalog,
    options: PlanOptions,
    errors: list[Diagnostic],
    subscription: str,
) -> tuple[Step, ...]:
    """The steps by name; none where what is wanted is invalid here, because then no order of steps is lawful."""
    if any(item.forbids(BreachKind.INVALID) for item in errors):
        return ()
    steps: tuple[Step, ...] = ()
    if changes:
        from csws.planner.planning import planned_steps  # where nothing changes, nothing has to be ordered

        steps = planned_steps(
            state.settings,
            wanted.settings,
            changes,
            moved=wanted.moved,
            catalog=catalog,
            serial=state.revision + 1,
            allowed_deletes=options.allow_delete,
            subscription=subscription,
        )
    wrong = verify(steps, state.settings, wanted.settings)
    if wrong:
        raise Bug(
            f"The plan failed verification: {' '.join(wrong)}",
            hint="This is a bug in csws: nothing was changed. Please report it.",
            code="unverified",
        )
    return named_steps(steps, state.settings.objects, catalog)


def _untouched(desired: Settings, changes: tuple[Change, ...]) -> tuple[Untouched, ...]:
    touched = {change.address for change in changes}
    return tuple(
        Untouched(address=kind.address(item), name=kind.called(item))
        for kind in RECORDED
        for item in kind.all(desired)
        if item.key is not None and kind.address(item) not in touched
    )


def _unmanaged(settings: Settings, catalog: Catalog) -> Iterator[Unmanaged]:
    found = ((kind, thing) for kind in RECORDED for thing in kind.all(settings) if thing.key is None)
    for kind, thing in found:
        teams = tuple(map(catalog.teams.shown, texts_of(kind.flat(thing).get("teams"))))
        yield Unmanaged(id=thing.id or "", name=kind.called(thing), teams=teams, kind=kind.name)


def _exit_code(found: Iterable[Diagnostic]) -> int:
    """What the worst error means; a guard's refusal is shown and leaves the exit code alone."""
    return worst([item.breach.failure.exit_code for item in found if item.is_error and not item.guard])


def _sourced(changes: tuple[Change, ...], account: CheckedAccount) -> tuple[Change, ...]:
    tree = account.loaded.tree

    def one(change: Change) -> Change:
        path = yaml_path(change.address)
        return replace(change, source=place(tree, path, key=True)) if tree.at(path) else change

    return tuple(one(change) for change in changes)


def _team_names(steps: tuple[Step, ...], catalog: Catalog) -> dict[str, str]:
    shown = {name for step in steps for values in (step.was, step.sets) for name in _named_teams(step.address, values)}
    return {name: identity for name in shown if (identity := catalog.teams.id_of(name)) is not None}


def _named_teams(address: Address, values: Fields) -> Iterator[str]:
    for path, value in values.items():
        field = field_of(address, path)
        if field is not None and field.refers_to is Reference.TEAM and value:
            yield from texts_of(value)


def _pipeline_names(steps: tuple[Step, ...], objects: Objects, catalog: Catalog) -> dict[str, dict[str, str]]:
    """Shown label → id, by object."""
    out: dict[str, dict[str, str]] = {}
    for name, label in _named_pipelines(steps, objects):
        ids, identity = out.setdefault(name, {}), catalog.pipelines(name).id_of(label)
        if identity is not None:
            ids[label] = identity
    return out


def _named_pipelines(steps: tuple[Step, ...], objects: Objects) -> Iterator[tuple[str, str]]:
    """The object and the shown label of every pipeline in the steps; the objects in force are followed through them."""
    for step, in_use in in_force(steps, objects):
        kind = kind_of(step.address)
        for path, value in (*step.was.items(), *step.sets.items()):
            field = kind.field_at(path)
            if field is not None and field.refers_to is Reference.PIPELINE and value:
                yield from ((kind.object_behind(path, in_use) or "", label) for label in texts_of(value))
