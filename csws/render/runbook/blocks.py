"""One step → the blocks that a person works through: one for each page of HubSpot with a Save of its own (DOMAIN §4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from csws.model.address import SettingKind
from csws.model.catalog import Catalog, ObjectType
from csws.model.change import Action
from csws.model.fields import Fields, Value, object_in, role_of
from csws.model.plan import Step
from csws.render.words import Words, clean, words_of

# Where an account's settings begin on its own UI host. Not documented for customer success: assumed (docs/assumptions.md).
SETTINGS_URL = "https://{host}/settings/{account}"


@dataclass(frozen=True, slots=True)
class Block:
    """One page: the way to it, what to do there in order, and what to look at afterwards. `save` is the last click."""

    title: str
    way: tuple[str, ...]
    acts: tuple[Markup, ...]
    save: Markup | str
    check: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the words of a block depend on: the language, and the account that is on the screen."""

    words: Words
    catalog: Catalog

    @property
    def url(self) -> str:
        return SETTINGS_URL.format(host=self.catalog.ui_domain, account=self.catalog.account_id)

    def both(self, key: str) -> Markup:
        """A label of the screen in the reader's language, and the English one beside it."""
        mine, english = (str(words.sentences[key]) for words in (self.words, words_of("en")))
        beside = f" ({english})" if mine != english else ""
        return Markup("<b>{}</b>{}").format(mine, beside)

    def label(self, path: str) -> Markup:
        mine, english = self.words.label(path), words_of("en").label(path)
        beside = f" ({english})" if mine != english else ""
        return Markup("<b>{}</b>{}").format(mine, beside)


def blocks_of(step: Step, name: str, screen: Screen) -> tuple[Block, ...]:
    """The blocks of a step; none where nothing on HubSpot's screens changes. `name` is what the workspace is called now."""
    if step.address.kind is SettingKind.PROPERTY:
        return ()
    if step.address.kind is SettingKind.OBJECTS:
        return (_objects(step, screen),)
    if step.action is Action.DELETE:
        return (_delete(name, screen),)
    fields = {path: value for path, value in step.sets.items() if path not in ("key", "protect")}
    if step.action is Action.CREATE:
        return (_create(fields, screen), *_tabs(fields, {}, str(fields["name"]), screen, created=True))
    return tuple(_tabs(fields, step.was, name, screen, created=False))


def _objects(step: Step, screen: Screen) -> Block:
    say = screen.words
    acts = tuple(_act(path, value, step.was.get(path), screen) for path, value in step.sets.items())
    way = tuple(say.plain(f"ui.{part}") for part in ("service", "customer_success", "settings_icon"))
    return Block(say.plain("tab.objects"), way, acts, _save(screen), say.plain("runbook.check_objects"))


def _settings_way(screen: Screen) -> tuple[str, ...]:
    return tuple(screen.words.plain(f"ui.{part}") for part in ("settings", "customer_success", "workspaces"))


def _save(screen: Screen) -> Markup:
    return screen.words.say("runbook.click", button=screen.both("ui.save"))


def _create(fields: Fields, screen: Screen) -> Block:
    say, button = screen.words, screen.both("ui.create_workspace")
    acts = [say.say("runbook.click", button=button)]
    acts += [_act(path, fields[path], None, screen) for path in ("name", "description", "teams") if fields.get(path)]
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
    """One block for each tab on which something is to be done; a new workspace has its general page already."""
    say = screen.words
    for tab in ("general", "customers", "services", "revenue"):
        mine = {
            path: value for path, value in fields.items() if role_of(path) == tab and _is_to_do(path, value, created)
        }
        if not mine or (created and tab == "general"):
            continue
        acts = [say.say("runbook.hover", name=name, button=screen.both("ui.edit"))]
        acts += [say.say("runbook.click", button=screen.both(f"tab.{tab}"))]
        acts += list(_acts(mine, was, screen))
        yield Block(
            say.plain(f"tab.{tab}"), _settings_way(screen), tuple(acts), _save(screen), say.plain("runbook.check")
        )


def _is_to_do(path: str, value: Value, created: bool) -> bool:
    """In a new workspace tabs are shown and everything else is empty (DOMAIN §1): only what differs is to be done."""
    if not created:
        return True
    return value is False if path.endswith(".show") else value not in (None, (), "")


def _acts(fields: Fields, was: Fields, screen: Screen) -> Iterator[Markup]:
    """The acts of a tab in the order of the screen: the switch, then the choices, object by object."""
    shown: str | None = None
    for path in sorted(fields, key=_order):
        revenue_object = object_in(path)
        if revenue_object is not None and revenue_object != shown:
            shown = revenue_object
            yield screen.words.say("runbook.section", object=_object_label(revenue_object, screen))
        yield _act(path, fields[path], was.get(path), screen)


_CHOICES = (
    "show",
    "name",
    "description",
    "teams",
    "csm_property",
    "renewal_date_property",
    "date_property",
    "pipelines",
)


def _order(path: str) -> tuple[str, int]:
    last = path.rsplit(".", 1)[-1]
    return (object_in(path) or "", _CHOICES.index(last) if last in _CHOICES else len(_CHOICES))


def _act(path: str, value: Value, before: Value, screen: Screen) -> Markup:
    say, label, last = screen.words, screen.label(path), path.rsplit(".", 1)[-1]
    if isinstance(value, bool):
        return say.say("runbook.on" if value else "runbook.off", label=label)
    if isinstance(value, tuple):
        return _set_act(path, value, before if isinstance(before, tuple) else (), label, screen)
    if value in (None, ""):
        return say.say("runbook.clear", label=label)
    kind = "runbook.enter" if last in ("name", "description") else "runbook.choose"
    return say.say(kind, label=label, value=_shown(path, str(value), screen))


def _set_act(path: str, after: tuple[str, ...], before: tuple[str, ...], label: Markup, screen: Screen) -> Markup:
    """What is added to a set and what is removed from it."""
    say = screen.words
    if not after and path.endswith("pipelines"):
        return say.say("runbook.all_pipelines", label=label)
    added = [_shown(path, name, screen) for name in after if name not in before]
    gone = [_shown(path, name, screen) for name in before if name not in after]
    acts = [say.say("runbook.add", label=label, value=Markup(", ").join(added))] if added else []
    acts += [say.say("runbook.remove", label=label, value=Markup(", ").join(gone))] if gone else []
    return Markup("; ").join(acts) if acts else say.say("runbook.clear", label=label)


def _shown(path: str, value: str, screen: Screen) -> Markup:
    """A value as the control shows it: the label of a property with its internal name, the words for a layout."""
    last = path.rsplit(".", 1)[-1]
    if path in ("customers", "services", "revenue"):
        return _object_label(value, screen)
    if last == "default_layout":
        return screen.both(f"layout.{value}") if f"layout.{value}" in screen.words.sentences else _strong(value)
    if last.endswith("_property"):
        labels = {
            found.properties[value].label
            for found in _objects_with(value, path, screen.catalog)
            if found.properties[value].label != value
        }
        return (
            Markup("{} ({})").format(_strong(sorted(labels)[0]), clean(value)) if len(labels) == 1 else _strong(value)
        )
    return _strong(value)


def _objects_with(name: str, path: str, catalog: Catalog) -> list[ObjectType]:
    only = object_in(path)
    return [item for key, item in catalog.objects.items() if name in item.properties and only in (None, key)]


def _object_label(name: str, screen: Screen) -> Markup:
    found = screen.catalog.objects.get(name)
    return _strong(found.label if found else name)


def _strong(text: str) -> Markup:
    return Markup("<b>{}</b>").format(clean(text))
