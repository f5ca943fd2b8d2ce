"""One step → the visit to HubSpot that does it: one *Edit* for a workspace, one *Save* for each tab
(DOMAIN §4)."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from csws.kinds import objects, properties, workspaces
from csws.kinds.health_scores.kind import KIND as HEALTH_SCORES
from csws.model.change import Action
from csws.model.field import Field, is_unset, texts_of
from csws.model.fields import GENERAL, TABS, Fields, Value
from csws.model.plan import Step
from csws.render.markup import tagged
from csws.render.runbook.acts import acts_of, acts_of_tab
from csws.render.runbook.parts import Act, Page, Visit
from csws.render.runbook.scores import visit_of_score, way_to_scores
from csws.render.runbook.screen import Screen, beside
from csws.render.words import words_of


def visit_of(step: Step, name: str, screen: Screen) -> Visit | None:
    """The visit of a step; None if nothing changes on HubSpot's screens. `name` is what the list
    shows now, "" for a primary workspace without a name."""
    if screen.kind is properties.KIND:
        return None
    if screen.kind is objects.KIND:
        return _objects(step, screen)
    fields = {path: value for path, value in step.sets.items() if path != "key" and not screen.field(path).is_ours}
    if step.action is Action.DELETE:
        return _delete(name, screen)
    if screen.kind is HEALTH_SCORES:
        return visit_of_score(step, fields, name, screen)
    if screen.kind is not workspaces.KIND:
        return _item(step, fields, name, screen)
    if step.action is Action.CREATE:
        return _create(fields, screen)
    return _update(fields, step.was, name, screen)


def _objects(step: Step, screen: Screen) -> Visit:
    paths = sorted(step.sets, key=screen.kind.place_of)
    acts = tuple(act for path in paths for act in acts_of(path, step.sets[path], step.was.get(path), screen))
    page = Page(title=_tab("objects", screen), acts=(*acts, _save(screen)))
    replaced = any(set(texts_of(step.was.get(path))) - set(texts_of(step.sets[path])) for path in paths)
    checks = ["runbook.check", *(["runbook.check_objects"] if replaced else [])]
    check = screen.words.joined([screen.words.plain(key) for key in checks], "list.between")
    first = ("ui.service", "ui.customer_success", "ui.settings_icon")
    ways = (tuple(map(screen.both, first)), _way(screen, "tab.objects"))
    return Visit(ways=ways, opening=Markup(), pages=(page,), check=check)


def _update(fields: Fields, was: Fields, name: str, screen: Screen) -> Visit | None:
    pages = tuple(_tabs(fields, was, screen))
    if not pages:
        return None
    say, button = screen.words, screen.both("ui.edit")
    opening = say.say("runbook.hover", name=name, button=button) if name else Markup()
    return Visit(
        ways=(_way(screen, "ui.workspaces"),),
        opening=opening or say.say("runbook.hover_primary", button=button),
        pages=pages,
        check=say.plain("runbook.check"),
    )


def _create(fields: Fields, screen: Screen) -> Visit:
    """After its dialog HubSpot goes on with the settings of the new workspace."""
    say, button = screen.words, screen.both("ui.create_workspace")
    paths = [item.path for item in GENERAL if fields.get(item.path) and not item.is_ours]
    acts = tuple(act for path in paths for act in acts_of(path, fields[path], None, screen))
    dialog = Page(title=say.say("runbook.dialog"), acts=(*acts, Act(lead=_click(button, screen))))
    mine = {path: value for path, value in fields.items() if _differs_from_new(screen.field(path), value)}
    return Visit(
        ways=(_way(screen, "ui.workspaces"),),
        opening=_click(button, screen),
        pages=(dialog, *_tabs(mine, {}, screen, but="general")),
        check=say.plain("runbook.check"),
    )


def _differs_from_new(field: Field, value: Value) -> bool:
    """Whether a value differs from a new workspace, which shows its tabs and has nothing else set
    (DOMAIN §1)."""
    return value is False if field.is_switch else value not in (None, (), "")


def _tabs(fields: Fields, was: Fields, screen: Screen, but: str = "") -> Iterator[Page]:
    """One page for each tab with something to do."""
    for tab in TABS:
        mine = {path: value for path, value in fields.items() if screen.field(path).tab == tab}
        if mine and tab != but:
            acts = tuple(acts_of_tab(_visible(mine, screen), was, screen))
            yield Page(title=_tab(tab, screen), acts=(*acts, _save(screen)))


def _visible(fields: Fields, screen: Screen) -> Fields:
    """On a tab that is switched off nothing else can be set (DOMAIN §1)."""
    off = {path: value for path, value in fields.items() if value is False and screen.field(path).is_switch}
    return off or fields


def _delete(name: str, screen: Screen) -> Visit:
    say, button = screen.words, screen.both("ui.delete")
    acts: tuple[Act, ...] = ()
    if screen.kind is workspaces.KIND:
        acts = (Act(lead=say.say("runbook.tick", label=screen.both("ui.understand"))),)
        opening, check = say.say("runbook.hover", name=name, button=button), "runbook.check_delete"
        way = _way(screen, "ui.workspaces")
    else:
        way = _item_way(screen)
        opening, check = say.say("item.remove", name=name, button=button), "item.check_delete"
    page = Page(title=say.say("runbook.dialog"), acts=(*acts, Act(lead=_click(button, screen))))
    warning = say.plain("runbook.undone")
    return Visit(ways=(way,), opening=opening, pages=(page,), check=say.plain(check), warning=warning)


def _item(step: Step, fields: Fields, name: str, screen: Screen) -> Visit | None:
    """Any other kind: open its page, set the fields, save."""
    say, created = screen.words, step.action is Action.CREATE
    set_now = {path for path, value in fields.items() if not (created and is_unset(value))}
    paths = sorted(set_now, key=screen.kind.place_of)
    if not paths:
        return None
    acts = tuple(act for path in paths for act in acts_of(path, fields[path], step.was.get(path), screen))
    title = escape(say.plain(f"kind.{screen.kind.name}"))
    opening = say.say("item.new" if created else "item.open", name=name)
    page = Page(title=title, acts=(*acts, _save(screen)))
    check = say.plain("runbook.check")
    return Visit(ways=(_item_way(screen),), opening=opening, pages=(page,), check=check)


def _way(screen: Screen, last: str) -> tuple[Markup, ...]:
    return tuple(screen.both(key) for key in ("ui.settings", "ui.customer_success", last))


def _item_way(screen: Screen) -> tuple[Markup, ...]:
    if screen.kind is HEALTH_SCORES:
        return way_to_scores(screen)
    return (
        screen.both("ui.settings"),
        tagged("b", screen.words.plain(f"kind.{screen.kind.name}")),
    )


def _tab(tab: str, screen: Screen) -> Markup:
    mine, english = (words.plain(f"tab.{tab}") for words in (screen.words, words_of("en")))
    return screen.words.say("runbook.tab", tab=beside(mine, english, strong=False))


def _save(screen: Screen) -> Act:
    return Act(lead=_click(screen.both("ui.save"), screen))


def _click(button: Markup, screen: Screen) -> Markup:
    return screen.words.say("runbook.click", button=button)
