"""`--set PATH=VALUE` → the observed values. Knows no account: another module checks whether a team or a property
exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from csws.errors import UsageFault
from csws.kinds import RECORDED, kind_of, objects, workspaces
from csws.kinds.addresses import split
from csws.load.yaml_reader import read_yaml
from csws.model.address import KEY
from csws.model.field import EACH, Field, Type, Value, whole_number
from csws.model.fields import object_in
from csws.model.kind import Kind, normal_text
from csws.model.paths import name_and_value
from csws.model.suggestion import did_you_mean
from csws.workflow.observation.said import Block, Handle, Place, SaidValue, Seen

_UNMANAGED = "unmanaged"
_FORMS = "Use --set workspace.KEY.PATH=VALUE, --set unmanaged.ID.PATH=VALUE or --set objects.ROLE=VALUE."
_VALUES = "Use a word, null, true, false, or a list: [A, B]."


def seen_in_options(pairs: Sequence[str]) -> Seen:
    """The observed values of all pairs. Raises UsageFault for a pair that it cannot parse, and for two that
    contradict each other."""
    seen = Seen()
    for pair in pairs:
        one = _seen(pair)
        _check_agreement(seen, one, pair)
        seen = seen.and_also(one)
    return seen


def _check_agreement(seen: Seen, one: Seen, pair: str) -> None:
    said, new = dict(_values(seen)), dict(_values(one))
    known = {block.handle: block.gone for block in seen.blocks}
    twice = any(key in said and said[key] != value for key, value in new.items())
    if twice or any(known.get(block.handle, block.gone) is not block.gone for block in one.blocks):
        raise UsageFault(f"`--set {pair}` contradicts another --set.", hint="Keep the one that is true.")


def _values(seen: Seen) -> Iterator[tuple[tuple[Handle | None, str], Value]]:
    yield from (((None, path), said.value) for path, said in seen.objects.items())
    for block in seen.blocks:
        yield from (((block.handle, path), said.value) for path, said in block.fields.items())


def _seen(pair: str) -> Seen:
    parts = name_and_value(pair)
    if parts is None:
        raise UsageFault(f"Cannot parse `--set {pair}`.", hint=_FORMS)
    left, right = parts
    place = Place(option=pair)
    handle, path, field = _target(left.strip(), pair)
    if field is not None:
        said = {path: _said(path, field, right, place)}
        return Seen(blocks=(Block(handle=handle, place=place, fields=said),)) if handle else Seen(objects=said)
    assert handle is not None  # the objects have no address without a field
    if _read(right) is not None:
        whole = f"{handle}.{path}" if path else str(handle)
        raise UsageFault(f"Cannot parse `--set {pair}`.", hint=f"{whole}=null: it is gone. {_FORMS}")
    if path:
        return Seen(blocks=(Block(handle=handle, place=place, replaces=(path,)),))
    return Seen(blocks=(Block(handle=handle, place=place, gone=True),))


def _target(text: str, pair: str) -> tuple[Handle | None, str, Field | None]:
    """What a pair is about (None: the objects), and the path and field there; no field for all of it."""
    head, _, rest = text.partition(".")
    if head == _UNMANAGED and rest:
        identity, _, path = rest.partition(".")
        return Handle(text=identity, kind=workspaces.KIND, is_id=True), path, _field(workspaces.KIND, path, pair)
    with suppress(ValueError):
        address, path = split(text)
        kind = kind_of(address)
        if kind is objects.KIND and path:
            return None, path, _field(kind, path, pair)
        if kind in RECORDED:
            return Handle(text=_key(address.key, pair), kind=kind), path, _field(kind, path, pair)
    raise UsageFault(f"Cannot parse `--set {pair}`.", hint=_FORMS)


def _key(key: str, pair: str) -> str:
    if not KEY.match(key):
        message = f"`--set {pair}`: the key `{key}` is not allowed."
        raise UsageFault(message, hint="Keys begin with a letter and contain only a-z, 0-9, `_` and `-`.")
    return key


def _field(kind: Kind, path: str, pair: str) -> Field | None:
    """The field at a path; None for the path of all of it, or of an entry in it. Raises UsageFault for a path that the kind does not have."""
    field = kind.field_at(path)
    if path and field is None and not kind.is_entry(path):
        name = object_in(path) or ("OBJECT" if kind is workspaces.KIND else "KEY")
        known = [item.path.replace(EACH, name) for item in kind.fields if not item.is_ours]
        hint = did_you_mean(path, known) or f"Fields: {', '.join(known)}."
        raise UsageFault(f"`--set {pair}`: {kind.noun} has no field `{path}`.", hint=hint)
    return field


def _said(path: str, field: Field, text: str, place: Place) -> SaidValue:
    value = _number(text) if field.type is Type.NUMBER else _read(text)
    if isinstance(value, bool) and field.type is not Type.FLAG:
        value = text.strip()
    if field.type is Type.LIST and isinstance(value, str):
        value = (value,)
    wanted = _WANTED.get(field.type, str)
    if value is not None and not isinstance(value, wanted):
        words = _TAKES.get(field.type, "one value")
        raise UsageFault(f"`--set {place.option}`: `{path}` takes {words}.", hint=_VALUES)
    if field.type is Type.CHOICE and value not in (None, *field.choices):
        hint = did_you_mean(str(value), field.choices) or f"Allowed: {', '.join(field.choices)}."
        raise UsageFault(f"`--set {place.option}`: `{path}` cannot be `{value}`.", hint=hint)
    return SaidValue(value=normal_text(field, value), place=place)


_WANTED: dict[Type, type] = {Type.FLAG: bool, Type.LIST: tuple, Type.NUMBER: int}
_TAKES = {Type.FLAG: "true or false", Type.LIST: "a list, such as [A, B]", Type.NUMBER: "a whole number"}


def _number(text: str) -> Value:
    """The whole number that a text is, else the text as it is read."""
    reading = read_yaml(text, "--set")
    number = whole_number(reading.root.value) if reading.root is not None and not reading.findings else None
    return _read(text) if number is None else number


def _read(text: str) -> Value:
    reading = read_yaml(text, "--set")
    if reading.root is None or reading.findings:
        raise UsageFault(f"`{text}` is not a valid value.", hint=_VALUES)
    data = reading.root.plain()
    if isinstance(data, list) and all(isinstance(item, str) for item in data):
        return tuple(data)
    if isinstance(data, list) or (isinstance(data, dict) and text.lstrip().startswith("{")):
        raise UsageFault(f"`{text}` is not a valid value.", hint=_VALUES)
    return data if data is None or isinstance(data, bool) else text.strip()
