"""One step → the blocks that a person works through, one for each page of HubSpot with its own Save
button (DOMAIN §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from markupsafe import Markup

from csws.kinds import objects, properties, workspaces
from csws.model.catalog import Catalog
from csws.model.change import Action
from csws.model.field import Field, Reference, Type, is_unset
from csws.model.fields import GENERAL, TABS, Fields, Value, object_in, screen_order
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.plan import Step
from csws.model.settings import Objects
from csws.render.words import Words, clean, words_of

# The start of an account's settings on its UI host. Not documented for customer success, so assumed
# (docs/assumptions.md).
SETTINGS_URL = "https://{host}/settings/{account}"


@frozen(kw_only=False)
class ClickGroup:
    """Clicks in one place of a page. The heading names the place and is not a click itself."""

    heading: Markup
    acts: tuple[Act, ...]


Act = Markup | ClickGroup


@frozen(kw_only=False)
class Block:
    """One page: the way to it, what to do there in order, and what to check afterwards. `save` is
    the last click."""

    title: str
    way: tuple[str, ...]
    acts: tuple[Act, ...]
    save: Markup | str
    check: str
    warning: str = ""


@frozen(kw_only=False)
class Screen:
    """What the words of a block depend on: the language, the account on the screen, its objects at
    this step, and the kind of setting."""

    words: Words
    catalog: Catalog
    objects: Objects
    kind: Kind

    def both(self, key: str) -> Markup:
        """A label of the screen in the reader's language, followed by the English one."""
        mine, english = (str(words.sentences[key]) for words in (self.words, words_of("en")))
        beside = f" ({english})" if mine != english else ""
        return Markup("<b>{}</b>{}").format(mine, beside)

    def field(self, path: str) -> Field:
        found = self.kind.field_at(path)
        assert found is not None  # steps name no other paths, but the key
        return found

    def label(self, path: str) -> Markup:
        mine, english = (words.label(self.field(path)) for words in (self.words, words_of("en")))
        beside = f" ({english})" if mine != english else ""
        return Markup("<b>{}</b>{}").format(mine, beside)


def settings_url(catalog: Catalog) -> str:
    return SETTINGS_URL.format(host=catalog.ui_domain, account=catalog.account_id)


def blocks_of(step: Step, name: str, screen: Screen) -> tuple[Block, ...]:
    """The blocks of a step; none if nothing changes on HubSpot's screens. `name` is the current
    name of the workspace."""
    if screen.kind is properties.KIND:
        return ()
    if screen.kind is objects.KIND:
        return (_objects(step, screen),)
    fields = {path: value for path, value in step.sets.items() if path != "key" and not screen.field(path).is_ours}
    if screen.kind is not workspaces.KIND:
        return tuple(_item(step, fields, name, screen))
    if step.action is Action.DELETE:
        return (_delete(name, screen),)
    if step.action is Action.CREATE:
        return (_create(fields, screen), *_tabs(fields, {}, str(fields["name"]), screen, created=True))
    return tuple(_tabs(fields, step.was, name, screen, created=False))


def _objects(step: Step, screen: Screen) -> Block:
    say = screen.words
    acts = tuple(
        _act(path, step.sets[path], step.was.get(path), screen) for path in sorted(step.sets, key=screen.kind.place_of)
    )
    way = (say.plain("ui.service"), say.plain("ui.customer_success"), say.plain("ui.settings_icon"))
    return Block(say.plain("tab.objects"), way, acts, _save(screen), say.plain("runbook.check_objects"))


def _item(step: Step, fields: Fields, name: str, screen: Screen) -> Iterator[Block]:
    """Any other kind: open its page, set the fields, save."""
    say, title = screen.words, screen.words.plain(f"kind.{screen.kind.name}")
    way = (say.plain("ui.settings"), title)
    if step.action is Action.DELETE:
        act = say.say("item.remove", name=name, button=screen.both("ui.delete"))
        check, warning = say.plain("item.check_delete"), say.plain("runbook.undone")
        yield Block(title, way, (act,), say.say("runbook.click", button=screen.both("ui.delete")), check, warning)
        return
    created = step.action is Action.CREATE
    paths = sorted(
        (path for path, value in fields.items() if not (created and is_unset(value))), key=screen.kind.place_of
    )
    if paths:
        first = say.say("item.new" if created else "item.open", name=name)
        acts = (first, *(_act(path, fields[path], step.was.get(path), screen) for path in paths))
        yield Block(title, way, acts, _save(screen), say.plain("runbook.check"))


def _settings_way(screen: Screen) -> tuple[str, ...]:
    say = screen.words
    return say.plain("ui.settings"), say.plain("ui.customer_success"), say.plain("ui.workspaces")


def _save(screen: Screen) -> Markup:
    return screen.words.say("runbook.click", button=screen.both("ui.save"))


