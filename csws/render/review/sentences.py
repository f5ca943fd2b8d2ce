"""What would happen, in sentences. Each change gives one or more sentences; team moves have
sentences of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from markupsafe import Markup, escape

from csws.kinds import field_of, kind_of, properties, workspaces
from csws.kinds.health_scores import kind as health_scores
from csws.model.address import OBJECTS, Address
from csws.model.change import Action, Change, FieldChange
from csws.model.field import Field
from csws.model.fields import TABS
from csws.model.plan import AccountPlan, TeamMove
from csws.render import score_words
from csws.render.change_words import NO_LABELS, name_of
from csws.render.markup import tagged
from csws.render.review.values import Shown, field_label
from csws.render.words import Words, clean


def change_sentences(change: Change, words: Words) -> Iterator[tuple[Markup, FieldChange | None]]:
    """What a change does, for people who do not read YAML. Each sentence comes with its field, if
    it is about one field."""
    name, kind = name_of(change), kind_of(change.address)
    if change.address == OBJECTS:
        for item in change.fields:
            yield _object(change, item, words), item
        yield words.say("sentence.clears"), None
    elif kind is properties.KIND:
        yield words.say("sentence.property", name=_property(change)), None
    elif change.action is Action.DELETE:
        yield of_kind("sentence.delete", change.address, name, words), None
    elif change.action is Action.CREATE:
        yield of_kind("sentence.create", change.address, name, words), None
    else:
        for item in map(partial(score_words.told, change), change.fields):
            if not _is_told_elsewhere(change, item):
                yield field_sentence(change, item, name, words), item


def _is_told_elsewhere(change: Change, item: FieldChange) -> bool:
    """Team moves have sentences of their own, and so has a group of a score that comes or goes."""
    kind = kind_of(change.address)
    if kind is health_scores.KIND:
        return score_words.is_of_whole_group(change, item)
    return item.path == "teams" and kind is workspaces.KIND


def _property(change: Change) -> Markup:
    """Its label, and its object and internal name beside it."""
    label = next((item.after for item in change.fields if item.path == "label"), None)
    name = tagged("code", clean(change.address.key))
    return Markup("<b>{}</b> {}").format(clean(label), name) if label else name


def of_kind(key: str, address: Address, name: str | Markup, words: Words, **values: object) -> Markup:
    """A sentence about an item; those about workspaces say so in their own words."""
    kind = kind_of(address)
    if kind is workspaces.KIND:
        return words.say(key, name=name, **values)
    return words.say(_OF_ITEMS[key], name=name or address.key, kind=plain(words, f"kind.{kind.name}"), **values)


_OF_ITEMS = {
    "sentence.create": "item.create",
    "sentence.delete": "item.delete",
    "sentence.delete_not_allowed": "item.delete_not_allowed",
    "sentence.rename": "item.rename",
    "sentence.key": "item.key",
    "sentence.protect_on": "item.protect_on",
    "sentence.protect_off": "item.protect_off",
}


def plain(words: Words, key: str) -> Markup:
    """Words that are not set off from those around them."""
    return escape(words.plain(key))


def _object(change: Change, item: FieldChange, words: Words) -> Markup:
    field = field_of(OBJECTS, item.path)
    assert field is not None
    tab = words.label(field)
    shown = Shown(words=words, labels=change.labels.get(item.path, NO_LABELS), field=field, names=False)
    before, after = shown.value(item.before), shown.value(item.after)
    if item.before in (None, ()):
        return words.say("sentence.object_set", tab=tab, after=after)
    if item.after in (None, ()):
        return words.say("sentence.object_unset", tab=tab, before=before)
    return words.say("sentence.object", tab=tab, before=before, after=after)


def is_shared(change: Change, item: FieldChange) -> bool:
    """Whether several workspaces can have this change in the same words."""
    kind, own = kind_of(change.address), ("name", "key", "protect", "teams")
    return change.action is Action.UPDATE and kind is workspaces.KIND and item.path not in own


def field_sentence(change: Change, item: FieldChange, name: str | Markup, words: Words) -> Markup:
    """`name` may be a list of names, if the change is shared."""
    address = change.address
    if item.path == "name" and not item.before and kind_of(address) is workspaces.KIND:
        return words.say("sentence.named", after=item.after)
    if item.path == "name":
        return of_kind("sentence.rename", address, name, words, before=item.before, after=item.after)
    if item.path == "key":
        return of_kind("sentence.key", address, name, words, before=item.before, after=item.after)
    field = field_of(address, item.path)
    assert field is not None
    if item.path == "protect":
        return of_kind("sentence.protect_on" if item.after else "sentence.protect_off", address, name, words)
    own = score_words.field_words(change, item, words, _named(name or address.key))
    if own is not None:
        return own
    if field.is_switch:
        tab = plain(words, f"tab.{field.tab}")
        return words.say("sentence.show" if item.after else "sentence.hide", name=name, tab=tab)
    return _setting(change, field, item, name, words)


def _named(name: str | Markup) -> Markup:
    return name if isinstance(name, Markup) else tagged("b", clean(name))


def _setting(change: Change, field: Field, item: FieldChange, name: str | Markup, words: Words) -> Markup:
    address = change.address
    shown = Shown(words=words, labels=change.labels.get(item.path, NO_LABELS), field=field, names=False)
    said = {"name": name or address.key, "label": escape(_placed_label(change, item.path, field, words))}
    if isinstance(item.before, tuple) and isinstance(item.after, tuple):
        return words.say("sentence.members", **said, members=_difference(item.before, item.after, shown))
    before, after = shown.value(item.before), shown.value(item.after)
    if item.before in (None, ""):
        return words.say("sentence.set", **said, after=after)
    if item.after is None:
        return words.say("sentence.unset", **said, before=before)
    return words.say("sentence.change", **said, before=before, after=after)


def _placed_label(change: Change, path: str, field: Field, words: Words) -> str:
    """With the tab that it is on, if that is not the first, or with the kind of what has it."""
    label, kind = field_label(path, field, change, words), kind_of(change.address)
    if kind is health_scores.KIND and (group := score_words.group_name(change, path)):
        return words.plain("list.pair", first=group, rest=label)
    if kind is workspaces.KIND and field.tab == TABS[0]:
        return label
    place = f"tab.{field.tab}" if kind is workspaces.KIND else f"kind.{kind.name}"
    return words.plain("list.pair", first=words.plain(place), rest=label)


def _difference(before: tuple[str, ...], after: tuple[str, ...], shown: Shown) -> Markup:
    words = shown.words
    gone = tuple(name for name in before if name not in after)
    added = tuple(name for name in after if name not in before)
    parts = [words.say("sentence.added", names=shown.members(added))] if added else []
    parts += [words.say("sentence.removed", names=shown.members(gone))] if gone else []
    return words.listed(parts, "list.also")


def team_sentence(move: TeamMove, names: Mapping[Address, str], words: Words) -> Markup:
    """Where a team moves, and how many people that affects."""
    said = {side: names[address] for side, address in (("before", move.before), ("after", move.after)) if address}
    key = "people.moves" if len(said) == 2 else ("people.joins" if move.after else "people.leaves")
    return words.say(key, team=move.team, people=words.count("count.people", move.people), **said)


def workspace_names(plan: AccountPlan) -> Mapping[Address, str]:
    """Address → name of the workspace as far as the plan has it, else its key."""
    named = {item.address: item.name for item in plan.untouched} | {
        item.address: name_of(item) for item in plan.changes
    }
    moves = [address for move in plan.team_moves for address in (move.before, move.after) if address]
    return {address: named.get(address) or address.key for address in {*moves, *named}}
