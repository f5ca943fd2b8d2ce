"""A plan's findings and deletes as annotations of a GitHub workflow, and the steps that start
workflows in HubSpot. A delete is shown at the line where its block was."""

from __future__ import annotations

from csws.kinds import kind_of
from csws.model.change import Action, Change
from csws.model.diagnostic import Diagnostic, Severity
from csws.model.plan import AccountPlan
from csws.model.run import Plan
from csws.render.consequences import Fired, fired
from csws.render.diagnostics_github import workflow_commands
from csws.render.style import Style
from csws.render.words import Words, words_of


def render(plan: Plan, style: Style) -> str:
    found = plan.diagnostics
    told = {(item.address, name) for item in found if item.guard for name in item.accounts}
    deletes = [
        _deleted(change, group.names)
        for group in plan.groups
        if group.heads[0].count(Action.DELETE)
        for change in plan.accounts[group.at].changes
        if change.action is Action.DELETE and not told & {(str(change.address), name) for name in group.names}
    ]
    words = words_of(style.language)
    fires = [
        _fires(one, plan.accounts[group.at], group.names, words)
        for group in plan.groups
        if group.heads[0].fires
        for one in fired(plan.accounts[group.at])
    ]
    return workflow_commands(found, style, first=(*deletes, *fires), shows_all="csws plan")


def _fires(one: Fired, plan: AccountPlan, accounts: tuple[str, ...], words: Words) -> Diagnostic:
    """A health score whose steps start workflows, at the block that asks for it."""
    return Diagnostic(
        code="workflows",
        severity=Severity.WARNING,
        message=words.listed([one.said(words), words.say("score.fires")], "list.between").striptags(),
        accounts=accounts,
        address=str(one.address),
        span=next((change.source for change in plan.changes if change.address == one.address), None),
    )


def _deleted(change: Change, accounts: tuple[str, ...]) -> Diagnostic:
    """An allowed delete is not an error, but a reviewer must see it where the block was."""
    return Diagnostic(
        code="delete",
        severity=Severity.WARNING,
        message=f"The {kind_of(change.address).noun} `{change.address.key}` would be deleted. This cannot be undone.",
        accounts=accounts,
        address=str(change.address),
        span=change.source,
    )
