"""Why a step is needed, and whom it concerns, in sentences. Knows no screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from csws.kinds import kind_of, objects, properties
from csws.model.address import OBJECTS, Address
from csws.model.change import Action, Origin
from csws.model.field import is_unset
from csws.model.kind import Kind
from csws.model.plan import AccountPlan, Step
from csws.render.review.sentences import team_sentence, workspace_names
from csws.render.runbook.unknown import is_unknown
from csws.render.step_title import labels_of
from csws.render.words import Words


def reasons(step: Step, plan: AccountPlan, words: Words) -> Iterator[Markup]:
    """Why the step is needed."""
    kind = kind_of(step.address)
    if step.transient:
        yield words.say("reason.transient")
    elif kind is objects.KIND and not all(map(is_unset, step.was.values())):
        yield words.say("reason.objects")
    elif is_unknown(step):
        yield words.say("reason.unknown", labels=labels_of(step.sets, kind, words))
    elif kind is properties.KIND:
        yield words.say("reason.property")
    elif step.action is Action.CREATE:
        yield words.say("reason.create")
    elif step.action is Action.DELETE:
        yield words.say("reason.delete")
    else:
        yield from _of_update(step, plan, kind, words)


def _of_update(step: Step, plan: AccountPlan, kind: Kind, words: Words) -> Iterator[Markup]:
    """What an earlier step emptied, what somebody changed by hand, and what the configuration asks
    for."""
    known = [path for path in step.sets if path != "key" and kind.field_at(path)]
    paths = [path for path in known if not _is_ours(path, kind)] or known
    emptied = [path for path in paths if _emptied_by(step, path, plan)]
    if emptied:
        by = next(_emptied_by(step, path, plan) for path in emptied)
        yield words.say("reason.emptied", step=by, labels=labels_of(emptied, kind, words))
    left = [path for path in paths if path not in emptied]
    change = next((item for item in plan.changes if item.address == step.address), None)
    by_hand = change is not None and change.origin is Origin.DRIFT
    new = [path for path in left if not by_hand and _is_new(step, path, kind) and not _is_put_back(step, path, plan)]
    others = [path for path in left if path not in new]
    if new:
        yield words.say("reason.unset", labels=labels_of(new, kind, words))
    if others:
        key = "reason.drift" if by_hand else "reason.update"
        yield words.say(key, labels=labels_of(others, kind, words))


def _is_ours(path: str, kind: Kind) -> bool:
    field = kind.field_at(path)
    return field is not None and field.is_ours


def _is_new(step: Step, path: str, kind: Kind) -> bool:
    """Whether nothing is set there so far; a switch is always on or off."""
    field = kind.field_at(path)
    return is_unset(step.was.get(path)) and not (field and field.is_switch)


def _is_put_back(step: Step, path: str, plan: AccountPlan) -> bool:
    """Whether a temporary step before took the value away."""
    before = (item for item in plan.steps if item.transient and item.id < step.id)
    return any(item.address == step.address and path in item.sets for item in before)


def _emptied_by(step: Step, path: str, plan: AccountPlan) -> int | None:
    """The id of the step before that empties this choice."""
    place = f"{step.address}.{path}"
    before = (item for item in plan.steps if item.address == OBJECTS and item.id < step.id)
    return next((item.id for item in before if place in item.clears), None)


def concerned(step: Step, plan: AccountPlan, names: Mapping[Address, str], words: Words) -> Iterator[Markup]:
    """Who sees another workspace, because a team joins or leaves this one. `names` are those of now."""
    if step.transient or not (step.action is Action.DELETE or "teams" in step.sets):
        return
    known = {**workspace_names(plan), **{at: name for at, name in names.items() if name}}
    for move in plan.team_moves:
        if step.address in (move.before, move.after):
            yield team_sentence(move, known, words)
