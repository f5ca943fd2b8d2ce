"""A run that waits as a page shows it: its steps, the one to do now, and what a person may say of it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds import kind_of
from csws.kinds.choices import Choices
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.choice import Choice
from csws.model.field import Type
from csws.model.frozen import frozen
from csws.model.plan import Step
from csws.model.runs import DoneStep
from csws.model.score_tests import ScoreTests
from csws.model.settings import Settings
from csws.render.runbook.parts import ManualStep, Runbook
from csws.render.runbook.runbook import runbook
from csws.render.runbook.screen import Screen
from csws.render.step_title import names_now, step_title
from csws.render.words import Words
from csws.workflow.account.running import Held
from csws.workflow.carry_out import possible_steps


@frozen
class StepLine:
    """A step in the list of all: `done` says by whom and when; None while it waits."""

    id: int
    title: Markup
    done: DoneStep | None
    is_now: bool = False


@frozen
class SeenField:
    """What somebody may see otherwise than a step expects: a field of its item, `path` with the address. `kind` is how
    it is entered: choice, choices, flag or text."""

    path: str
    label: Markup
    kind: str
    choices: tuple[Choice, ...] = ()


@frozen
class RunView:
    """`now` is the step to do, None where the run is overtaken and nothing can be done; `next` the one after it. `is_stuck`: every other step needs one that was
    skipped."""

    book: Runbook
    steps: tuple[StepLine, ...]
    done: int
    now: ManualStep | None
    next: ManualStep | None
    seen: tuple[SeenField, ...]
    gone: str
    is_stuck: bool = False


def run_view(
    held: Held, catalog: Catalog, settings: Settings, words: Words, after: int = 0, tests: tuple[ScoreTests, ...] = ()
) -> RunView:
    """The run, at the first step that waits behind `after` (or from the start, where none does). `settings` are what
    is known of the account, with ids; `tests` are records for the scores that are turned on."""
    plan, run = held.plan, held.run
    objects = held.prepared.origin.objects if held.prepared else settings.objects
    book = runbook(plan, run.id, run.waiting, catalog, objects, words.language, run.overtaken, tests)
    manual = [entry for entry in book.entries if entry.id in run.manual]
    possible = possible_steps(held, settings)
    behind = [entry for entry in manual if entry.id > after and (not after or entry.id in possible)]
    later = behind or manual
    now = later[0] if later else None
    following = [entry for entry in manual if now is not None and entry.id > now.id]
    step = next((item for item in plan.steps if now is not None and item.id == now.id), None)
    return RunView(
        book=book,
        steps=tuple(_lines(held, words, now.id if now else 0)),
        done=len(run.done),
        now=now,
        next=following[0] if following else None,
        seen=tuple(_seen_fields(step, Screen(words, catalog, objects, kind_of(step.address)), settings))
        if step
        else (),
        is_stuck=bool(after) and not behind,
        gone=str(step.address) if step is not None and kind_of(step.address).is_deletable else "",
    )


def _lines(held: Held, words: Words, now: int) -> Iterator[StepLine]:
    names = names_now(held.plan)
    for step in held.plan.steps:
        title = step_title(step, names[step.id].get(step.address, step.address.key), words)
        done = held.before.get(step.id) or (DoneStep(run="", step=step.id, at="") if step.id in held.run.done else None)
        yield StepLine(id=step.id, title=title, done=done, is_now=step.id == now)


def _seen_fields(step: Step, screen: Screen, settings: Settings) -> Iterator[SeenField]:
    """The fields that the step sets, in the order of the screen; of an item that it creates or deletes none can be
    seen by its address."""
    if step.action in (Action.CREATE, Action.DELETE):
        return
    offered = Choices(screen.catalog, settings)
    for path in step.sets:
        field = screen.kind.field_at(path)
        if field is None or field.is_ours:
            continue
        sources = offered.sources(screen.kind, path)
        choices = tuple(dict.fromkeys(choice for source in sources for choice in offered.of(source)))
        yield SeenField(
            path=f"{step.address}.{path}", label=screen.label(path), kind=_kind(field.type, choices), choices=choices
        )


def _kind(kind: Type, choices: tuple[Choice, ...]) -> str:
    if kind is Type.FLAG:
        return "flag"
    if kind is Type.LIST:
        return "choices"
    return "choice" if choices else "text"
