"""What a setting is, in a few lines of plain text: its label, what belongs there, what its value means, where the value
comes from and who shares it."""

from __future__ import annotations

from collections.abc import Iterator

from csws.editing.fields import choices_at, people_text, place_of
from csws.editing.origin import Origin, Spot, origin_of, uses_of
from csws.editing.project import Checkup
from csws.editing.shapes import shape_at
from csws.kinds import workspaces
from csws.model.choice import Choice
from csws.model.place import Path
from csws.render.style import shown
from csws.render.words import words_of
from csws.workflow.account.check import CheckedAccount, asked_rules

_TITLES = {"general": "General", "customers": "Customers", "services": "Services", "revenue": "Revenue"}


def about(state: Checkup, file: str, spot: Spot) -> str:
    """Plain text about what stands at a place; "" where there is nothing to say."""
    role = state.roles.get(file, "")
    shape = shape_at(role, spot.path) if role in ("config", "part", "overlay") else None
    if shape is None:
        return ""
    parts = [" · ".join(filter(None, (shape.title, _on_screen(spot.path)))), shape.description]
    accounts = state.reading(file)
    for account in accounts[:1]:
        parts += _value(account, spot)
    parts += _sharing(state, spot) if accounts else ()
    parts += _laws(state, spot)
    return "\n\n".join(filter(None, parts))


def _laws(state: Checkup, spot: Spot) -> Iterator[str]:
    """The rules that what stands here breaks, and why they are."""
    broken = dict.fromkeys(found.code for found in state.diagnostics if found.span == spot.span)
    rules = {rule.code: rule for rule in asked_rules()} if broken else {}
    yield from (f"{code}: {rules[code].law}. {rules[code].reason}" for code in broken if code in rules)


def _on_screen(path: Path) -> str:
    """Where the field is on HubSpot's screens, in HubSpot's words."""
    place = place_of(path)
    field = place.field if place is not None else None
    if place is None or field is None or field.is_ours:
        return ""
    label = words_of("en").sentences.get(field.label, "")
    tab = _TITLES.get(field.tab, "") if place.kind is workspaces.KIND else ""
    return " → ".join(part for part in ("HubSpot", tab, str(label)) if part)


def _value(account: CheckedAccount, spot: Spot) -> Iterator[str]:
    value = spot.value.value
    if isinstance(value, str) and not spot.on_key:
        chosen = next((choice for choice in choices_at(account, spot.path) if choice.value == value), None)
        if chosen is not None:
            yield _choice(chosen, spot.path)
    found = origin_of(account, spot.path)
    if found is not None and spot.path[:1] != ("defaults",):
        origin, node = found
        if node.span != spot.value.span and origin is Origin.OVERLAY:
            where = f"{_code(node.span.file)}, line {node.span.line}"
            yield f"{_code(account.name)} has another value: {where}."


def _choice(choice: Choice, path: Path) -> str:
    people = f"{people_text(choice.people)} with it as their primary team" if choice.people is not None else ""
    held = f"it is in the workspace {_code(choice.held_by)}" if choice.held_by and choice.held_by not in path else ""
    wrong = "it is archived" if choice.is_archived else "it is of another type" if choice.is_of_another_type else ""
    label = f"{_code(choice.value)}: {shown(choice.label)}" if choice.label else _code(choice.value)
    return "; ".join(filter(None, (label, people, held, wrong))) + "."


def _sharing(state: Checkup, spot: Spot) -> Iterator[str]:
    """Who takes the value from here, where that is more than one."""
    uses = list(uses_of(state, spot.path, spot.value.span))
    names = dict.fromkeys(str(use.path[1]) for use in uses if use.path[:1] == ("workspaces",))
    if spot.path[:1] == ("defaults",):
        listed = ", ".join(_code(name) for name in names) or "no workspace"
        yield f"Shared by `defaults`: {listed} {'take' if len(names) > 1 else 'takes'} it from here."
    accounts = dict.fromkeys(use.account for use in uses)
    if len(accounts) > 1:
        yield f"It is the value in {len(accounts)} accounts."


def _code(name: object) -> str:
    return f"`{shown(name)}`"
