"""`--set PATH=VALUE` → what it says. Knows no account: whether a team or a property exists is asked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from csws.errors import UsageFault
from csws.load.yaml_reader import read_yaml
from csws.model.address import OBJECTS, Address, SettingKind
from csws.model.field import EACH, Type
from csws.model.fields import OBJECT_PATHS, WORKSPACE, Value, field_at, is_known, normal_value, object_in
from csws.model.suggestion import did_you_mean
from csws.workflow.observation.said import Block, Handle, Place, SaidValue, Seen

KEY = re.compile(r"[a-z][a-z0-9_-]*\Z")
_UNMANAGED = "unmanaged"
_FORMS = "Use --set workspace.KEY.PATH=VALUE, --set unmanaged.ID.PATH=VALUE or --set objects.ROLE=VALUE."
_VALUES = "Use a word, null, true, false, or a list: [A, B]."


def seen_in_options(pairs: Sequence[str]) -> Seen:
    """What the pairs say together. Raises UsageFault for a pair that is not clear, and for two that contradict each other."""
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
    left, equals, right = pair.partition("=")
    if not equals:
        raise UsageFault(f"Cannot parse `--set {pair}`.", hint=_FORMS)
    place = Place(option=pair)
    handle, path = _target(left.strip(), pair)
    if handle is None:
        return Seen(objects={path: _said(path, right, place)})
    if path == "":
        if _read(right) is not None:
            raise UsageFault(f"Cannot parse `--set {pair}`.", hint=f"{handle}=null: it is gone. {_FORMS}")
        return Seen(blocks=(Block(handle=handle, place=place, gone=True),))
    return Seen(blocks=(Block(handle=handle, place=place, fields={path: _said(path, right, place)}),))


def _target(text: str, pair: str) -> tuple[Handle | None, str]:
    """What a pair is about, None for the objects, and the path there; "" for all of a workspace."""
    head, _, rest = text.partition(".")
    if head == _UNMANAGED and rest:
        identity, _, path = rest.partition(".")
        return Handle(text=identity, is_id=True), _checked(path, pair)
    with suppress(ValueError):
        address, path = Address.split(text)
        if address == OBJECTS and path in OBJECT_PATHS:
            return None, path
        if address == OBJECTS:
            hint = did_you_mean(path, OBJECT_PATHS) or f"Roles: {', '.join(OBJECT_PATHS)}."
            raise UsageFault(f"`--set {pair}`: there is no role `{path}`.", hint=hint)
        if address.kind is SettingKind.WORKSPACE:
            return Handle(text=_key(address.key, pair)), _checked(path, pair)
    raise UsageFault(f"Cannot parse `--set {pair}`.", hint=_FORMS)


def _key(key: str, pair: str) -> str:
    if not KEY.match(key):
        message = f"`--set {pair}`: the key `{key}` is not allowed."
        raise UsageFault(message, hint="Keys begin with a letter and contain only a-z, 0-9, `_` and `-`.")
    return key


def _checked(path: str, pair: str) -> str:
    if path and not is_known(path):
        name = object_in(path)
        known = [item.path.replace(EACH, name or "OBJECT") for item in WORKSPACE if not item.is_ours]
        hint = did_you_mean(path, known) or f"Fields: {', '.join(known)}."
        raise UsageFault(f"`--set {pair}`: no workspace has a field `{path}`.", hint=hint)
    return path


def _said(path: str, text: str, place: Place) -> SaidValue:
    value, field = _read(text), field_at(path)
    if isinstance(value, bool) and field.type is not Type.FLAG:
        value = text.strip()
    if field.type is Type.LIST and isinstance(value, str):
        value = (value,)
    wanted = {Type.FLAG: bool, Type.LIST: tuple}.get(field.type, str)
    if value is not None and not isinstance(value, wanted):
        words = {Type.FLAG: "true or false", Type.LIST: "a list, such as [A, B]"}.get(field.type, "one value")
        raise UsageFault(f"`--set {place.option}`: `{path}` takes {words}.", hint=_VALUES)
    if field.type is Type.CHOICE and value not in (None, *field.choices):
        known = ", ".join(field.choices)
        hint = did_you_mean(str(value), field.choices) or f"Allowed: {known}."
        raise UsageFault(f"`--set {place.option}`: `{path}` cannot be `{value}`.", hint=hint)
    return SaidValue(value=normal_value(path, value), place=place)


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
