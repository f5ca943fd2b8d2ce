"""A plan as the page shows it: values in reading order. The template only puts them into
elements."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from csws.kinds import kind_of, properties
from csws.model.address import Address
from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.grouping import Group, PlanHead, is_exact
from csws.model.plan import AccountPlan, Step
from csws.model.run import Plan
from csws.render.change_words import name_of
from csws.render.review.drawing import Drawing, drawing
from csws.render.review.findings import Found, Said, notes, said, shown_findings
from csws.render.review.runs import run_sentences
from csws.render.review.sentences import change_sentences, of_kind, team_sentence, workspace_names
from csws.render.review.steps import StepView, step_views
from csws.render.words import Words, clean

_MOST_DRAWN = 200


@frozen(kw_only=False)
class Sentence:
    """One change in words, with a note if it needs one."""

    text: Markup
    note: str = ""


@frozen
class AccountView:
    """Everything that the page shows of accounts with the same plan."""

    title: Markup
    short: str
    where: Markup
    names: tuple[str, ...] = ()
    failure: Said | None = None
    hint: Said | None = None
    refused: bool = False
    changes: int = 0
    sentences: tuple[Sentence, ...] = ()
    notes: tuple[Said, ...] = ()
    run: tuple[Markup, ...] = ()
    undone: tuple[Markup, ...] = ()
    moves: tuple[Markup, ...] = ()
    seen: tuple[tuple[str, int, int, str, str], ...] = ()
    drawings: tuple[Drawing, ...] = ()
    drawn_note: Markup | str = ""
    steps: tuple[StepView, ...] = ()
    untouched: tuple[str, ...] = ()
    unmanaged: tuple[str, ...] = ()
    findings: tuple[Found, ...] = ()
    digest: str = ""


@frozen
class Page:
    """Everything that the page shows."""

    words: Words
    headline: Markup
    accounts: tuple[AccountView, ...]
    findings: tuple[Found, ...]
    digest: str
    approvable: bool


def page(plan: Plan, words: Words) -> Page:
    room = _MOST_DRAWN
    views = []
    found = _by_account(plan)
    for group in plan.groups:
        view = _account(group, plan.accounts[group.at], tuple(found.get(group.names[0], ())), words, room)
        room -= len(view.drawings)
        views.append(view)
    others = tuple(item for item in plan.diagnostics if not item.accounts)
    return Page(
        words=words,
        headline=_headline(plan, words),
        accounts=tuple(views),
        findings=shown_findings(others, words),
        digest=plan.digest or "",
        approvable=plan.has_changes,
    )


def _by_account(plan: Plan) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for item in plan.diagnostics:
        for name in item.accounts:
            found.setdefault(name, []).append(item)
    return found


def _headline(plan: Plan, words: Words) -> Markup:
    changes = sum(sum(head.counts) for head in plan.heads)
    if not changes:
        return Markup("{}").format(words.plain("headline.none"))
    deletes = sum(head.count(Action.DELETE) for head in plan.heads)
    parts = [
        Markup("{} {}").format(
            words.count("headline.changes", changes), words.count("headline.accounts", len(plan.heads))
        )
    ]
    parts += [words.count("headline.deletes", deletes)] if deletes else []
    return Markup(" · ").join(parts)


def _account(
    group: Group[PlanHead], plan: AccountPlan, found: tuple[Diagnostic, ...], words: Words, room: int
) -> AccountView:
    """One account, or several accounts with the same plan. Omits whatever differs between these."""
    view = _named(group, plan, words)
    if plan.base is None:
        invalid = Said(Markup("{}").format(words.plain("page.invalid")))
        failure = said(plan.error.message, words) if plan.error else invalid
        hint = said(plan.error.hint, words) if plan.error and plan.error.hint else None
        return replace(view, failure=failure, hint=hint, findings=shown_findings(found, words))
    alone = len(group.heads) == 1
    drawable = [change for change in plan.changes if kind_of(change.address) is not properties.KIND]
    drawn = sorted(drawable, key=lambda change: change.action is not Action.DELETE)[: max(room, 0)]
    return replace(
        view,
        refused=not plan.applyable,
        changes=len(plan.changes),
        sentences=tuple(item for change in plan.changes for item in _sentences(change, words)),
        notes=(*view.notes, *notes(plan.notes, words)),
        run=tuple(run_sentences(plan.run, words)) if plan.run else (),
        undone=tuple(_undone(step, plan, words) for step in plan.steps if step.destructive),
        moves=_moves(plan, words) if alone else (),
        seen=_audiences(plan, words) if alone else (),
        drawings=tuple(drawing(change, words) for change in drawn),
        drawn_note=words.say("page.drawn_first", n=len(drawn), all=len(drawable)) if len(drawn) < len(drawable) else "",
        steps=step_views(plan, words),
        untouched=tuple(clean(item.name) for item in plan.untouched),
        unmanaged=tuple(clean(item.name) for item in plan.unmanaged),
        findings=shown_findings(found, words),
        digest=plan.digest or "" if alone else "",
    )


def _named(group: Group[PlanHead], plan: AccountPlan, words: Words) -> AccountView:
    number = len(group.heads)
    if number == 1:
        where = words.say("page.where", target=plan.target, revision=plan.base.revision if plan.base else "–")
        return AccountView(title=words.say("page.account", account=plan.account), short=plan.account, where=where)
    gained, lost = (str(sum(getattr(head, kind) for head in group.heads)) for kind in ("gained", "lost"))
    example = "" if is_exact(group) else words.plain("page.group_example", account=plan.account)
    return AccountView(
        notes=(Said(Markup("{}").format(example)),) if example else (),
        title=words.count("page.group", number),
        short=str(words.count("count.accounts", number)),
        names=tuple(map(clean, group.names)),
        where=words.say("page.group_people", gained=gained, lost=lost) if (gained, lost) != ("0", "0") else Markup(),
    )


def _sentences(change: Change, words: Words) -> list[Sentence]:
    return [Sentence(text, _note(change, item, words)) for text, item in change_sentences(change, words)]


def _note(change: Change, item: FieldChange | None, words: Words) -> str:
    """Where something comes from, if not from this branch."""
    introduced = (item.introduced_by if item else None) or change.introduced_by
    if change.origin is Origin.DRIFT or introduced is Introduced.DRIFT:
        return words.plain("origin.drift")
    return words.plain("origin.base") if introduced is Introduced.BASE else ""


def _undone(step: Step, plan: AccountPlan, words: Words) -> Markup:
    names = {change.address: name_of(change) for change in plan.changes}
    key = "sentence.delete" if step.allowed else "sentence.delete_not_allowed"
    return of_kind(key, step.address, names.get(step.address) or step.address.key, words)


def _moves(plan: AccountPlan, words: Words) -> tuple[Markup, ...]:
    names = workspace_names(plan)
    return tuple(team_sentence(move, names, words) for move in plan.team_moves)


def _audiences(plan: AccountPlan, words: Words) -> tuple[tuple[str, int, int, str, str], ...]:
    names, comma = workspace_names(plan), words.plain("list.pair", first="", rest="")
    return tuple(
        (
            clean(names.get(Address.workspace(item.workspace), item.workspace)),
            item.gained,
            item.lost,
            clean(comma.join(item.gained_people)),
            clean(comma.join(item.lost_people)),
        )
        for item in plan.visibility
    )
