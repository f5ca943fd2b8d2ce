"""What a draft would do in an account, in the sentences of the plan's page; and what a change of objects clears."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from csws.kinds import workspaces
from csws.model.fields import flat_objects
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan
from csws.model.standing import Standing
from csws.render.about import NOT_SAID
from csws.render.words import Words, clean
from csws.studio.drafting import Now
from csws.workflow.run.plan_run import Collecting, Planned

_MOST_LINES = 400  # of the changes of one file

if TYPE_CHECKING:
    from csws.render.review.page import Page


@frozen
class Effect:
    """`view` is the plan's page; `errors` is how many stand in its way."""

    view: Page
    plan: AccountPlan
    errors: int

    @property
    def is_quiet(self) -> bool:
        return bool(self.view.plans) and self.view.plans[0].standing is Standing.SAME

    @property
    def is_planned(self) -> bool:
        return self.plan.base is not None and self.plan.error is None


def effect_of(plan: AccountPlan, words: Words) -> Effect:
    from csws.render.review.page import page  # with the lab below it, which a studio starts without

    collecting = Collecting()
    collecting.add(Planned.of(plan))
    errors = sum(found.is_error and not found.guard for found in plan.diagnostics) if plan.base is None else 0
    return Effect(view=page(collecting.plan(), NOT_SAID, words), plan=plan, errors=errors)


@frozen
class Cleared:
    """The choices that a change of objects empties in HubSpot, and the workspaces in which it does."""

    workspaces: tuple[str, ...]
    labels: tuple[str, ...]


def cleared_by(now: Now, name: str, role: str, words: Words) -> tuple[Cleared, ...]:
    """What the draft's change of one role clears of the settings as they are saved."""
    after = now.form(name).account.loaded.declared.settings.objects
    saved = next((item for item in now.saved.accounts if item.name == name), None)
    if saved is None or flat_objects(saved.loaded.declared.settings.objects)[role] == flat_objects(after)[role]:
        return ()
    settings = saved.loaded.declared.settings
    found: dict[tuple[str, ...], list[str]] = {}
    for item in settings.managed:
        held = workspaces.KIND.only_set(workspaces.KIND.flat(item))
        fields = [
            workspaces.KIND.field_at(path) for path in held if workspaces.KIND.is_cleared(path, settings.objects, after)
        ]
        mine = [words.label(field) for field in fields if field is not None and field.cleared_by == role]
        if mine:
            found.setdefault(tuple(dict.fromkeys(mine)), []).append(clean(item.name))
    return tuple(Cleared(workspaces=tuple(names), labels=labels) for labels, names in found.items())


@frozen
class DiffLine:
    """A line of a file's changes; `sign` is `+`, `-` or a space, and `@` for a gap."""

    sign: str
    text: str


@frozen
class FileDiff:
    file: str
    lines: tuple[DiffLine, ...]
    is_new: bool
    is_cut: bool


def diffs_of(now: Now) -> tuple[FileDiff, ...]:
    """What the draft changes in each file of the project."""
    out = []
    for file, after in now.done.texts.unsaved.items():
        before = now.saved.texts.text(file)
        lines = list(unified_diff((before or "").splitlines(), after.splitlines(), lineterm="", n=3))[2:]
        shown = [DiffLine(sign=line[:1], text="" if line.startswith("@@") else line[1:]) for line in lines]
        if shown:
            cut = len(shown) > _MOST_LINES
            out.append(FileDiff(file=file, lines=tuple(shown[:_MOST_LINES]), is_new=before is None, is_cut=cut))
    return tuple(out)
