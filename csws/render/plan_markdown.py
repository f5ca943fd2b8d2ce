"""A plan as a comment on a pull request: what matters above the fold, the rest folded, never longer than a comment may be.

Everything that comes from files stands in HTML blocks without blank lines, where Markdown means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.change import Action, Change
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.findings import most_important
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.render.change_words import name_of
from csws.render.html_text import code, prose, safe, units
from csws.render.markdown_account import account_blocks
from csws.render.style import Style

MARKER = "<!-- csws-plan -->"
_MOST_FINDINGS = 20
_ROOM = 400  # kept for the line that says what was left out


def render(plan: Plan, style: Style) -> str:
    head = "\n".join(_head(plan, style.limit)) + "\n"
    left = style.limit - units(head) - _ROOM
    body, left_out = [], 0
    for account in plan.accounts:
        for block in account_blocks(account, left, unfolded=len(plan.accounts) == 1):
            left -= units(block.text)
            body.append(block.text)
            left_out += block.left_out
    return head + "".join(body) + _tail(left_out)


def _tail(left_out: int) -> str:
    if not left_out:
        return ""
    changes = "1 change is" if left_out == 1 else f"{left_out} changes are"
    return f"\n{changes} not shown here, because a comment has an end; every delete is named above. The whole plan: `csws show FILE`.\n"


def _head(plan: Plan, limit: int) -> Iterator[str]:
    yield MARKER
    yield f"### {_headline(plan)}"
    yield ""
    yield from _refused(plan)
    yield from _deletes(plan, limit * 3 // 5)
    yield from _findings(plan, limit // 6)
    yield from _people(plan)
    if plan.has_changes:
        yield f"Digest to approve: `{plan.digest}`"
        yield ""


def _headline(plan: Plan) -> str:
    failed = sum(item.base is None for item in plan.accounts)
    if not plan.accounts or failed == len(plan.accounts):
        return "csws: no plan could be made"
    counts = {action: sum(item.count(action) for item in plan.accounts) for action in Action}
    without = f", {failed} without a plan" if failed else ""
    where = f" in {len(plan.accounts)} accounts{without}" if len(plan.accounts) > 1 else ""
    if not any(counts.values()):
        return f"csws plan: no changes{where}"
    moved = f", {counts[Action.MOVE]} to move" if counts[Action.MOVE] else ""
    return f"csws plan: {counts[Action.CREATE]} to add, {counts[Action.UPDATE]} to change, {counts[Action.DELETE]} to destroy{moved}{where}"


def _refused(plan: Plan) -> Iterator[str]:
    names = [item.account for item in plan.accounts if item.base is not None and not item.applyable]
    if names:
        yield f"**This plan cannot be applied as it is** ({_listed(names)}). What refuses it stands below."
        yield ""


def _listed(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"<code>{safe(name, 60)}</code>" for name in names[:most]) + more


def _deletes(plan: Plan, room: int) -> Iterator[str]:
    """Every delete by name, or by key alone. Where even the keys would not fit they are counted, and the reader is told."""
    count = sum(item.count(Action.DELETE) for item in plan.accounts)
    if not count:
        return
    yield f"**{count} to be deleted, which cannot be undone:**"
    yield ""
    for text in (_deletes_by_name(plan), _deletes_by_key(plan)):
        if units(text) <= room:
            yield f"<ul>\n{text}</ul>\n"
            return
    accounts = sum(bool(item.count(Action.DELETE)) for item in plan.accounts)
    yield f"The list is too long for a comment: {count} workspaces in {accounts} accounts. **Do not approve from here**; read the whole plan with `csws show FILE`."
    yield ""


def _deleted(plan: AccountPlan) -> list[Change]:
    return [change for change in plan.changes if change.action is Action.DELETE]


def _deletes_by_name(plan: Plan) -> str:
    several = len(plan.accounts) > 1
    return "".join(_delete(item, change, several=several) for item in plan.accounts for change in _deleted(item))


def _delete(plan: AccountPlan, change: Change, *, several: bool) -> str:
    account = f"{code(plan.account)} " if several else ""
    title = f" {code(name)}" if (name := name_of(change)) else ""
    return f"<li>{account}{_key(change)}{title}</li>\n"


def _deletes_by_key(plan: Plan) -> str:
    return "".join(
        f"<li>{code(item.account)}: {', '.join(map(_key, _deleted(item)))}</li>\n"
        for item in plan.accounts
        if _deleted(item)
    )


def _key(change: Change) -> str:
    return code(change.address.removeprefix("workspace."))


def _findings(plan: Plan, room: int) -> Iterator[str]:
    """The most important ones, as many as there is room for; the rest are counted."""
    told = [*_failures(plan), *(_finding(item) for item in most_important(plan.diagnostics) if not _is_info(item))]
    shown: list[str] = []
    for line in told[:_MOST_FINDINGS]:
        room -= units(line)
        if room < 0:
            break
        shown.append(line)
    if len(told) > len(shown):
        shown.append(f"<li>and {len(told) - len(shown)} more: <code>csws plan</code> tells them all.</li>")
    if shown:
        yield "\n".join(["<ul>", *shown, "</ul>", ""])


def _is_info(item: Diagnostic) -> bool:
    return item.severity is Severity.INFO


def _failures(plan: Plan) -> Iterator[str]:
    for account in plan.accounts:
        if account.error is not None:
            yield f"<li>❌ {code(account.account)} {prose(account.error.message)} {prose(account.error.hint or '')}</li>"


def _finding(item: Diagnostic) -> str:
    at = f" {code(f'{item.span.file}:{item.span.line}')}" if item.span else ""
    mark = "❌" if item.is_error else "⚠️"
    return f"<li>{mark} {item.code}{at} {prose(item.message)} {prose(item.hint or '')}</li>"


def _people(plan: Plan) -> Iterator[str]:
    gained = sum(item.gained for account in plan.accounts for item in account.visibility)
    lost = sum(item.lost for account in plan.accounts for item in account.visibility)
    if gained or lost:
        yield f"People who gain sight of a workspace: {gained}; who lose it: {lost}."
        yield ""
