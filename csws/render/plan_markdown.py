"""A plan as a comment on a pull request: the important things above the fold, the rest folded, and
never longer than GitHub allows.

Everything that comes from files is in HTML blocks without blank lines, where Markdown has no
effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.change import Action, Change
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.findings import most_important
from csws.model.grouping import Group, PlanHead
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.render.change_words import FIRES, name_of
from csws.render.html_text import code, listed, units, with_code
from csws.render.markdown_account import account_blocks
from csws.render.review.runs import run_sentences
from csws.render.style import Style
from csws.render.words import Words, words_of

MARKER = "<!-- csws-plan -->"
_MOST_FINDINGS = 20
_ROOM = 400  # reserved for the line that reports what was omitted


def render(plan: Plan, style: Style) -> str:
    head = "\n".join(_head(plan, style)) + "\n"
    left = style.limit - units(head) - _ROOM
    body, left_out = [], 0
    for group in plan.groups:
        if not sum(group.heads[0].counts):
            continue
        for block in account_blocks(group, plan.accounts[group.at], left, unfolded=len(plan.heads) == 1):
            left -= units(block.text)
            body.append(block.text)
            left_out += block.left_out
    return head + "".join(body) + _tail(left_out)


def _tail(left_out: int) -> str:
    if not left_out:
        return ""
    changes = "1 change is" if left_out == 1 else f"{left_out} changes are"
    return f"\n{changes} left out here, because comments are limited in length. Every delete is listed above. Show the whole plan with `csws show FILE`.\n"


def _head(plan: Plan, style: Style) -> Iterator[str]:
    limit = style.limit
    yield MARKER
    yield f"### {_headline(plan)}"
    yield ""
    yield from _refused(plan)
    yield from _runs(plan, words_of(style.language))
    yield from _deletes(plan, limit * 3 // 5)
    yield from _consequential(plan)
    yield from _findings(plan, limit // 6)
    yield from _people(plan)
    if plan.has_changes:
        yield f"Digest to approve: `{plan.digest}`"
        yield ""


def _headline(plan: Plan) -> str:
    failed = sum(not head.has_base for head in plan.heads)
    if failed == len(plan.heads):
        return "csws: no plan was made"
    counts = {action: sum(head.count(action) for head in plan.heads) for action in Action}
    without = f", {failed:,} without a plan" if failed else ""
    where = f" in {len(plan.heads):,} accounts{without}" if len(plan.heads) > 1 else ""
    if not any(counts.values()):
        return f"csws plan: no changes{where}"
    moved = f", {counts[Action.MOVE]} to move" if counts[Action.MOVE] else ""
    return f"csws plan: {counts[Action.CREATE]:,} to add, {counts[Action.UPDATE]:,} to change, {counts[Action.DELETE]:,} to destroy{moved}{where}"


def _refused(plan: Plan) -> Iterator[str]:
    names = tuple(head.account for head in plan.heads if head.has_base and not head.applyable)
    if names:
        yield f"**This plan cannot be applied as it is** ({listed(names)}). The reasons are below."
        yield ""


def _runs(plan: Plan, words: Words) -> Iterator[str]:
    """Unfinished runs: no two accounts have the same one, so each is alone in its group."""
    accounts = (plan.accounts[group.at] for group in plan.groups[:_MOST_FINDINGS])
    told = [
        f"<li>⏳ {code(account.account)}: {' '.join(map(str, run_sentences(account.run, words)))}</li>"
        for account in accounts
        if account.run is not None
    ]
    if told:
        yield "\n".join(["<ul>", *told, "</ul>", ""])


def _deletes(plan: Plan, room: int) -> Iterator[str]:
    """Every delete by name, or by key alone. If even the keys do not fit, a count and a warning take their place."""
    count = sum(head.count(Action.DELETE) for head in plan.heads)
    if not count:
        return
    yield f"**{count} to be deleted. This cannot be undone:**"
    yield ""
    for text in (_deletes_by_name(plan), _deletes_by_key(plan)):
        if units(text) <= room:
            yield f"<ul>\n{text}</ul>\n"
            return
    accounts = sum(bool(head.count(Action.DELETE)) for head in plan.heads)
    yield f"The list of deletes is too long for a comment: {count} workspaces in {accounts} accounts. **Do not approve from here**; read the whole plan with `csws show FILE`."
    yield ""


def _deleted(plan: AccountPlan) -> list[Change]:
    return [change for change in plan.changes if change.action is Action.DELETE]


def _deletes_by_name(plan: Plan) -> str:
    several = len(plan.heads) > 1
    return "".join(
        _delete(group.names if several else (), change)
        for group in _deleting(plan)
        for change in _deleted(plan.accounts[group.at])
    )


def _deleting(plan: Plan) -> list[Group[PlanHead]]:
    return [group for group in plan.groups if group.heads[0].count(Action.DELETE)]


def _delete(names: tuple[str, ...], change: Change) -> str:
    account = f"{listed(names)}: " if len(names) > 1 else f"{listed(names)} " if names else ""
    title = f" {code(name)}" if (name := name_of(change)) else ""
    return f"<li>{account}{_key(change)}{title}</li>\n"


def _deletes_by_key(plan: Plan) -> str:
    return "".join(
        f"<li>{listed(group.names)}: {', '.join(map(_key, _deleted(plan.accounts[group.at])))}</li>\n"
        for group in _deleting(plan)
    )


def _key(change: Change) -> str:
    return code(change.address.key)


def _consequential(plan: Plan) -> Iterator[str]:
    """The steps with which workflows start, as many as fit; the others are counted."""
    told = [
        f"<li>⚠️ {listed(group.names) + ' ' if len(plan.heads) > 1 else ''}{with_code(step.summary)}</li>"
        for group in plan.groups
        for step in plan.accounts[group.at].steps
        if step.consequential
    ]
    if told:
        more = [f"<li>and {len(told) - _MOST_FINDINGS} more</li>"] if len(told) > _MOST_FINDINGS else []
        yield f"**These steps start workflows**: {FIRES}"
        yield ""
        yield "\n".join(["<ul>", *told[:_MOST_FINDINGS], *more, "</ul>", ""])


def _findings(plan: Plan, room: int) -> Iterator[str]:
    """The most important findings, as many as fit; the others are counted."""
    told = [*_failures(plan), *(_finding(item) for item in most_important(plan.diagnostics) if not _is_info(item))]
    shown: list[str] = []
    for line in told[:_MOST_FINDINGS]:
        room -= units(line)
        if room < 0:
            break
        shown.append(line)
    if len(told) > len(shown):
        shown.append(f"<li>and {len(told) - len(shown)} more: <code>csws plan</code> shows all of them.</li>")
    if shown:
        yield "\n".join(["<ul>", *shown, "</ul>", ""])


def _is_info(item: Diagnostic) -> bool:
    return item.severity is Severity.INFO


def _failures(plan: Plan) -> Iterator[str]:
    for group in plan.groups:
        error = plan.accounts[group.at].error if not group.heads[0].has_base else None
        if error is not None:
            yield f"<li>❌ {listed(group.names)} {with_code(error.message)} {with_code(error.hint or '')}</li>"


def _finding(item: Diagnostic) -> str:
    at = f" {code(f'{item.span.file}:{item.span.line}')}" if item.span else ""
    mark = "❌" if item.is_error else "⚠️"
    return f"<li>{mark} {item.code}{at} {with_code(item.message)} {with_code(item.hint or '')}</li>"


def _people(plan: Plan) -> Iterator[str]:
    gained, lost = sum(head.gained for head in plan.heads), sum(head.lost for head in plan.heads)
    if gained or lost:
        yield f"People who gain access to a workspace: {gained}; people who lose it: {lost}."
        yield ""
