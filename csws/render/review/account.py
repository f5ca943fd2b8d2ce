"""A plan of one account, or of several with the same plan, as the page shows it: values in reading
order. The template only puts them into elements."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup, escape

from csws.kinds import kind_of, properties
from csws.model.address import Address
from csws.model.change import Action
from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.grouping import Group, PlanHead, is_exact
from csws.model.plan import AccountPlan
from csws.model.standing import Standing
from csws.render.change_words import name_of
from csws.render.consequences import fired
from csws.render.review.drawing import Drawing, drawing
from csws.render.review.findings import Found, Said, notes, said, shown_findings
from csws.render.review.picture import Picture, picture
from csws.render.review.runs import run_sentences
from csws.render.review.sayings import Saying, sayings
from csws.render.review.scores import ScoreView, is_drawn, score_view
from csws.render.review.sentences import workspace_names
from csws.render.review.steps import StepView, step_views
from csws.render.review.tally import Tally, tally_of
from csws.render.score_moves import counted, moves_sentences
from csws.render.scores.in_plan import moves_sections
from csws.render.step_title import unmanaged_name
from csws.render.words import Words, clean


@frozen
class Room:
    """How much a page still draws: settings of workspaces, and pictures."""

    drawings: int = 200
    pictures: int = 40

    def without(self, view: PlanView) -> Room:
        drawn = len(view.scores) + (view.picture is not None)
        return Room(drawings=self.drawings - len(view.drawings), pictures=self.pictures - drawn)


@frozen(kw_only=False)
class Deletion:
    """A deletion that the plan has. `allowed` says that somebody named it."""

    name: str
    allowed: bool


@frozen(kw_only=False)
class Audience:
    """The people who gain and lose one workspace: how many, and who, if the plan knows."""

    workspace: str
    gained: int
    lost: int
    gained_people: str
    lost_people: str


@frozen
class PlanView:
    """Everything that the page shows of accounts with the same plan."""

    title: str
    names: tuple[str, ...]
    standing: Standing
    account_id: str = ""
    where: Markup | str = ""
    tally: Tally = Tally()
    changes: int = 0
    failure: Said | None = None
    hint: Said | None = None
    stops: tuple[Found, ...] = ()
    checks: tuple[Found, ...] = ()
    notes: tuple[Said, ...] = ()
    run: tuple[Markup, ...] = ()
    way_on: str = ""
    sayings: tuple[Saying, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    fires: tuple[Markup, ...] = ()
    scores: tuple[ScoreView, ...] = ()
    undrawn_scores: int = 0
    picture: Picture | None = None
    told: tuple[str, ...] = ()
    affected: int = 0
    to_primary: int = 0
    people: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    undrawn: int = 0
    steps: tuple[StepView, ...] = ()
    untouched: tuple[str, ...] = ()
    unmanaged: tuple[str, ...] = ()
    digest: str = ""


def plan_view(
    group: Group[PlanHead], plan: AccountPlan, found: tuple[Diagnostic, ...], words: Words, room: Room
) -> PlanView:
    """Omits whatever differs between the accounts of a group."""
    stops = tuple(item for item in found if item.stops_apply)
    others = tuple(item for item in found if not item.stops_apply)
    view = replace(
        _named(group, plan, words),
        stops=shown_findings(stops, words, group.names),
        checks=shown_findings(others, words, group.names),
        failure=said(plan.error.message, words) if plan.error else None,
        hint=said(plan.error.hint, words) if plan.error and plan.error.hint else None,
    )
    if plan.base is None:
        invalid = Said(escape(words.plain("page.invalid")))
        return view if view.failure or stops else replace(view, failure=invalid)
    return _planned(view, plan, words, room)


def _planned(view: PlanView, plan: AccountPlan, words: Words, room: Room) -> PlanView:
    alone = len(view.names) == 1
    drawable = [change for change in plan.changes if kind_of(change.address) is not properties.KIND]
    drawn = sorted(drawable, key=lambda change: change.action is not Action.DELETE)[: max(room.drawings, 0)]
    shown = picture(plan, words, alone=alone) if room.pictures > 0 else None
    moved = [change for change in plan.changes if is_drawn(change)]
    pictured = moved[: max(room.pictures - (shown is not None), 0)]
    counts = {change.address: moves_sections(found, change, words) for found, change in counted(plan)}
    return replace(
        view,
        tally=tally_of(plan),
        changes=len(plan.changes),
        notes=(*view.notes, *notes(plan.notes, words)),
        run=tuple(run_sentences(plan.run, words)) if plan.run else (),
        way_on=_way_on(plan) if alone else "",
        sayings=sayings(plan, words, alone=alone),
        deletions=_deletions(plan),
        fires=(*(one.said(words) for one in fired(plan)), *moves_sentences(plan, words)),
        scores=tuple(score_view(change, words, counts.get(change.address, ())) for change in pictured),
        undrawn_scores=len(moved) - len(pictured),
        picture=shown,
        told=_told(plan, words, alone=alone),
        people=_people(plan) if alone else (),
        audiences=_audiences(plan, words) if alone else (),
        drawings=tuple(drawing(change, words) for change in drawn),
        undrawn=len(drawable) - len(drawn),
        steps=step_views(plan, words),
        untouched=tuple(clean(item.name) for item in plan.untouched),
        unmanaged=tuple(unmanaged_name(item, words) for item in plan.unmanaged),
        digest=plan.digest or "" if alone else "",
    )


def _named(group: Group[PlanHead], plan: AccountPlan, words: Words) -> PlanView:
    number, names = len(group.heads), tuple(map(clean, group.names))
    view = PlanView(
        title=names[0],
        names=names,
        standing=group.heads[0].standing,
        affected=sum(head.moved for head in group.heads),
        to_primary=sum(head.to_primary for head in group.heads),
    )
    if number == 1:
        where = words.say("page.where", target=plan.target, revision=plan.base.revision if plan.base else "–")
        return replace(view, where=where if plan.target else "", account_id=clean(plan.account_id or ""))
    gained, lost = (str(sum(getattr(head, kind) for head in group.heads)) for kind in ("gained", "lost"))
    example = "" if is_exact(group) else words.plain("page.group_example", account=plan.account)
    return replace(
        view,
        title=words.count("page.group", number).striptags(),
        notes=(Said(escape(example)),) if example else (),
        where=words.say("page.group_people", gained=gained, lost=lost) if (gained, lost) != ("0", "0") else "",
    )


def _way_on(plan: AccountPlan) -> str:
    """The command that ends a waiting run: finishes it, or gives it up if the account has changed since."""
    run = plan.run
    if run is None or not run.waits:
        return ""
    command = f"abandon {run.id}" if run.overtaken else f"apply --resume --run {run.id}"
    return f"csws --account {clean(plan.account)} {command}"


def _deletions(plan: AccountPlan) -> tuple[Deletion, ...]:
    names = {change.address: name_of(change) for change in plan.changes}
    return tuple(
        Deletion(clean(names.get(step.address) or step.address.key), step.allowed)
        for step in plan.steps
        if step.destructive
    )


def _told(plan: AccountPlan, words: Words, *, alone: bool) -> tuple[str, ...]:
    """What the picture shows, in words: who moves, and what comes, goes and gets another name."""
    tags = ("moves", "deleted", "renamed", "new")
    return tuple(item.text.striptags() for item in sayings(plan, words, alone=alone) if item.tag in tags)


def _people(plan: AccountPlan) -> tuple[str, ...]:
    """Whose workspace changes, as far as the plan names them."""
    named = {name for item in plan.visibility for name in (*item.gained_people, *item.lost_people)}
    return tuple(map(clean, sorted(named)))


def _audiences(plan: AccountPlan, words: Words) -> tuple[Audience, ...]:
    names = workspace_names(plan)
    return tuple(
        Audience(
            clean(names.get(Address.workspace(item.workspace), item.workspace)),
            item.gained,
            item.lost,
            clean(words.joined(item.gained_people)),
            clean(words.joined(item.lost_people)),
        )
        for item in plan.visibility
    )
