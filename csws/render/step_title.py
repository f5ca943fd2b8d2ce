"""What a step does, in the reader's language: as the title of a runbook's entry, and as a line in
the steps of a review page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from csws.kinds import kind_of, objects, properties, workspaces
from csws.kinds.health_scores import kind as health_scores
from csws.kinds.health_scores.states import PUBLISHED
from csws.model.address import WORKSPACE, Address
from csws.model.change import Action, Change
from csws.model.kind import Kind
from csws.model.plan import AccountPlan, Step, Unmanaged
from csws.render.change_words import name_of
from csws.render.words import Words, clean

_MOST_LABELS = 4  # a longer list says less than the names of its tabs


def step_title(step: Step, name: str, words: Words) -> Markup:
    """`name` is that of the item as people see it, "" for a primary workspace without one."""
    kind = kind_of(step.address)
    if kind is objects.KIND:
        return words.say("title.objects")
    if kind is properties.KIND:
        return words.say("title.property", name=step.address.key)
    does = "update" if step.action is Action.MOVE else step.action.value  # on the screens it is one
    if kind is workspaces.KIND:
        title = _OF_WORKSPACES[does] if name or does != "update" else "title.primary"
        return words.say(title, name=name)
    if step.sets.keys() == {"state"}:
        return words.say("title.score_on" if step.sets["state"] == PUBLISHED else "title.score_off", name=name)
    shown_kind = escape(words.plain(f"kind.{kind.name}"))
    return words.say(_OF_ITEMS[does], kind=shown_kind, name=name or step.address.key)


_OF_WORKSPACES = {"create": "title.create", "update": "title.update", "delete": "title.delete"}
_OF_ITEMS = {
    "create": "item.title_create",
    "update": "item.title_update",
    "delete": "item.title_delete",
}


def step_line(step: Step, name: str, words: Words) -> Markup:
    """The title of a step, and the labels of what it changes."""
    title, kind = step_title(step, name, words), kind_of(step.address)
    turns = kind is health_scores.KIND and step.sets.keys() == {"state"}
    if step.action in (Action.CREATE, Action.DELETE) or kind is properties.KIND or turns:
        return title
    labels = labels_of(step.sets, kind, words)
    return words.say("title.of", title=title, labels=labels) if labels else title


def labels_of(paths: Iterable[str], kind: Kind, words: Words) -> Markup:
    """The labels of fields, in the order of the screen; only their tabs if there are many."""
    shown = sorted((path for path in paths if kind.field_at(path)), key=kind.place_of)
    known = [field for path in shown if (field := kind.field_at(path))]
    names = list(dict.fromkeys(words.label(field) for field in known))
    if len(names) > _MOST_LABELS and kind is workspaces.KIND:
        names = list(dict.fromkeys(words.plain(f"tab.{field.tab}") for field in known))
    return words.listed([escape(name) for name in names])


def names_now(plan: AccountPlan) -> dict[int, Mapping[Address, str]]:
    """Step id → the names of what the plan changes just before the step, as people see them in the
    list; of what the step creates, its new name."""
    names = {address: _before(change.address, plan) for change in plan.changes for address in _addresses(change)}
    out: dict[int, Mapping[Address, str]] = {}
    for step in plan.steps:
        name = step.sets.get("name")
        renamed = {**names, step.address: name} if isinstance(name, str) else names
        out[step.id] = renamed if step.action is Action.CREATE else names
        names = renamed
    return out


def _addresses(change: Change) -> tuple[Address, ...]:
    """Of a change to another key the steps before it have the old one."""
    old = next((item.before for item in change.fields if item.path == "key"), None)
    return (change.address, Address(change.address.kind, old)) if isinstance(old, str) else (change.address,)


def _before(address: Address, plan: AccountPlan) -> str:
    change = next(change for change in plan.changes if change.address == address)
    renamed = next((item for item in change.fields if item.path == "name"), None)
    return str(renamed.before or "") if renamed else name_of(change)


def unmanaged_name(item: Unmanaged, words: Words) -> Markup:
    """Its name, and what it is where it is not a workspace."""
    name = escape(clean(item.name))
    if item.kind == WORKSPACE:
        return name
    return words.say("plan.of_kind", name=name, kind=escape(words.plain(f"kind.{item.kind}")))
