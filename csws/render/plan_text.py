"""A plan as text for a terminal: whether it can be applied, what it comes to and what to do next; the
findings; then each account's changes, steps if their order needs explaining, and who gains or loses access.

Accounts with the same plan are shown once. What cannot be applied comes first, then what deletes;
unchanged accounts come last.
"""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.run import Plan
from csws.model.standing import Standing
from csws.render.diagnostics_text import findings_text
from csws.render.style import Style, shown

_MATCHES = "No changes. The account matches the configuration."


def render(plan: Plan, style: Style) -> Iterator[str]:
    if _says_nothing(plan) and style.language == "en":
        yield _quiet(plan, style)
        return
    from csws.render.plan_account_text import (  # a plan without changes needs no words
        account_lines,
        closing_lines,
        headline_lines,
    )

    yield "\n".join(headline_lines(plan, style)) + "\n"
    findings = findings_text(plan.diagnostics, style)
    yield f"\n{findings}" if findings else ""
    alone = len(plan.heads) == 1
    for group in plan.groups:
        text = "\n".join(account_lines(group, plan.accounts[group.at], style, alone=alone))
        yield f"{text}\n" if text else ""
    yield "\n".join(closing_lines(plan, style)) + "\n" if plan.has_changes else ""


def _says_nothing(plan: Plan) -> bool:
    """One account that is as it should be, and nothing to tell of it."""
    if len(plan.heads) != 1 or plan.diagnostics or plan.heads[0].standing is not Standing.SAME:
        return False
    account = plan.accounts[0]
    return not (account.notes or account.run or account.unmanaged)


def _quiet(plan: Plan, style: Style) -> str:
    account = plan.accounts[0]
    title = style.paint(f"{shown(account.account)} ({shown(account.target)})", "bold")
    return f"{title}\n  {style.paint(_MATCHES, 'green')}\n"
