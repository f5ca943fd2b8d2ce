"""One step of a health score → the visit to HubSpot that does it: its segments, its groups of rules, its bands, and the
click that turns it on or off (DOMAIN §1). Knows no plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from csws.kinds.health_scores.conditions import condition_of
from csws.kinds.health_scores.kind import groups_of
from csws.kinds.health_scores.labels import labels_in
from csws.kinds.health_scores.paths import condition_at, group_of, group_path
from csws.kinds.health_scores.states import PUBLISHED
from csws.model.change import Action
from csws.model.field import is_unset
from csws.model.fields import Fields, Value
from csws.model.plan import Step
from csws.render.conditions import Conditions
from csws.render.runbook.acts import acts_of
from csws.render.runbook.parts import Act, ActGroup, Acts, Page, Visit
from csws.render.runbook.screen import Screen, beside
from csws.render.words import words_of

_HEAD = ("name", "object", "segments")
_BANDS = ("bands.healthy", "bands.at_risk")


def visit_of_score(step: Step, fields: Fields, name: str, screen: Screen) -> Visit | None:
    """`fields` are those that HubSpot's screens have; None if nothing of them changes."""
    say = screen.words
    turns = fields.get("state") if step.action is Action.UPDATE or step.action is Action.MOVE else None
    pages = tuple(_pages(step, fields, screen))
    if turns is not None:
        pages = (*pages, _turning(str(turns), screen))
    if not pages:
        return None
    opening = "score.new" if step.action is Action.CREATE else "item.open"
    return Visit(
        ways=(way_to_scores(screen),),
        opening=say.say(opening, name=name),
        pages=pages,
        check=say.plain("runbook.check"),
        warning=say.plain("score.fires") if step.consequential else "",
    )


def way_to_scores(screen: Screen) -> tuple[Markup, ...]:
    return tuple(screen.both(key) for key in ("ui.settings", "ui.customer_success", "ui.health_scores"))


def _pages(step: Step, fields: Fields, screen: Screen) -> Iterator[Page]:
    created = step.action is Action.CREATE
    changed = {path: value for path, value in fields.items() if not (created and is_unset(value))}
    head = tuple(_acts(changed, step.was, _HEAD, screen))
    if head:
        yield Page(title=_tab("ui.score_segments", screen), acts=(*head, _save(screen)))
    groups = tuple(_groups(changed, step, screen))
    bands = tuple(_acts(changed, step.was, _BANDS, screen))
    if groups or bands:
        yield Page(title=_tab("ui.calculations", screen), acts=(*groups, *bands, _save(screen)))


def _acts(fields: Fields, was: Fields, paths: Iterable[str], screen: Screen) -> Iterator[Act]:
    for path in paths:
        if path in fields:
            yield from acts_of(path, fields[path], was.get(path), screen)


def _groups(fields: Fields, step: Step, screen: Screen) -> Iterator[Acts]:
    for key in groups_of(fields):
        mine = {path: value for path, value in fields.items() if group_of(path) == key}
        named, had = (side.get(group_path(key, "name")) for side in (fields, step.was))
        said = {"group": str(named or had or key)}
        kind = mine.get(group_path(key, "kind"))
        if group_path(key, "name") in mine and named is None:
            yield Act(lead=screen.words.say("score.delete_group", **said))
        else:
            is_new = kind is not None and step.was.get(group_path(key, "kind")) is None
            acts = tuple(_of_group(key, mine, step, str(kind) if is_new else "", screen))
            yield ActGroup(heading=screen.words.say("score.group", **said), acts=acts)


def _of_group(key: str, fields: Fields, step: Step, new: str, screen: Screen) -> Iterator[Act]:
    """`new` is the kind of a group that has to be made, "" for one that is there."""
    was, object_name = step.was, _object(step, screen)
    if new:
        button = screen.both("ui.add_event_group" if new == "events" else "ui.add_property_group")
        yield Act(lead=screen.words.say("runbook.click", button=button))
    names = ("name", "max", "min") if new else ("name", "kind", "max", "min")
    yield from _acts(fields, was, [group_path(key, name) for name in names], screen)
    for path, points in sorted(fields.items()):
        condition = condition_at(path)
        if condition is not None:
            yield _rule(condition, points, was.get(path), object_name, screen)


def _object(step: Step, screen: Screen) -> str:
    """Whose labels the rules have: those of the score's object, which is the customers object where the step does not
    say it."""
    named = step.sets.get("object") or step.was.get("object") or screen.objects.customers
    return named if isinstance(named, str) else ""


def _rule(condition: str, points: Value, before: Value, object_name: str, screen: Screen) -> Act:
    tests = condition_of(condition)
    labels = dict(labels_in(tests, object_name, screen.catalog))
    asked = Conditions(screen.words, labels, names=True).sentence(tests)
    if points is None:
        return Act(lead=screen.words.say("score.remove_rule", rule=asked))
    key = "score.add_rule" if before is None else "score.change_rule"
    values = {} if before is None else {"before": _points(before)}
    return Act(lead=screen.words.say(key, rule=asked, points=_points(points), **values))


def _points(points: Value) -> str:
    return f"{points:+d}" if isinstance(points, int) else str(points)


def _turning(state: str, screen: Screen) -> Page:
    on = state == PUBLISHED
    button = screen.both("ui.turn_on" if on else "ui.turn_off")
    title = screen.words.say("score.turn_on" if on else "score.turn_off")
    return Page(title=title, acts=(Act(lead=screen.words.say("runbook.click", button=button)),))


def _tab(key: str, screen: Screen) -> Markup:
    mine, english = (words.plain(key) for words in (screen.words, words_of("en")))
    return screen.words.say("runbook.tab", tab=beside(mine, english, strong=False))


def _save(screen: Screen) -> Act:
    return Act(lead=screen.words.say("runbook.click", button=screen.both("ui.save")))
