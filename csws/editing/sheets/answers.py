"""What somebody has said so far of an account, tab by tab, and the file that keeps it: `.csws/drafts/adopt-ACCOUNT.json`,
`compare-ACCOUNT.json`. It survives whatever ends the program. Knows no record and no catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from enum import Enum
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import Any

from csws.editing.plain_json import plain_json
from csws.errors import CswsError, UsageFault
from csws.load.atomic_write import replace_file
from csws.model.fields import Fields, Value
from csws.model.frozen import frozen

_FORMAT = "1.0"
_LARGEST = 4 * 1024 * 1024
_writing = Lock()  # one studio has a project; its requests come in threads


class Purpose(Enum):
    """Why somebody looks at the screens."""

    ADOPT = "adopt"
    COMPARE = "compare"


@frozen
class ItemAnswers:
    """What is said of one item: values by path, and the tabs that are done. `known` are the values that were recorded of these
    paths when they were answered."""

    fields: Fields = field(default_factory=dict)
    known: Fields = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    gone: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.done or self.gone)


NOTHING = ItemAnswers()


@frozen
class Answers:
    """Everything that is said of an account; `items` by their refs, in the order in which they came. `number` grows with every
    change; `made` counts the new items, so that no ref is used twice."""

    account: str
    purpose: Purpose
    number: int = 0
    made: int = 0
    items: Mapping[str, ItemAnswers] = field(default_factory=dict)

    def of(self, ref: str) -> ItemAnswers:
        return self.items.get(ref, NOTHING)

    def with_item(self, ref: str, item: ItemAnswers) -> Answers:
        return replace(self, items={**self.items, ref: item})

    def without(self, ref: str) -> Answers:
        return replace(self, items={known: item for known, item in self.items.items() if known != ref})


def read_answers(root: Path, account: str, purpose: Purpose) -> Answers:
    """What is kept; nothing said where there is no file. Raises CswsError for a file that cannot be read."""
    path = _path(root, account, purpose)
    try:
        about = path.stat()
        if about.st_size > _LARGEST:
            raise _unreadable(path, "it is too large")
        if not S_ISREG(about.st_mode):
            raise _unreadable(path, "it is not a file")
        return _answers_from(plain_json(path.read_bytes()), account, purpose)
    except FileNotFoundError:
        return Answers(account=account, purpose=purpose)
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error
    except (ValueError, TypeError, KeyError, AttributeError, UsageFault) as error:
        raise _unreadable(path, "csws did not write it") from error


def change_answers(root: Path, account: str, purpose: Purpose, change: Callable[[Answers], Answers]) -> Answers:
    """Stores what `change` makes of what is kept. Raises CswsError where it cannot be stored; then what was kept stays."""
    path = _path(root, account, purpose)
    with _writing:
        known = read_answers(root, account, purpose)
        changed = replace(change(known), number=known.number + 1)
        text = json.dumps(_document(changed), ensure_ascii=False, indent=1) + "\n"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, text)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "its text is not Unicode"
            hint = "Check the permissions of .csws and the disk. What you typed last is not kept."
            raise CswsError(f"`{_name(path)}` cannot be written: {why}.", hint=hint, code="file") from error
    return changed


def delete_answers(root: Path, account: str, purpose: Purpose) -> None:
    """Forgets what was said. Raises CswsError where the file cannot be deleted."""
    path = _path(root, account, purpose)
    with _writing:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            hint = "Check the permissions of .csws."
            raise CswsError(f"`{_name(path)}` cannot be deleted: {error.strerror}.", hint=hint, code="file") from error


def value_from(data: Any) -> Value:
    """A value of JSON as the value of a field. Raises UsageFault for one that no field can have."""
    if isinstance(data, list) and all(isinstance(item, str) for item in data):
        return tuple(sorted(set(data)))
    if data is None or isinstance(data, (str, bool)):
        return data
    raise UsageFault(
        "A value is text, true or false, a list of texts, or null.", hint="Reload the page, then try again."
    )


def _document(answers: Answers) -> dict[str, Any]:
    return {
        "format_version": _FORMAT,
        "account": answers.account,
        "purpose": answers.purpose.value,
        "number": answers.number,
        "made": answers.made,
        "items": {ref: _item_document(item) for ref, item in answers.items.items()},
    }


def _item_document(item: ItemAnswers) -> dict[str, Any]:
    return {"fields": item.fields, "known": item.known, "done": sorted(item.done), "gone": item.gone}


def _answers_from(data: Any, account: str, purpose: Purpose) -> Answers:
    if not isinstance(data, dict) or data["format_version"].partition(".")[0] != _FORMAT.partition(".")[0]:
        raise ValueError("another format")
    if (data["account"], data["purpose"]) != (account, purpose.value):
        raise ValueError("another account")
    items = {str(ref): _item_from(item) for ref, item in data["items"].items()}
    return Answers(account=account, purpose=purpose, number=int(data["number"]), made=int(data["made"]), items=items)


def _item_from(data: Any) -> ItemAnswers:
    return ItemAnswers(
        fields={path: value_from(value) for path, value in data["fields"].items()},
        known={path: value_from(value) for path, value in data["known"].items()},
        done=frozenset(map(str, data["done"])),
        gone=data["gone"] is True,
    )


def _path(root: Path, account: str, purpose: Purpose) -> Path:
    return root / ".csws" / "drafts" / f"{purpose.value}-{account}.json"


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _unreadable(path: Path, why: str) -> CswsError:
    hint = "It was left as it is. Move it away to begin again."
    return CswsError(f"`{_name(path)}` cannot be read: {why}.", hint=hint, code="unreadable_draft")
