"""A plan as a comment on a pull request: what matters above the fold, the rest folded, never longer than a comment may be.

Everything that comes from files stands in HTML blocks without blank lines, where Markdown means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.change import Action, Change
from csws.model.findings import most_important
from csws.model.plan import AccountPlan, Plan
from csws.render.html_text import code, prose, safe, units
from csws.render.markdown_account import account_blocks
from csws.render.style import Style

MARKER = "<!-- csws-plan -->"
_MOST_FINDINGS = 10
_ROOM = 400  # kept for the line that says what was left out


def render(plan: Plan, style: Style) -> str:
    head = "\n".join(_head(plan, style.limit)) + "\n"
    left = style.limit - units(head) - _ROOM
    body, left_out = [], 0
    for account in plan.accounts:
        for block in account_blocks(account, left):
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
    yield from _deletes(plan, limit // 2)
    yield from _findings(plan)
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


def _listed(names: list[str], most: int = 10) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"<code>{safe(name)}</code>" for name in names[:most]) + more


def _deletes(plan: Plan, room: int) -> Iterator[str]:
    """Every delete by name. Where even their keys would not fit they are counted, and the reader is told so."""
    found = [(item, change) for item in plan.accounts for change in item.changes if change.action is Action.DELETE]
    if not found:
        return
    yield f"**{len(found)} to be deleted, which cannot be undone:**"
    yield ""
    several = len(plan.accounts) > 1
    for names in (True, False):
        text = "".join(_delete(item, change, several=several, named=names) for item, change in found)
        if units(text) <= room:
            yield f"<ul>\n{text}</ul>\n"
            return
    accounts = len({item.account for item, _ in found})
    yield f"The list is too long for a comment: {len(found)} workspaces in {accounts} accounts. **Do not approve from here**; read the whole plan with `csws show FILE`."
    yield ""


def _delete(plan: AccountPlan, change: Change, *, several: bool, named: bool) -> str:
    name = next((str(item.before) for item in change.fields if item.path == "name"), "")
    account = f"{code(plan.account)} " if several else ""
    title = f" {code(name)}" if named and name else ""
    return f"<li>{account}{code(change.address.removeprefix('workspace.'))}{title}</li>\n"


def _findings(plan: Plan) -> Iterator[str]:
    found = [item for item in most_important(plan.diagnostics) if item.severity.value != "info"]
    if not found and not any(item.error for item in plan.accounts):
        return
    yield "<ul>"
    for failed in [item for item in plan.accounts if item.error][:_MOST_FINDINGS]:
        assert failed.error is not None
        yield f"<li>❌ {code(failed.account)} {prose(failed.error.message)} {prose(failed.error.hint or '')}</li>"
    for item in found[:_MOST_FINDINGS]:
        at = f" {code(f'{item.span.file}:{item.span.line}')}" if item.span else ""
        mark = "❌" if item.is_error else "⚠️"
        yield f"<li>{mark} {item.code}{at} {prose(item.message)} {prose(item.hint or '')}</li>"
    if len(found) > _MOST_FINDINGS:
        yield f"<li>and {len(found) - _MOST_FINDINGS} more: <code>csws validate</code> tells them all.</li>"
    yield "</ul>"
    yield ""


def _people(plan: Plan) -> Iterator[str]:
    gained = sum(item.gained for account in plan.accounts for item in account.visibility)
    lost = sum(item.lost for account in plan.accounts for item in account.visibility)
    if gained or lost:
        yield f"Who sees what: {gained} × somebody gains a workspace, {lost} × somebody loses one."
        yield ""
