"""The runbook of an account's plan: every manual step that is waiting, with its blocks and its reason."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from csws.kinds import kind_of, objects, properties, workspaces
from csws.model.address import Address
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, Step
from csws.model.settings import Objects
from csws.render.change_words import name_of
from csws.render.runbook.blocks import Block, Screen, blocks_of, settings_url
from csws.render.words import Words, words_of
from csws.state.references import in_force


@frozen(kw_only=False)
class ManualStep:
    """One step for a person. Without blocks there is nothing to do on HubSpot's screens."""

    id: int
    title: Markup
    why: str
    blocks: tuple[Block, ...]


@frozen(kw_only=False)
class Runbook:
    """`all` is the number of steps in the plan; `record` is the command that records these steps as
    done."""

    words: Words
    account: str
    digest: str
    url: str
    all: int
    entries: tuple[ManualStep, ...]
    record: str


def runbook(plan: AccountPlan, waiting: Iterable[int], catalog: Catalog, objects: Objects, language: str) -> Runbook:
    """The runbook of the waiting steps, in the order of the plan. `objects` are the account's
    objects before the first step."""
    words, wanted, names = words_of(language), set(waiting), _names_now(plan)
    entries = tuple(
        _entry(step, names[step.id], Screen(words, catalog, in_use, kind_of(step.address)))
        for step, in_use in in_force(plan.steps, objects)
        if step.id in wanted
    )
    steps = _ranges([entry.id for entry in entries])
    return Runbook(
        words=words,
        account=plan.account,
        digest=plan.digest or "",
        url=settings_url(catalog),
        all=len(plan.steps),
        entries=entries,
        record=f"csws --account {plan.account} apply --resume --done {steps} --by NAME",
    )


def _entry(step: Step, name: str, screen: Screen) -> ManualStep:
    words, kind = screen.words, kind_of(step.address)
    does = _does(step)
    title, reason = _WORDS[does] if name or does != "update" else ("title.primary", "reason.update")
    why = words.plain("reason.transient" if step.transient else reason)
    called = step.address.key if does == "property" else name or words.plain("ui.primary")
    if kind in (objects.KIND, properties.KIND, workspaces.KIND):
        return ManualStep(step.id, words.say(title, name=called), why, blocks_of(step, called, screen))
    shown_kind = Markup("{}").format(words.plain(f"kind.{kind.name}"))
    heading = words.say(_OF_ITEMS[does], kind=shown_kind, name=name or step.address.key)
    return ManualStep(step.id, heading, why, blocks_of(step, called, screen))


# What the step does → the title of its entry, and the reason.
_WORDS = {
    "objects": ("title.objects", "reason.objects"),
    "property": ("title.property", "reason.property"),
    "create": ("title.create", "reason.create"),
    "update": ("title.update", "reason.update"),
    "delete": ("title.delete", "reason.delete"),
}


_OF_ITEMS = {"create": "item.title_create", "update": "item.title_update", "delete": "item.title_delete"}


def _does(step: Step) -> str:
    """What a step does, in the words of the titles. On the screens a move is just a change."""
    kind = kind_of(step.address)
    if kind is properties.KIND:
        return "property"
    if kind is objects.KIND:
        return "objects"
    return "update" if step.action is Action.MOVE else step.action.value


def _names_now(plan: AccountPlan) -> dict[int, str]:
    """Step id → the name of its workspace just before the step, which is the name that a person
    sees in the list."""
    names = {change.address: _before(change.address, plan) for change in plan.changes}
    out: dict[int, str] = {}
    for step in plan.steps:
        made = step.action is Action.CREATE and "name" in step.sets
        out[step.id] = str(step.sets["name"]) if made else names.get(step.address, step.address.key)
        if isinstance(step.sets.get("name"), str):
            names[step.address] = str(step.sets["name"])
    return out


def _before(address: Address, plan: AccountPlan) -> str:
    change = next(change for change in plan.changes if change.address == address)
    renamed = next((item for item in change.fields if item.path == "name"), None)
    return str(renamed.before or "") if renamed else name_of(change)


def _ranges(ids: list[int]) -> str:
    """Step ids as `--done` reads them: 1-4,6."""
    out: list[list[int]] = []
    for one in ids:
        if out and one == out[-1][1] + 1:
            out[-1][1] = one
        else:
            out.append([one, one])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in out)
