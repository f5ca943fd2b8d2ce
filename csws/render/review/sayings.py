"""What would happen, as the list of a page: one line for each change, in the order in which a
reviewer needs them. What is the same in several workspaces is one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from csws.kinds import kind_of, properties
from csws.kinds.health_scores.states import EDITED
from csws.model.address import OBJECTS, Address
from csws.model.change import Action, Change, FieldChange, Introduced, Origin
from csws.model.frozen import frozen
from csws.model.plan import AccountPlan, TeamMove
from csws.render.change_words import name_of
from csws.render.consequences import fired
from csws.render.markup import tagged
from csws.render.review.sentences import change_sentences, field_sentence, is_shared, of_kind, workspace_names
from csws.render.words import Words, clean

TAGS = ("deleted", "fires", "moves", "renamed", "new", "account", "changed")  # in reading order
_MOST_NAMES = 20


@frozen(kw_only=False)
class Saying:
    """`tag` says in a word what it is about; `note` where it comes from, if not from this
    branch."""

    tag: str
    text: Markup
    note: str = ""

    def label(self, words: Words) -> str:
        return words.plain(f"page.tag_{self.tag}")


def sayings(plan: AccountPlan, words: Words, *, alone: bool) -> tuple[Saying, ...]:
    """`alone`: the plan is of one account, so that its numbers of people are right."""
    fires = [Saying("fires", one.said(words)) for one in fired(plan)]
    found = [*_of_changes(plan, words), *fires, *_of_moves(plan, words, alone=alone)]
    return tuple(sorted(found, key=lambda item: TAGS.index(item.tag)))


def _of_changes(plan: AccountPlan, words: Words) -> Iterator[Saying]:
    shared: dict[tuple[Markup, str], list[tuple[Change, FieldChange]]] = {}
    told = {one.address for one in fired(plan)}
    refused = {step.address for step in plan.steps if step.destructive and not step.allowed}
    for change in plan.changes:
        if change.address in refused:
            text = of_kind("sentence.delete_not_allowed", change.address, name_of(change), words)
            yield Saying("deleted", text, _note(change, None, words))
            continue
        for text, item in change_sentences(change, words):
            if item is not None and item.path in ("state", EDITED) and change.address in told:
                continue
            note = _note(change, item, words)
            if item is not None and is_shared(change, item):
                nameless = field_sentence(change, item, "…", words)
                shared.setdefault((nameless, note), []).append((change, item))
            else:
                yield Saying(_tag(change, item), text, note)
    for (_, note), same in shared.items():
        change, item = same[0]
        names = [tagged("b", clean(name_of(one) or one.address.key)) for one, _ in same]
        yield Saying("changed", field_sentence(change, item, _listed(names, words), words), note)


def _tag(change: Change, item: FieldChange | None) -> str:
    if change.address == OBJECTS:
        return "account"
    if kind_of(change.address) is properties.KIND or change.action is Action.CREATE:
        return "new"
    if change.action is Action.DELETE:
        return "deleted"
    is_renamed = item is not None and item.path == "name" and bool(item.before)
    return "renamed" if is_renamed else "changed"


def _listed(names: Sequence[Markup], words: Words) -> Markup:
    left = len(names) - _MOST_NAMES
    more = [Markup("… (+{})").format(left)] if left > 0 else []
    return words.listed([*names[:_MOST_NAMES], *more])


def _note(change: Change, item: FieldChange | None, words: Words) -> str:
    introduced = (item.introduced_by if item else None) or change.introduced_by
    if change.origin is Origin.DRIFT or introduced is Introduced.DRIFT:
        return words.plain("origin.drift")
    return words.plain("origin.base") if introduced is Introduced.BASE else ""


def _of_moves(plan: AccountPlan, words: Words, *, alone: bool) -> Iterator[Saying]:
    names, old = workspace_names(plan), names_before(plan)
    for move in plan.team_moves:
        sides = {}
        if move.before:
            sides["before"] = tagged("b", clean(old.get(move.before) or names[move.before]))
        if move.after:
            sides["after"] = _until_now(names[move.after], old.get(move.after, ""), words)
        yield Saying("moves", _move_sentence(move, sides, words, alone=alone))


def names_before(plan: AccountPlan) -> dict[Address, str]:
    """The names of workspaces that get another one."""
    items = [(change.address, item) for change in plan.changes for item in change.fields if item.path == "name"]
    return {address: str(item.before) for address, item in items if item.before}


def _until_now(name: str, old: str, words: Words) -> Markup:
    shown = tagged("b", clean(name))
    if not old or old == name:
        return shown
    return words.say("list.beside", text=shown, name=escape(words.plain("page.until_now", name=old)))


def _move_sentence(move: TeamMove, sides: Mapping[str, Markup], words: Words, *, alone: bool) -> Markup:
    team = tagged("b", clean(move.team))
    if alone:
        team = words.say("list.beside", text=team, name=words.count("count.people", move.people))
    key = "page.moves" if len(sides) == 2 else "page.joins" if move.after else "page.leaves"
    return words.say(key, team=team, **sides)
