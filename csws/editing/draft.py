"""A draft: changes of settings that are not in the project's files yet, and its JSON document. Knows no file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from math import isfinite
from typing import Any

from csws.errors import CswsError
from csws.kinds import KINDS, kind_of, workspaces
from csws.kinds.addresses import parse
from csws.model.address import KEY, Address
from csws.model.frozen import frozen
from csws.model.place import Path

FORMAT = "1.0"
DEFAULTS = "defaults"  # the address of what all workspaces share
ACCEPT = "accept"  # that of the warnings that are accepted, a list
SECTIONS = (DEFAULTS, ACCEPT)
_MOST_EDITS, _LONGEST_TEXT, _DEEPEST = 2000, 100_000, 12
_KNOWN = frozenset({"account", "address", "path", "value", "remove", "before"})
Json = dict[str, Any]


class Unseen(Enum):
    """The value of a file that nobody has looked at."""

    UNSEEN = "unseen"


UNSEEN = Unseen.UNSEEN


@frozen
class Edit:
    """One change. `address` is that of an item, or `defaults` or `accept`; `path` is that of a setting in it, or "" for all of it.
    `value` is plain data, as in the YAML. Where it `removes`, a setting is again what it shares with others, and an
    item is deleted. `account` is only needed in a project of several accounts: then the change is that account's own.
    `before` is what the file had when somebody changed it, None where it said nothing."""

    address: str
    path: str = ""
    value: Any = None
    removes: bool = False
    account: str | None = None
    before: Any = UNSEEN

    @property
    def target(self) -> tuple[str | None, str, str]:
        """What it changes; of two edits of the same, the later one counts."""
        return self.account, self.address, self.path

    @property
    def block(self) -> Path:
        """Where the item is in the YAML."""
        if self.address in SECTIONS:
            return (self.address,)
        address = parse(self.address)
        return kind_of(address).yaml_path(address.key)

    @property
    def steps(self) -> Path:
        """Where its value is in the YAML."""
        return (*self.block, *(_parts(self.address, self.path) if self.path else ()))


@frozen
class Draft:
    """`number` grows with every change, so that two windows notice each other. `base` is the digest of each file of the
    project as it was when the draft was begun."""

    id: str
    number: int = 0
    base: Mapping[str, str]
    edits: tuple[Edit, ...] = ()


def draft_document(draft: Draft) -> Json:
    return {
        "format_version": FORMAT,
        "id": draft.id,
        "version": draft.number,
        "base": dict(draft.base),
        "edits": [edit_document(edit) for edit in draft.edits],
    }


def edit_document(edit: Edit) -> Json:
    account = {"account": edit.account} if edit.account is not None else {}
    what = {"remove": True} if edit.removes else {"value": edit.value}
    before = {} if edit.before is UNSEEN else {"before": edit.before}
    return {**account, "address": edit.address, "path": edit.path, **what, **before}


def draft_from(data: Any, *, identity: str | None = None) -> Draft:
    """Raises CswsError for what is no draft, and for one of a newer csws."""
    if not isinstance(data, dict):
        raise _wrong("A draft is a JSON object.")
    check_format(data.get("format_version", FORMAT))
    name, number = data.get("id", identity), data.get("version", 0)
    if not isinstance(name, str) or (identity is not None and name != identity):
        raise _wrong(f"The draft says that its id is `{name}`, not `{identity}`.")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise _wrong("`version` of a draft is a whole number from 0 on.")
    return Draft(id=name, number=number, base=base_from(data.get("base", {})), edits=edits_from(data.get("edits", [])))


def check_format(found: Any) -> None:
    major = str(found).partition(".")[0]
    if not isinstance(found, str) or not major.isdigit():
        raise _wrong("`format_version` of a draft is a text such as `1.0`.")
    if int(major) > int(FORMAT.partition(".")[0]):
        message = f"This draft has format {found}, which this csws does not know."
        raise CswsError(
            message, hint="Use the newer csws that wrote it. The draft was left as it is.", code="newer_draft"
        )


def base_from(data: Any) -> dict[str, str]:
    """File → digest. Raises CswsError."""
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise _wrong("`base` is an object that has the digest of each file, as `GET /api/project` gives it.")
    return dict(data)


def edits_from(data: Any) -> tuple[Edit, ...]:
    """Raises CswsError, which names the first edit that is wrong."""
    if not isinstance(data, list):
        raise _wrong("`edits` is a list.")
    if len(data) > _MOST_EDITS:
        raise _wrong(f"A draft has at most {_MOST_EDITS:,} edits; this one has {len(data):,}.")
    return tuple(_edit(item, f"Edit {at}") for at, item in enumerate(data, 1))


def _edit(data: Any, which: str) -> Edit:
    if not isinstance(data, dict):
        raise _wrong(f"{which} is not an object.")
    unknown = sorted(set(data) - _KNOWN)
    if unknown:
        raise _wrong(f"{which} has `{unknown[0]}`, which an edit does not have.")
    address, path, account = data.get("address"), data.get("path", ""), data.get("account")
    removes = data.get("remove", False)
    if not isinstance(address, str) or not isinstance(path, str) or not isinstance(account, str | None):
        raise _wrong(f"{which}: `address`, `path` and `account` are texts, and `address` is required.")
    if not isinstance(removes, bool) or removes is ("value" in data):
        raise _wrong(f"{which} of `{address}` needs either `value` or `remove: true`.")
    for name in ("value", "before"):
        _check_plain(data.get(name), f"{which} of `{address}`", _DEEPEST)
    made = Edit(
        address=address,
        path=path,
        value=data.get("value"),
        removes=removes,
        account=account,
        before=data.get("before", UNSEEN),
    )
    _check_target(made, which)
    return made


def _check_target(edit: Edit, which: str) -> None:
    try:
        steps = edit.steps
    except ValueError:
        what = f"`{edit.address}` with the path `{edit.path}`" if edit.path else f"`{edit.address}`"
        hint = "Addresses are `objects`, `defaults`, or such as `workspace.emea`; a path is such as `services.show`."
        raise CswsError(f"{which} is about {what}, which is not a setting.", hint=hint, code="draft") from None
    if not all(steps):
        raise _wrong(f"{which} of `{edit.address}` has a path with an empty part: `{edit.path}`.")
    wanted, noun = (list, "a list") if edit.address == ACCEPT else (dict, "an object")
    if edit.path == "" and not edit.removes and not isinstance(edit.value, wanted):
        raise _wrong(f"{which} sets all of `{edit.address}`, so its value must be {noun}.")
    if edit.path == "" and edit.address not in SECTIONS and not edit.removes:
        _check_key(parse(edit.address), which)
    if edit.address == ACCEPT and (edit.path or edit.removes):
        raise _wrong(f"{which}: `accept` is set as a whole list, without a path.")


def _check_key(address: Address, which: str) -> None:
    """Raises CswsError for a new item with a key that no item can have: it may become the name of a file."""
    if kind_of(address).is_recorded and kind_of(address).is_keyed and not KEY.match(address.key):
        hint = "A key begins with a letter and contains only a-z, 0-9, `_` and `-`."
        raise CswsError(f"{which}: `{address.key}` cannot be a key.", hint=hint, code="draft")


def _parts(address: str, path: str) -> Path:
    kind = workspaces.KIND if address == DEFAULTS else kind_of(parse(address))
    return kind.parts_of(path)


def address_at(path: Path) -> tuple[str, Path] | None:
    """The address of the item that a path of the YAML is in, and the rest of the path; None for what an edit cannot
    change."""
    if path[:1] in ((DEFAULTS,), (ACCEPT,)):
        return str(path[0]), path[1:]
    kind = next((kind for kind in KINDS if path[:1] == (kind.section,)), None)
    size = 1 + kind.key_parts if kind is not None and kind.is_keyed else 1
    if kind is None or len(path) < size:
        return None
    return str(Address(kind.name, ".".join(map(str, path[1:size])))), path[size:]


def _check_plain(value: Any, which: str, depth: int) -> None:
    """Raises CswsError for data that a YAML file cannot have, or that is far too large."""
    if depth == 0:
        raise _wrong(f"{which} has a value that is nested too deeply.")
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_plain(key, which, depth)
            _check_plain(inner, which, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _check_plain(inner, which, depth - 1)
    elif isinstance(value, str) and len(value) > _LONGEST_TEXT:
        raise _wrong(f"{which} has a text of more than {_LONGEST_TEXT:,} characters.")
    elif isinstance(value, float) and not isfinite(value):
        raise _wrong(f"{which} has a number that is not finite.")


def _wrong(message: str) -> CswsError:
    return CswsError(message, hint="Correct the request.", code="draft")