def _create(fields: Fields, screen: Screen) -> Block:
    say, button = screen.words, screen.both("ui.create_workspace")
    acts = [say.say("runbook.click", button=button)]
    acts += [_act(item.path, fields[item.path], None, screen) for item in GENERAL if fields.get(item.path)]
    return Block(
        say.plain("ui.create_workspace"),
        _settings_way(screen),
        tuple(acts),
        say.say("runbook.click", button=button),
        say.plain("runbook.check"),
    )


def _delete(name: str, screen: Screen) -> Block:
    say, button = screen.words, screen.both("ui.delete")
    acts = (
        say.say("runbook.hover", name=name, button=button),
        say.say("runbook.tick", label=screen.both("ui.understand")),
    )
    return Block(
        say.plain("ui.delete"),
        _settings_way(screen),
        acts,
        say.say("runbook.click", button=button),
        say.plain("runbook.check_delete"),
        say.plain("runbook.undone"),
    )


def _tabs(fields: Fields, was: Fields, name: str, screen: Screen, *, created: bool) -> Iterator[Block]:
    """One block for each tab with something to do. A new workspace already has its general page."""
    say = screen.words
    for tab in TABS:
        mine = {
            path: value
            for path, value in fields.items()
            if screen.field(path).tab == tab and (not created or _differs_from_new(screen.field(path), value))
        }
        if not mine or (created and tab == "general"):
            continue
        acts = (
            say.say("runbook.hover", name=name, button=screen.both("ui.edit")),
            say.say("runbook.click", button=screen.both(f"tab.{tab}")),
            *_acts(mine, was, screen),
        )
        yield Block(say.plain(f"tab.{tab}"), _settings_way(screen), acts, _save(screen), say.plain("runbook.check"))


def _differs_from_new(field: Field, value: Value) -> bool:
    """Whether a value differs from a new workspace, which shows its tabs and has nothing else set
    (DOMAIN §1)."""
    return value is False if field.is_switch else value not in (None, (), "")


def _acts(fields: Fields, was: Fields, screen: Screen) -> Iterator[Act]:
    """The clicks of a tab in the order of the screen: the switch, then the choices, object by
    object."""
    for name, paths in groupby(sorted(fields, key=screen_order), key=object_in):
        acts = tuple(_by_section(paths, fields, was, screen))
        if name is None:
            yield from acts
        else:
            yield ClickGroup(screen.words.say("runbook.object", object=_object_label(name, screen)), acts)


def _by_section(paths: Iterable[str], fields: Fields, was: Fields, screen: Screen) -> Iterator[Act]:
    for section, mine in groupby(paths, key=lambda path: screen.field(path).section):
        acts = tuple(_act(path, fields[path], was.get(path), screen) for path in mine)
        if section is None:
            yield from acts
        else:
            yield ClickGroup(screen.words.say("runbook.section", section=screen.both(section.value)), acts)


def _act(path: str, value: Value, before: Value, screen: Screen) -> Markup:
    say, label, field = screen.words, screen.label(path), screen.field(path)
    if isinstance(value, bool):
        return say.say("runbook.on" if value else "runbook.off", label=label)
    if isinstance(value, tuple):
        return _set_act(path, value, before if isinstance(before, tuple) else (), label, screen)
    if value in (None, ""):
        return say.say("runbook.clear", label=label)
    is_typed = field.type is Type.TEXT and field.refers_to is None
    return say.say("runbook.enter" if is_typed else "runbook.choose", label=label, value=_shown(path, value, screen))


def _set_act(path: str, after: tuple[str, ...], before: tuple[str, ...], label: Markup, screen: Screen) -> Markup:
    """The items to add to a list and the items to remove from it."""
    say = screen.words
    if not after and screen.field(path).refers_to is Reference.PIPELINE:
        return say.say("runbook.all_pipelines", label=label)
    added = [_shown(path, name, screen) for name in after if name not in before]
    gone = [_shown(path, name, screen) for name in before if name not in after]
    acts = [say.say("runbook.add", label=label, value=Markup(", ").join(added))] if added else []
    acts += [say.say("runbook.remove", label=label, value=Markup(", ").join(gone))] if gone else []
    return Markup("; ").join(acts) if acts else say.say("runbook.clear", label=label)


def _shown(path: str, value: str, screen: Screen) -> Markup:
    """A value as the control shows it: the label of an object or property, or the words for a
    choice."""
    field = screen.field(path)
    if field.refers_to is Reference.OBJECT:
        return _object_label(value, screen)
    if value in field.choices:
        return screen.both(field.words_of(value))
    return _property_label(path, value, screen) if field.is_property else _strong(value)


def _property_label(path: str, name: str, screen: Screen) -> Markup:
    """The label in the list of properties, followed by the internal name if it is different."""
    found = screen.catalog.objects.get(screen.kind.object_behind(path, screen.objects) or "")
    known = found.properties.get(name) if found else None
    if known is None or known.label == name:
        return _strong(name)
    return Markup("{} ({})").format(_strong(known.label), clean(name))


def _object_label(name: str, screen: Screen) -> Markup:
    found = screen.catalog.objects.get(name)
    return _strong(found.label if found else name)


def _strong(text: str) -> Markup:
    return Markup("<b>{}</b>").format(clean(text))
