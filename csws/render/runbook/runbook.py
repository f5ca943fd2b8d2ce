"""The runbook of an account's plan: every step that waits, why it is needed, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from csws.kinds import kind_of, objects, properties, workspaces
from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.plan import AccountPlan, Step, TeamMove
from csws.model.runs import Overtaken
from csws.model.score_tests import ScoreTests
from csws.model.settings import Objects
from csws.render.review.runs import overtaken_sentence
from csws.render.runbook.parts import ManualStep, Runbook
from csws.render.runbook.reasons import concerned, reasons
from csws.render.runbook.score_tests import with_tests
from csws.render.runbook.screen import Screen, settings_url
from csws.render.runbook.unknown import with_switches
from csws.render.runbook.visits import visit_of
from csws.render.step_title import names_now, step_title
from csws.render.words import Words, words_of
from csws.state.references import in_force


def runbook(
    plan: AccountPlan,
    run: str,
    waiting: Iterable[int],
    catalog: Catalog,
    objects: Objects,
    language: str,
    overtaken: Iterable[Overtaken] = (),
    tests: tuple[ScoreTests, ...] = (),
) -> Runbook:
    """The runbook of the steps of a run that wait, in the order of the plan. `objects` are those in
    force before the first step; `tests` are records for the scores that are turned on."""
    words, wanted, names = words_of(language), set(waiting), names_now(plan)
    plan = replace(plan, team_moves=tuple(_with_name(move, catalog, words) for move in plan.team_moves))
    entries = tuple(
        _entry(step, plan, names[step.id], Screen(words, catalog, in_use, kind_of(step.address)), tests)
        for step, in_use in in_force(plan.steps, objects)
        if step.id in wanted
    )
    command = f"csws --account {plan.account}"
    return Runbook(
        words=words,
        account=plan.account,
        run=run,
        digest=plan.digest or "",
        url=settings_url(catalog),
        all=len(plan.steps),
        entries=entries,
        prefix=f"{command} apply --resume --run {run} --done",
        give_up=f"{command} abandon {run}",
        overtaken=tuple(overtaken_sentence(item, words) for item in overtaken),
    )


def _entry(
    step: Step, plan: AccountPlan, names: Mapping[Address, str], screen: Screen, tests: tuple[ScoreTests, ...]
) -> ManualStep:
    words, name = screen.words, names.get(step.address, step.address.key)
    title, step = step_title(step, name, words), with_switches(step, plan, screen.objects)
    visit = with_tests(visit_of(step, name or _key(step), screen), step, plan, screen, tests)
    by_api = screen.kind is properties.KIND
    return ManualStep(
        id=step.id,
        title=title,
        why=tuple(reasons(step, plan, words)),
        who=tuple(concerned(step, plan, names, words)),
        visit=visit,
        nothing="" if visit else words.plain("runbook.by_api" if by_api else "runbook.ours"),
    )


def _with_name(move: TeamMove, catalog: Catalog, words: Words) -> TeamMove:
    """A team that the plan calls by its id, also by its name."""
    known = catalog.teams.find(move.team)
    if known is None or not known.name or known.name == move.team:
        return move
    return replace(move, team=words.plain("list.beside", text=known.name, name=move.team))


def _key(step: Step) -> str:
    """What to call an item without a name; a workspace without one is the primary one."""
    known = kind_of(step.address) in (workspaces.KIND, objects.KIND)
    return "" if known and step.action is not Action.DELETE else step.address.key
