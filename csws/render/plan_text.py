"""A plan as text for a terminal: changes, steps if their order needs explaining, who gains or loses
access, guards, and a last line.

Accounts with the same plan are shown once. Failures come first, unchanged accounts last.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from csws.kinds import kind_of
from csws.model.address import WORKSPACE, Address
from csws.model.change import Action
from csws.model.grouping import Group, PlanHead, is_exact
from csws.model.plan import AccountPlan, Step
from csws.model.run import Plan
from csws.render.change_text import change_lines, quoted
from csws.render.change_words import FIRES, counted
from csws.render.diagnostics_text import findings_text
from csws.render.names import names_text
from csws.render.run_words import run_lines
from csws.render.style import Style, shown


def render(plan: Plan, style: Style) -> Iterator[str]:
    findings = findings_text(plan.diagnostics, style)
    yield findings
    for number, group in enumerate(plan.groups):
        text = _group_text(group, plan.accounts[group.at], style, alone=len(plan.heads) == 1)
        yield ("\n" if number or findings else "") + text
    if len(plan.heads) > 1:
        yield f"\n{_summary(plan, style)}\n"
        yield f"Digest {plan.digest}\n" if plan.has_changes else ""


def _group_text(group: Group[PlanHead], plan: AccountPlan, style: Style, *, alone: bool) -> str:
    if len(group.heads) == 1:
        title = f"{shown(plan.account)} ({shown(plan.target)})"
    else:
        title = "\n".join(wrap(names_text(group.names), style.width, break_on_hyphens=False, subsequent_indent="  "))
    return "\n".join([style.paint(title, "bold"), *_body(group, plan, style, alone=alone)]) + "\n"


def _summary(plan: Plan, style: Style) -> str:
    """The number of accounts for each result; failures come first."""
    failed = sum(not head.has_base or head.exit_code != 0 for head in plan.heads)
    refused = sum(head.has_base and not head.exit_code and not head.applyable for head in plan.heads)
    changed = sum(head.has_base and not head.exit_code and head.steps > 0 for head in plan.heads)
    told = [style.paint(f"{failed:,} without a plan to apply", "red", "bold")] if failed else []
    told += [style.paint(f"{refused:,} refused by a guard", "red", "bold")] if refused else []
    told += [f"{changed:,} to change"] if changed else []
    left = len(plan.heads) - failed - changed
    told += [f"{left:,} without changes"] if left else []
    return f"{counted(len(plan.heads), 'account')}: {', '.join(told)}."


def _body(group: Group[PlanHead], plan: AccountPlan, style: Style, *, alone: bool) -> Iterator[str]:
    if plan.error is not None:
        example = "for example: " if len(group.heads) > 1 else ""
        yield style.paint(f"  error: {example}{shown(plan.error.message)}", "red")
        if plan.error.hint:
            yield f"  → {shown(plan.error.hint)}"
        return
    if plan.base is None:
        yield style.paint("  No plan was made: the configuration is invalid.", "red")
        return
    for change in plan.changes:
        yield from change_lines(change, style)
    if plan.changes and plan.untouched:
        keys = ", ".join(shown(item.address.key) for item in plan.untouched[:8])
        yield ""
        yield f"    {style.paint(f'Unchanged: {keys}' + (', …' if len(plan.untouched) > 8 else ''), 'dim')}"
    for note in plan.notes:
        yield ""
        yield from wrap(shown(note), style.width - 2, initial_indent="  ", subsequent_indent="  ")
    yield from _run_lines(plan, style)
    yield from _step_lines(plan, style)
    yield from _people_lines(plan) if len(group.heads) == 1 else _all_people_lines(group)
    yield from _unmanaged_lines(plan)
    yield from _closing(group, plan, style, alone=alone)


def _step_lines(plan: AccountPlan, style: Style) -> Iterator[str]:
    """The steps are shown if they say more than the changes: a transient step, cleared choices, more than one step."""
    if len(plan.steps) < 2 and not plan.goes_on and not any(step.clears or step.consequential for step in plan.steps):
        return
    yield ""
    yield f"  In {counted(len(plan.steps), 'step')}:"
    for step in plan.steps:
        lines = wrap(shown(step.summary), style.width - 8, break_long_words=False) or [""]
        yield f"  {step.id:>4}. " + "\n        ".join(lines) + _step_notes(step, style)


def _run_lines(plan: AccountPlan, style: Style) -> Iterator[str]:
    if plan.run is None:
        return
    yield ""
    for line in run_lines(plan.run, plan.account):
        yield from wrap(line, style.width - 2, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
    if plan.goes_on:
        yield style.paint("  This plan is that run's: applying it continues the run.", "cyan")


def _step_notes(step: Step, style: Style) -> str:
    notes = ""
    if step.transient:
        notes += f"\n        {style.paint('transient', 'cyan')}: {shown(step.reason)}"
    if step.consequential:
        notes += f"\n        {style.paint('starts workflows', 'red', 'bold')}: {FIRES}"
    for path in step.clears:
        notes += f"\n        {style.paint('clears', 'yellow')} {shown(path)}"
    return notes


def _people_lines(plan: AccountPlan) -> Iterator[str]:
    if not plan.visibility and not plan.team_moves:
        return
    yield ""
    yield "  Who sees what:"
    for move in plan.team_moves:
        people = "1 person" if move.people == 1 else f"{move.people} people"
        yield f"      team {quoted(move.team)}: {_place(move.before)} → {_place(move.after)} ({people})"
    for item in plan.visibility:
        yield f"      {shown(item.workspace)}: {item.gained} gained, {item.lost} lost"


def _all_people_lines(group: Group[PlanHead]) -> Iterator[str]:
    """Teams have different people in each account, so several accounts show only the totals."""
    gained, lost = sum(head.gained for head in group.heads), sum(head.lost for head in group.heads)
    if gained or lost:
        yield ""
        yield f"  Who sees what, in all {len(group.heads):,} accounts together: {gained:,} gained, {lost:,} lost"


def _place(address: Address | None) -> str:
    return shown(address.key) if address else "the primary workspace"


def _unmanaged_lines(plan: AccountPlan) -> Iterator[str]:
    if not plan.unmanaged:
        return
    yield ""
    yield "  Not managed by csws, never changed:"
    for item in plan.unmanaged:
        noun = "" if item.kind == WORKSPACE else f"{kind_of(Address(item.kind)).noun} "
        yield f"      {noun}{quoted(item.name)} (id:{shown(item.id)})"


def _closing(group: Group[PlanHead], plan: AccountPlan, style: Style, *, alone: bool) -> Iterator[str]:
    several = len(group.heads) > 1
    if not plan.has_changes and not plan.changes:
        words = "The accounts match" if several else "The account matches"
        yield style.paint(f"  No changes. {words} the configuration.", "green")
        return
    counts = {action: plan.count(action) for action in Action}
    moved = f", {counts[Action.MOVE]} to move" if counts[Action.MOVE] else ""
    each = f"The same {counted(len(plan.changes), 'change')} in {len(group.heads):,} accounts" if several else "Plan"
    yield ""
    yield style.paint(
        f"  {each}: {counts[Action.CREATE]} to add, {counts[Action.UPDATE]} to change, {counts[Action.DELETE]} to destroy{moved}.",
        "bold",
    )
    if not is_exact(group):
        yield f"  Workspace names and unchanged settings are shown as in {shown(plan.account)}."
    if not plan.applyable:
        yield style.paint("  This plan cannot be applied: see the errors above.", "red")
    if not several:
        yield f"  {'Digest' if alone else 'Digest of this account'} {plan.digest}"
