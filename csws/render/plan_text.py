"""A plan as text for a terminal: changes, steps where their order needs a word, who sees what, guards, and a closing line."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.change import Action, Change, FieldChange, Origin
from csws.model.fields import Value
from csws.model.plan import AccountPlan, Plan, Step
from csws.render.diagnostics_text import findings_text
from csws.render.style import Style, shown

_SYMBOLS = {
    Action.CREATE: ("+", "green"),
    Action.UPDATE: ("~", "yellow"),
    Action.DELETE: ("-", "red"),
    Action.MOVE: ("→", "cyan"),
}
_WORDS = {
    Action.CREATE: "will be created",
    Action.UPDATE: "will be updated",
    Action.DELETE: "will be deleted: this cannot be undone",
    Action.MOVE: "will be moved",
}
_PAST = {
    Action.CREATE: "has come",
    Action.UPDATE: "has changed",
    Action.DELETE: "is gone",
    Action.MOVE: "has moved",
}


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
    yield from _step_lines(plan, style)
    yield from _people_lines(plan)
    yield from _unmanaged_lines(plan)
    yield from _closing(plan, style)


def change_lines(change: Change, style: Style, *, past: bool = False) -> Iterator[str]:
    """A change with its fields; `past` says what was done by somebody, not what will be."""
    symbol, look = _SYMBOLS[change.action]
    words = _PAST if past else _WORDS
    from_drift = " (the account was changed by somebody else)" if change.origin is Origin.DRIFT else ""
    yield ""
    yield f"  {style.paint(symbol, look, 'bold')} {style.paint(shown(change.address), 'bold')} {words[change.action]}{from_drift}"
    if change.action is not Action.UPDATE and not past:
        yield f"      {style.paint(shown(change.reason), 'dim')}"
    width = max((len(item.path) for item in change.fields), default=0)
    for item in change.fields:
        yield f"      {shown(item.path):<{width}}  {_difference(change.action, item)}"


def _difference(action: Action, item: FieldChange) -> str:
    if action is Action.CREATE:
        return _value(item.after)
    if action is Action.DELETE:
        return _value(item.before)
    if isinstance(item.before, tuple) and isinstance(item.after, tuple):
        return _members(item.before, item.after)
    return f"{_value(item.before)} → {_value(item.after)}"


def _members(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    added = [f"+ {_quoted(item)}" for item in after if item not in before]
    gone = [f"- {_quoted(item)}" for item in before if item not in after]
    return ", ".join([*added, *gone])


def _value(value: Value) -> str:
    if value is None:
        return "(unset)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_quoted, value)) + "]"
    return _quoted(value)


def _quoted(text: str) -> str:
    return '"' + shown(text).replace('"', '\\"') + '"'


def _step_lines(plan: AccountPlan, style: Style) -> Iterator[str]:
    """The steps are told where they say more than the changes: a transient step, cleared choices, more than one step."""
    if len(plan.steps) < 2 and not any(step.clears for step in plan.steps):
        return
    yield ""
    yield f"  In {len(plan.steps)} step{'' if len(plan.steps) == 1 else 's'}:"
    for step in plan.steps:
        yield f"  {step.id:>4}. {shown(step.summary)}{_step_notes(step, style)}"


def _step_notes(step: Step, style: Style) -> str:
    notes = ""
    if step.transient:
        notes += f"\n        {style.paint('transient', 'cyan')}: {shown(step.reason)}"
    for path in step.clears:
        notes += f"\n        {style.paint('clears', 'yellow')} {shown(path)}"
    return notes


def _people_lines(plan: AccountPlan) -> Iterator[str]:
    if not plan.visibility:
        return
    yield ""
    yield "  Who sees what:"
    for item in plan.visibility:
        yield f"      {shown(item.workspace)}: {item.gained} gained, {item.lost} lost"


def _unmanaged_lines(plan: AccountPlan) -> Iterator[str]:
    if not plan.unmanaged:
        return
    yield ""
    yield "  Not managed by csws, and left alone:"
    for item in plan.unmanaged:
        yield f"      {_quoted(item.name)} (id:{shown(item.id)})"


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
