"""What could stand where somebody types: keys with the schema's words, and the values that the accounts offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from csws.editing.fields import choices_at, keys_at, people_text
from csws.editing.project import Checkup, plain_at, tree_of
from csws.editing.shapes import Shape, keys_of, shape_at
from csws.editing.where import Where, mended, unquoted, where_at
from csws.load.lines import line_end
from csws.load.node import Node
from csws.model.choice import Choice
from csws.model.frozen import frozen
from csws.model.place import Path
from csws.model.scalar_text import scalar_text
from csws.workflow.account.check import CheckedAccount

_MOST = 20  # accounts whose choices are offered together


@frozen
class Offer:
    """One offer. `text` replaces what is typed; `about` is a short remark (label, people, where it is already), `more`
    explains it. One that does not fit has `why_not`, and comes last."""

    word: str
    text: str
    about: str = ""
    more: str = ""
    why_not: str = ""
    is_key: bool = False


@frozen
class Offers:
    """`start` and `end` are the indexes of the text that an offer replaces."""

    start: int
    end: int
    items: tuple[Offer, ...] = ()


def offers_at(state: Checkup, file: str, text: str, index: int) -> Offers:
    """What could stand at an index of a file's text, which may be newer than the state."""
    role, where = state.roles.get(file, ""), where_at(text, index)
    if role not in ("config", "part", "overlay") or where.is_text:
        return Offers(start=index, end=index)
    typed = tree_of(text, file) or tree_of(mended(text, index, where), file)
    shape = shape_at(role, where.path)
    in_item = not where.is_key and shape is not None and shape.is_mapping and not where.in_flow
    if where.is_key or in_item:
        items = tuple(sorted(_keys(state, file, text, where, role, typed), key=_fits_not))
    else:
        items = tuple(_values(state, file, where, shape, typed)) if shape else ()
    end = _end_of_word(text, index, where)
    return Offers(start=where.start, end=end, items=items)


def _keys(state: Checkup, file: str, text: str, where: Where, role: str, now: Node | None) -> Iterator[Offer]:
    typed = unquoted(text[where.start : line_end(text, where.start)].split(":")[0].strip())
    there = plain_at(now, where.path)
    present = set(there) - {typed} if isinstance(there, dict) else set()
    known = {choice.value: choice for choice in _of_all(state, file, where.path, keys_at, now)}
    shapes = keys_of(role, where.path)
    for key, shape in shapes.items():
        if key not in present:
            yield _key(key, shape, known.pop(key, None), required=key in _required(role, where.path))
    yield from (_key(key, None, choice) for key, choice in known.items() if key not in present and key not in shapes)


def _fits_not(offer: Offer) -> bool:
    return bool(offer.why_not)


def _required(role: str, path: Path) -> tuple[str, ...]:
    shape = shape_at(role, path)
    return shape.required if shape else ()


def _key(key: str, shape: Shape | None, choice: Choice | None, *, required: bool = False) -> Offer:
    label = (choice.label if choice else "") or (shape.title if shape else "")
    return Offer(
        word=key,
        text=f"{scalar_text(key)}: ",
        about=f"{label} (required)" if required else label,
        more=shape.description if shape else "",
        why_not="does not fit here" if choice is not None and not choice.fits else "",
        is_key=True,
    )


def _values(state: Checkup, file: str, where: Where, shape: Shape, now: Node | None) -> Iterator[Offer]:
    offered = _of_all(state, file, where.path, choices_at, now)
    words = {choice.value for choice in offered}
    yield from sorted((_value(choice, where) for choice in offered), key=_fits_not)
    for value in shape.values:
        if value is not None and value not in words:
            yield Offer(word=_shown(value), text=_shown(value), more=shape.description)


def _value(choice: Choice, where: Where) -> Offer:
    people = people_text(choice.people) if choice.people is not None else ""
    held = f"in {choice.held_by} already" if choice.held_by and choice.held_by not in where.path else ""
    text = scalar_text(choice.value, in_flow=where.in_flow)
    label = choice.label if choice.label != choice.value else ""
    about = ", ".join(filter(None, (label, people, held)))
    return Offer(word=choice.value, text=text, about=about, why_not=held or _why_not(choice))


def _why_not(choice: Choice) -> str:
    if choice.is_archived:
        return "archived"
    return "of another type" if choice.is_of_another_type else ""


_Asked = Callable[[CheckedAccount, Path, Node | None], tuple[Choice, ...]]


def _of_all(state: Checkup, file: str, path: Path, asked: _Asked, typed: Node | None) -> list[Choice]:
    """The choices of the accounts that the file belongs to, each value once."""
    out: dict[str, Choice] = {}
    for account in state.reading(file)[:_MOST]:
        for choice in asked(account, path, typed):
            out.setdefault(choice.value, choice)
    return list(out.values())


def _end_of_word(text: str, index: int, where: Where) -> int:
    """The end of what is typed: at the cursor, or after a closing quote right behind it."""
    index = min(max(index, where.start), len(text))
    quote = text[where.start : where.start + 1]
    return index + 1 if quote in ('"', "'") and text[index : index + 1] == quote and index > where.start else index


def _shown(value: Any) -> str:
    return scalar_text(value)
