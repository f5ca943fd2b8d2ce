"""A plan as text for a terminal: changes, steps where their order needs a word, who sees what, guards, and a closing line."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from csws.model.change import Action
from csws.model.plan import AccountPlan, Step
from csws.model.run import Plan
from csws.render.change_text import change_lines, quoted
from csws.render.diagnostics_text import findings_text
from csws.render.style import Style, shown


def render(plan: Plan, style: Style) -> str:
    findings = findings_text(plan.diagnostics, style)
    accounts = "\n".join(account_text(item, style) for item in plan.accounts)
    digest = f"\nDigest {plan.digest}\n" if len(plan.accounts) > 1 and plan.has_changes else ""
    gap = "\n" if findings and accounts else ""
    return f"{findings}{gap}{accounts}{digest}"


def account_text(plan: AccountPlan, style: Style) -> str:
    head = style.paint(f"{shown(plan.account)} ({shown(plan.target)})", "bold")
    return "\n".join([head, *_body(plan, style)]) + "\n"


def _body(plan: AccountPlan, style: Style) -> Iterator[str]:
    if plan.error is not None:
        yield style.paint(f"  error: {shown(plan.error.message)}", "red")
        if plan.error.hint:
            yield f"  → {shown(plan.error.hint)}"
        return
    if plan.base is None:
        yield style.paint("  No plan was made: the configuration is invalid.", "red")
        return
    for change in plan.changes:
        yield from change_lines(change, style)
    if plan.changes and plan.untouched:
        keys = ", ".join(shown(item.address.removeprefix("workspace.")) for item in plan.untouched[:8])
        yield ""
        yield f"    {style.paint(f'Unchanged: {keys}' + (', …' if len(plan.untouched) > 8 else ''), 'dim')}"
    for note in plan.notes:
        yield ""
        yield from wrap(shown(note), style.width - 2, initial_indent="  ", subsequent_indent="  ")
    yield from _step_lines(plan, style)
    yield from _people_lines(plan)
    yield from _unmanaged_lines(plan)
    yield from _closing(plan, style)


def _step_lines(plan: AccountPlan, style: Style) -> Iterator[str]:
    """The steps are told where they say more than the changes: a transient step, cleared choices, more than one step."""
    if len(plan.steps) < 2 and not any(step.clears for step in plan.steps):
        return
    yield ""
    yield f"  In {len(plan.steps)} step{'' if len(plan.steps) == 1 else 's'}:"
    for step in plan.steps:
        lines = wrap(shown(step.summary), style.width - 8, break_long_words=False) or [""]
        yield f"  {step.id:>4}. " + "\n        ".join(lines) + _step_notes(step, style)


def _step_notes(step: Step, style: Style) -> str:
    notes = ""
    if step.transient:
        notes += f"\n        {style.paint('transient', 'cyan')}: {shown(step.reason)}"
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


def _place(address: str | None) -> str:
    return shown(address.removeprefix("workspace.")) if address else "the primary workspace"


def _unmanaged_lines(plan: AccountPlan) -> Iterator[str]:
    if not plan.unmanaged:
        return
    yield ""
    yield "  Not managed by csws, and left alone:"
    for item in plan.unmanaged:
        yield f"      {quoted(item.name)} (id:{shown(item.id)})"


def _closing(plan: AccountPlan, style: Style) -> Iterator[str]:
    if not plan.has_changes and not plan.changes:
        yield style.paint("  No changes. The account is as the configuration says.", "green")
        return
    counts = {action: plan.count(action) for action in Action}
    moved = f", {counts[Action.MOVE]} to move" if counts[Action.MOVE] else ""
    yield ""
    yield style.paint(
        f"  Plan: {counts[Action.CREATE]} to add, {counts[Action.UPDATE]} to change, {counts[Action.DELETE]} to destroy{moved}.",
        "bold",
    )
    if not plan.applyable:
        yield style.paint("  This plan cannot be applied: see the errors above.", "red")
    yield f"  Digest {plan.digest}"
