"""A step as the plan document has it and back. A document of an older csws lacks fields that are new in the model, one of
a newer csws names fields that this one does not know: where nothing is set in them, neither makes a difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csws.kinds import addresses, kind_of
from csws.model import snapshot_0_1
from csws.model.address import Address
from csws.model.change import Action
from csws.model.fields import Fields
from csws.model.kind import Kind
from csws.model.plan import Step, plain, with_whole_side
from csws.model.unknown import Unknown

Json = dict[str, Any]


def step_document(step: Step) -> Json:
    return {
        "id": step.id,
        "action": step.action.value,
        "address": str(step.address),
        "summary": step.summary,
        "sets": plain(step.sets),
        "was": plain(step.was),
        "because": list(map(str, step.because)),
        "transient": step.transient,
        "destructive": step.destructive,
        "allowed": step.allowed,
        "reason": step.reason,
        "clears": list(step.clears),
        **({"consequential": True} if step.consequential else {}),
    }


def step_from(data: Json, form: str) -> Step:
    """`form` is the format version of the plan. Raises Unknown for a step of a kind that this csws does not know."""
    action = _action(data)
    sets, was = _sides(data, action)
    step = Step(
        id=data["id"],
        action=action,
        address=_address(data),
        summary=data["summary"],
        sets=sets,
        was=was,
        because=tuple(address_from(text, f"step {data['id']} serves") for text in data["because"]),
        transient=data["transient"],
        destructive=data["destructive"],
        allowed=data["allowed"],
        reason=data["reason"],
        clears=tuple(data["clears"]),
        consequential=data.get("consequential", False),
    )
    return step if form == snapshot_0_1.FORMAT else _whole(step)


def check_steps(steps: Iterable[Json]) -> None:
    """Raises Unknown where one of the steps is of a kind that this csws does not know."""
    for data in steps:
        _sides(data, _action(data))


def _sides(data: Json, action: Action) -> tuple[Json, Json]:
    """What a step sets, and what it expects to find."""
    kind = kind_of(_address(data))
    sets = _known(data, "sets", kind, may_be_unset=action is Action.CREATE)
    return sets, _known(data, "was", kind, may_be_unset=action is Action.DELETE)


def _address(data: Json) -> Address:
    return address_from(data["address"], f"step {data['id']} is about")


def _action(data: Json) -> Action:
    try:
        return Action(data["action"])
    except ValueError as error:
        raise Unknown(f"step {data['id']} has the action `{data['action']}`") from error


def address_from(text: str, clause: str) -> Address:
    """Raises Unknown for a kind of setting that this csws does not know; `clause` is its part of the document."""
    try:
        return addresses.parse(text)
    except ValueError as error:
        raise Unknown(f"{clause} `{text}`") from error


def value_from(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def fields_from(data: Json) -> Json:
    return {path: value_from(value) for path, value in data.items()}


def _known(data: Json, part: str, kind: Kind, *, may_be_unset: bool) -> Json:
    """The fields of one part of a step. Leaves out an unknown field if it may be unset there."""
    known = {path for path in data[part] if kind.field_at(path) or (path == "key" and kind.is_keyed)}
    unknown = {path: value for path, value in data[part].items() if path not in known}
    for path, value in unknown.items():
        if not may_be_unset or value not in (None, []):
            raise Unknown(f"step {data['id']} names `{path}` of `{data['address']}`")
    return fields_from({path: value for path, value in data[part].items() if path not in unknown})


def _whole(step: Step) -> Step:
    """A create sets every field of today's model, and a delete finds every one, though the document names fewer."""
    kind = kind_of(step.address)
    if not (kind.is_keyed and kind.is_recorded):
        return step

    def every(fields: Fields) -> Mapping[str, Any]:
        return kind.flat(kind.made(None, None, fields))

    return with_whole_side(step, every)
