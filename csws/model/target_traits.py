"""What the places that store settings can do, as data: one line of this table for each scheme of `target:` and
`store:`.

The table is here and not in targets/, because load, schema and rules use it too, and they import only the model. No
other code looks at the beginning of a target's text.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from csws.model.frozen import frozen

DEFAULT_STORE = "sqlite:.csws/store.db"


@frozen
class TargetTraits:
    """No field has a default, so a new target must set them all. `module` is its file in csws/targets; `address`
    is a regular expression for everything after the scheme's colon."""

    module: str
    address: str
    local_file: (
        bool  # the address is the path of a file: it stays inside the project, and other machines cannot reach it
    )
    has_settings: bool  # `target:` may name it
    keeps_records: bool  # `store:` may name it
    is_text: bool  # the record is text under git
    by_hand: bool  # a person does the steps, and the record is kept in `store:`
    over_api: bool  # csws calls the account's API: it needs a token, and makes missing properties
    names_account: bool  # the address is the id of the account


_ONE_LINE = r"[^\r\n\u0085\u2028\u2029]+"
_POSTGRESQL = TargetTraits(
    module="postgresql",
    address=f"//{_ONE_LINE}",
    local_file=False,
    has_settings=True,
    keeps_records=True,
    is_text=False,
    by_hand=False,
    over_api=False,
    names_account=False,
)
TRAITS = {
    "sqlite": TargetTraits(
        module="sqlite",
        address=_ONE_LINE,
        local_file=True,
        has_settings=True,
        keeps_records=True,
        is_text=False,
        by_hand=False,
        over_api=False,
        names_account=False,
    ),
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    "hubspot": TargetTraits(
        module="hubspot",
        address="[0-9]+",
        local_file=False,
        has_settings=True,
        keeps_records=False,
        is_text=False,
        by_hand=True,
        over_api=True,
        names_account=True,
    ),
    "file": TargetTraits(
        module="file",
        address=_ONE_LINE,
        local_file=True,
        has_settings=False,
        keeps_records=True,
        is_text=True,
        by_hand=False,
        over_api=False,
        names_account=False,
    ),
}
_UNKNOWN = TargetTraits(
    module="",
    address="",
    local_file=False,
    has_settings=False,
    keeps_records=False,
    is_text=False,
    by_hand=False,
    over_api=False,
    names_account=False,
)


@lru_cache(maxsize=64)  # each account asks several times
def parts_of(target: str) -> tuple[str, str]:
    """The scheme of a target and its address."""
    scheme, _, address = target.partition(":")
    return scheme, address


def traits_of(target: str) -> TargetTraits:
    """What the place that `target:` or `store:` names can do; nothing, for one that is not in the table."""
    return TRAITS.get(parts_of(target)[0], _UNKNOWN)


def file_of(place: str) -> str | None:
    """The path of the file that a target or store is, relative to the project; None where it is none."""
    return parts_of(place)[1] if traits_of(place).local_file else None


def record_of(target: str, store: str | None) -> str:
    """Where csws keeps its record of an account: next to the settings, or in its store."""
    return (store or DEFAULT_STORE) if traits_of(target).by_hand else target


def pattern_of(schemes: Iterable[str]) -> str:
    """The regular expression, for JSON Schema, that texts of these schemes fit."""
    return f"^({'|'.join(f'{scheme}:{TRAITS[scheme].address}' for scheme in schemes)})$"


def target_pattern() -> str:
    return pattern_of(scheme for scheme, traits in TRAITS.items() if traits.has_settings)


def store_pattern() -> str:
    return pattern_of(scheme for scheme, traits in TRAITS.items() if traits.keeps_records)
