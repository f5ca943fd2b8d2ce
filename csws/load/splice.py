"""The only way in which csws changes a file of settings: it replaces one value in the text, and
nothing else.

After every change it reads the text again: the data must be as intended, and every comment must
still belong to its own value. Otherwise it changes nothing, and the message names the line that
prevents it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csws.errors import CswsError
from csws.load.edit import text as edited_text
from csws.load.edit.comments import PlacedComment, comments_of
from csws.load.edit.edits import Edit, Insert, Remove, Rename, SetValue, meant, single_edits
from csws.load.edit.parts import Part, PartKind, parts_of
from csws.load.lines import line_and_column
from csws.load.yaml_reader import read_yaml
from csws.model.diagnostic import Path


def spliced(text: str, file: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, made one after the other; untouched lines stay the same, byte for
    byte.

    Raises CswsError (`cannot_splice`) if an edit makes no sense, or is impossible without other
    changes.
    """
    edits = tuple(edits)
    data = _read(text, file) if edits else None
    for edit in edits:
        for single in single_edits(edit, data):
            text, data = _edited(text, data, file, single)
    return text


def _read(text: str, file: str) -> Any:
    reading = read_yaml(text, file)
    if reading.findings or reading.root is None:
        first = reading.findings[0]
        raise _refused(file, first.span.line if first.span else 1, first.message)
    return reading.root.plain()


def _edited(text: str, data: Any, file: str, edit: Edit) -> tuple[str, Any]:
    """The new text and its data, which the proof has already read."""
    wanted = meant(data, edit)
    if _same(wanted, data):
        return text, data
    root = parts_of(text)
    after = _with_edit(text, file, root, edit)
    _prove(text, root, after, file, edit, wanted)
    return after, wanted


def _same(one: Any, two: Any) -> bool:
    """Whether two values are equal, including their types and order, which Python's `==`
    ignores."""
    return repr(one) == repr(two)


def _with_edit(text: str, file: str, root: Part | None, edit: Edit) -> str:
    """The new text. The caller has checked that the edit's path exists."""
    if root is None:
        return edited_text.with_first_key(text, _nested(edit.path, getattr(edit, "value", None)))
    chain = _chain(text, file, root, edit.path)
    there = len(chain) > len(edit.path)
    holder = chain[-2] if len(chain) > 1 else None
    if not there and isinstance(edit, (SetValue, Insert)):
        first, *rest = edit.path[len(chain) - 1 :]
        return edited_text.with_member(text, holder, chain[-1], first, _nested(tuple(rest), edit.value))
    if holder is None:
        return text if not isinstance(edit, SetValue) else edited_text.with_value(text, None, root, edit.value)
    if isinstance(edit, Insert):
        return edited_text.with_item(text, holder, int(edit.path[-1]), edit.value)
    if isinstance(edit, Rename):
        return edited_text.with_key(text, holder, chain[-1], edit.key)
    if isinstance(edit, Remove):
        return edited_text.without_member(text, holder, chain[-1])
    return edited_text.with_value(text, holder, chain[-1], edit.value)


def _chain(text: str, file: str, root: Part, path: Path) -> list[Part]:
    """The values along `path`, as far as they exist."""
    chain = [root]
    for step in path:
        if chain[-1].kind is PartKind.ALIAS:
            message = f"`*{chain[-1].anchor}` repeats a value that is written elsewhere"
            raise _refused(file, line_and_column(text, chain[-1].start)[0], message)
        found = chain[-1].member(step)
        if found is None:
            break
        chain.append(found[1])
    return chain


def _nested(path: Path, value: Any) -> Any:
    for step in reversed(path):
        value = {step: value}
    return value


def _prove(before: str, root: Part | None, after: str, file: str, edit: Edit, wanted: Any) -> None:
    """Raises CswsError unless the new text has the intended data, with every comment at its own
    value."""
    reading = read_yaml(after, file)
    line = line_and_column(before, _nearest(root, edit.path))[0]
    if reading.findings or reading.root is None or not _same(reading.root.plain(), wanted):
        raise _refused(file, line, "its layout does not allow it, or its value is repeated elsewhere (`*`)")
    kept = [(item, place) for item in comments_of(before, root) if (place := _place(item, edit)) is not None]
    there = comments_of(after)
    if len(kept) != len(there) or not all(
        _is_kept(one, place, two) for (one, place), two in zip(kept, there, strict=True)
    ):
        raise _refused(file, line, "a comment would be lost or end up beside another value")


def _is_kept(one: PlacedComment, place: tuple[str, ...], two: PlacedComment) -> bool:
    if not place:  # it belonged to no particular value
        return one.text == two.text
    return (one.text, one.where, place) == (two.text, two.where, _numberless(two.place))


def _nearest(root: Part | None, path: Path) -> int:
    """The start of the last existing part of a path."""
    part, at = root, 0
    for step in path:
        found = part.member(step) if part is not None else None
        if found is None:
            break
        part = found[1]
        at = (found[0] or part).start
    return at


def _numberless(place: Path) -> tuple[str, ...]:
    """The part of a place that stays the same when items of lists are added or removed."""
    return ("", *("*" if isinstance(step, int) else step for step in place))


def _place(comment: PlacedComment, edit: Edit) -> tuple[str, ...] | None:
    """Where a comment must be after the edit (empty: anywhere); None if it is removed with its
    value."""
    place, size = comment.place, len(edit.path)
    below = place[:size] == edit.path
    empties = isinstance(edit, SetValue) and edit.value in ([], {}) and (len(place) > size or comment.where == "below")
    if not place or (comment.where == "before" and isinstance(edit, Remove) and place == edit.path):
        return ()
    if below and (isinstance(edit, Remove) or empties):
        return None
    if isinstance(edit, Rename) and below:
        place = (*edit.path[:-1], edit.key, *place[size:])
    return _numberless(place)


def _refused(file: str, line: int, why: str) -> CswsError:
    return CswsError(
        f"`{file}` cannot be changed at line {line}: {why.rstrip('.')}.",
        hint="Make this change in an editor.",
        code="cannot_splice",
    )
