"""What will happen, in sentences. Each change gives one or more sentences; team moves have
sentences of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from csws.model.address import Address, SettingKind
from csws.model.change import Action, Change, FieldChange
from csws.model.fields import Value, field_at
from csws.model.plan import AccountPlan, TeamMove
from csws.render.change_words import name_of
from csws.render.words import Words, clean

_MOST_MEMBERS = 20


def change_sentences(change: Change, words: Words) -> Iterator[tuple[Markup, FieldChange | None]]:
    """What a change does, for people who do not read YAML. Each sentence comes with its field, if
    it is about one field."""
    name = name_of(change)
    if change.address.kind is SettingKind.OBJECTS:
        for item in change.fields:
            yield _object(item, words), item
        yield words.say("sentence.clears"), None
    elif change.address.kind is SettingKind.PROPERTY:
        yield words.say("sentence.property", name=change.address.key), None
    elif change.action is Action.DELETE:
        yield words.say("sentence.delete", name=name), None
    elif change.action is Action.CREATE:
        yield _created(change, name, words), None
    else:
        for item in change.fields:
            if item.path != "teams":  # team moves have sentences of their own
                yield _field(item, name, words), item


def _object(item: FieldChange, words: Words) -> Markup:
    tab = words.label(item.path)
    before, after = (value_html(value, words) for value in (item.before, item.after))
    if item.before in (None, ()):
        return words.say("sentence.object_set", tab=tab, after=after)
    if item.after in (None, ()):
        return words.say("sentence.object_unset", tab=tab, before=before)
    return words.say("sentence.object", tab=tab, before=before, after=after)


def _created(change: Change, name: str, words: Words) -> Markup:
    teams = next((item.after for item in change.fields if item.path == "teams"), ())
    if not isinstance(teams, tuple) or not teams:
        return words.say("sentence.create", name=name)
    return words.say("sentence.create_teams", name=name, teams=members(teams))


def _field(item: FieldChange, name: str, words: Words) -> Markup:
    if item.path == "name":
        return words.say("sentence.rename", before=item.before, after=item.after)
    if item.path == "key":
        return words.say("sentence.key", name=name, before=item.before, after=item.after)
    if item.path == "protect":
        return words.say("sentence.protect_on" if item.after else "sentence.protect_off", name=name)
    if field_at(item.path).is_switch:
        return words.say("sentence.show" if item.after else "sentence.hide", name=name, tab=_tab(item.path, words))
    return _setting(item, name, words)


def _setting(item: FieldChange, name: str, words: Words) -> Markup:
    said = {"name": name, "tab": _tab(item.path, words), "label": Markup("{}").format(words.label(item.path))}
    if isinstance(item.before, tuple) and isinstance(item.after, tuple):
        return words.say("sentence.members", **said, members=_difference(item.before, item.after, words))
    before, after = (value_html(value, words) for value in (item.before, item.after))
    if item.before in (None, ""):
        return words.say("sentence.set", **said, after=after)
    if item.after is None:
        return words.say("sentence.unset", **said, before=before)
    return words.say("sentence.change", **said, before=before, after=after)


def _tab(path: str, words: Words) -> Markup:
    return Markup("{}").format(words.plain(f"tab.{field_at(path).tab}"))


def _difference(before: tuple[str, ...], after: tuple[str, ...], words: Words) -> Markup:
    gone = tuple(name for name in before if name not in after)
    added = tuple(name for name in after if name not in before)
    parts = [words.say("sentence.added", names=members(added))] if added else []
    parts += [words.say("sentence.removed", names=members(gone))] if gone else []
    return Markup("; ").join(parts)


def members(names: tuple[str, ...]) -> Markup:
    shown = [Markup("<b>{}</b>").format(clean(name)) for name in names[:_MOST_MEMBERS]]
    more = [Markup("… (+{})").format(len(names) - _MOST_MEMBERS)] if len(names) > _MOST_MEMBERS else []
    return Markup(", ").join([*shown, *more])


def value_html(value: Value, words: Words) -> Markup:
    """A value in words: "unset" if it has none, names marked up."""
    if value is None or value == ():
        return Markup("<i>{}</i>").format(words.plain("value.unset"))
    if isinstance(value, bool):
        return Markup("<b>{}</b>").format(words.plain("value.yes" if value else "value.no"))
    if isinstance(value, tuple):
        return members(value)
    return Markup("<b>{}</b>").format(clean(value)) if value else Markup("<i>{}</i>").format(words.plain("value.empty"))


def team_sentence(move: TeamMove, plan: AccountPlan, words: Words) -> Markup:
    """Where a team moves, and how many people that affects."""
    names = workspace_names(plan)
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
