"""Compares the waiting steps of a run with the account as it was observed: which still wait, which are already done,
and where the run is overtaken. Knows no journal and no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from csws.errors import StalePlan
from csws.kinds import kind_of
from csws.model.address import Address
from csws.model.change import Action
from csws.model.field import Value
from csws.model.frozen import frozen
from csws.model.plan import Step
from csws.model.runs import Overtaken
from csws.model.settings import Settings
from csws.state.transition import after_step, fields_at, found_at


@frozen
class Judged:
    """`waiting` and `done` are steps, in order; an overtaken one still waits."""

    waiting: tuple[Step, ...] = ()
    done: tuple[Step, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()


def judged(steps: Sequence[Step], now: Settings, serial: int) -> Judged:
    """`steps` are those that are not recorded as done. Looks only at the fields that they set, in order: a field that
    an earlier step changes is expected as that step leaves it."""
    waiting: list[Step] = []
    done: list[Step] = []
    overtaken: list[Overtaken] = []
    model = now
    for at, step in enumerate(steps):
        after = _after(model, step, serial)
        if after is not None and after != model:  # turning on an edit expects no other value than it sets
            waiting.append(step)
            model = after
        elif is_done(step, model) or _is_passed(step, steps[at + 1 :], model):
            done.append(step)
        else:
            waiting.append(step)
            overtaken += _differences(step, model)
            model = _after(model, _without_expecting(step), serial) or model
    return Judged(waiting=tuple(waiting), done=tuple(done), overtaken=tuple(overtaken))


def _after(model: Settings, step: Step, serial: int) -> Settings | None:
    """The account after a step; None where it does not find what it expects."""
    try:
        return after_step(model, step, serial)
    except StalePlan:
        return None


def _without_expecting(step: Step) -> Step:
    """The step as if all were as it expects, so that those after it are judged for themselves."""
    return replace(step, was={path: value for path, value in step.was.items() if path == "key"})


def is_done(step: Step, now: Settings) -> bool:
    """Whether the account has what a step sets."""
    held = fields_at(now, step.address)
    if step.action is Action.DELETE or held is None:
        return held is None and step.action is Action.DELETE
    kind, found = kind_of(step.address), found_at(now, step.address)
    sets = {path: value for path, value in step.sets.items() if path != "key"}
    is_set = all(held.get(path, kind.empty(path)) == value for path, value in sets.items())
    return is_set and (found is None or kind.stepped(found, found.key, sets) == found)


def _is_passed(step: Step, later: Iterable[Step], now: Settings) -> bool:
    """Whether each field that a step sets holds its value, or one that a later step of the same item
    gives it: then the step was done, and others after it."""
    if step.action not in (Action.CREATE, Action.UPDATE):
        return False
    address, values = step.address, {path: [value] for path, value in step.sets.items()}
    for item in later:
        if item.action is Action.MOVE and item.was["key"] == address.key and fields_at(now, address) is None:
            address = replace(address, key=item.address.key)
        if item.address == address:
            for path in values.keys() & item.sets.keys():
                values[path].append(item.sets[path])
    kind, held = kind_of(address), fields_at(now, address)
    return held is not None and all(held.get(path, kind.empty(path)) in some for path, some in values.items())


def _differences(step: Step, now: Settings) -> Iterator[Overtaken]:
    """The fields in which the account differs from what a step expects."""
    kind = kind_of(step.address)
    key = str(step.was["key"]) if step.action is Action.MOVE else step.address.key
    held = fields_at(now, Address(kind.name, key))
    if held is None:
        yield Overtaken(step=step.id, path="", expected="there", found="gone", kind=kind.name)
        return
    for path, expected in (step.sets if step.action is Action.CREATE else step.was).items():
        found: Value = held.get(path, kind.empty(path))
        if path != "key" and found != expected:
            yield Overtaken(step=step.id, path=path, expected=expected, found=found, kind=kind.name)
