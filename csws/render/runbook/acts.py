"""Fields → acts: what to set on a page, in the order of the screen, under the headings that stand
there. Knows no step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from markupsafe import Markup, escape

from csws.model.field import Field, Reference, Section, Type, is_unset
from csws.model.fields import Fields, Value, object_in, screen_order
from csws.render.markup import tagged
from csws.render.runbook.parts import Act, ActGroup, Acts
from csws.render.runbook.screen import Screen
from csws.render.words import clean


def acts_of_tab(fields: Fields, was: Fields, screen: Screen) -> Iterator[Acts]:
    """The switch, then the choices, object by object."""
    for name, paths in groupby(sorted(fields, key=screen_order), key=object_in):
        acts = tuple(_by_section(paths, fields, was, screen))
        if name is None:
            yield from acts
        else:
            heading = screen.words.say("runbook.object", object=screen.object_heading(name))
            yield ActGroup(heading=heading, acts=acts)


def _by_section(paths: Iterable[str], fields: Fields, was: Fields, screen: Screen) -> Iterator[Acts]:
    for section, mine in groupby(paths, key=lambda path: screen.field(path).section):
        acts = tuple(act for path in mine for act in acts_of(path, fields[path], was.get(path), screen))
        if section is None:
            yield from acts
        else:
            yield ActGroup(heading=_heading(section, screen), acts=acts)


def _heading(section: Section, screen: Screen) -> Markup:
    also = _ALSO.get(section)
    if also is None:
        return screen.words.say("runbook.section", section=screen.both(section.value))
    return screen.words.say("runbook.section_also", section=screen.both(section.value), also=screen.both(also))


# HubSpot's help has two names for this section (DOMAIN §4).
_ALSO = {Section.DEFAULTS: "ui.default_settings_also"}


def acts_of(path: str, value: Value, before: Value, screen: Screen) -> Iterator[Act]:
    """What to do for one field. A list may need two acts: what to add, and what to remove."""
    say, label, field = screen.words, screen.label(path), screen.field(path)
    if isinstance(value, bool):
        yield Act(lead=say.say("runbook.on" if value else "runbook.off", label=label))
    elif isinstance(value, tuple):
        had = before if isinstance(before, tuple) else ()
        yield from _acts_of_list(path, value, had, label, screen)
    elif value in (None, ""):
        filled = "runbook.empty" if _is_typed(field) else "runbook.unset"
        yield Act(
            lead=say.say("runbook.blank" if is_unset(before) else filled, label=label), now=_now(path, before, screen)
        )
    else:
        lead = say.say("runbook.enter" if _is_typed(field) else "runbook.choose", label=label)
        shown = (screen.value(path, str(value)),)
        yield Act(lead=lead, values=shown, now=_now(path, before, screen))


def _is_typed(field: Field) -> bool:
    """Whether a person types the value; any other is chosen."""
    return field.type in (Type.TEXT, Type.NUMBER) and field.refers_to is None


def _now(path: str, before: Value, screen: Screen) -> Markup:
    """What the control shows before, so that a person notices that it shows something else. The screen may be English, so
    a word of the reader's language has the English one beside it."""
    if is_unset(before) or not isinstance(before, (str, int)):
        return Markup()
    field, value = screen.field(path), screen.value(path, str(before))
    shown = tagged("b", clean(value.text))
    if value.name and (field.choices or field.refers_to is Reference.OBJECT):
        shown = screen.words.say("list.beside", text=shown, name=escape(value.name))
    return screen.words.say("runbook.now", value=shown)


def _acts_of_list(
    path: str, after: tuple[str, ...], before: tuple[str, ...], label: Markup, screen: Screen
) -> Iterator[Act]:
    say, refers_to = screen.words, screen.field(path).refers_to
    added = tuple(screen.value(path, name) for name in after if name not in before)
    gone = tuple(screen.value(path, name) for name in before if name not in after)
    if added:
        yield Act(lead=say.say("runbook.add", label=label), values=added)
    if gone:
        yield Act(lead=say.say(_removing(refers_to, after), label=label), values=gone)
    if not (added or gone):
        lead = "runbook.no_pipeline" if refers_to is Reference.PIPELINE else "runbook.blank"
        yield Act(lead=say.say(lead, label=label))


def _removing(refers_to: Reference | None, left: tuple[str, ...]) -> str:
    """Only of teams is it known how the screen removes one (DOMAIN §4)."""
    if refers_to is Reference.TEAM:
        return "runbook.remove_team"
    return "runbook.all_pipelines" if refers_to is Reference.PIPELINE and not left else "runbook.remove"
