"""What could not be read of an account, and the sentences about it. Knows no endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csws.errors import CswsError
from csws.hubspot.faults import ScopeMissing
from csws.hubspot.reader import Listing
from csws.hubspot.scopes import Need
from csws.model.frozen import frozen


@frozen
class Gap:
    """Something that could not be read: the word for it in `unreadable`, and a sentence."""

    what: str
    sentence: str


def gap_of(need: Need, error: CswsError) -> Gap:
    """The gap that a failure leaves, with the scope that is missing or with what HubSpot said."""
    scope = _missing(need, error) if isinstance(error, ScopeMissing) else ""
    if scope:
        sentence = f"Without the scope `{scope}` csws cannot {need.unchecked}."
    else:
        sentence = f"{error.message} So csws cannot {need.unchecked}."
    return Gap(what=need.what, sentence=sentence)


def _missing(need: Need, error: ScopeMissing) -> str:
    """The scope to add: the one that gives the least access, if HubSpot accepts it."""
    named = next(iter(error.scopes), "")
    return named if named and not need.is_met(error.scopes) else need.scope


def naming_scope(error: ScopeMissing, need: Need) -> ScopeMissing:
    """The failure with a hint that names the scope, also if HubSpot does not."""
    if error.scopes:
        return error
    return ScopeMissing(
        error.message,
        hint=f"Add the scope `{need.scope}` to the token, then run the command again.",
    )


def flaw_in(need: Need, listing: Listing) -> list[Gap]:
    """The gap that items leave that cannot be used."""
    if not listing.unusable:
        return []
    count = len(listing.unusable)
    items = "1 item has" if count == 1 else f"{count} items have"
    sentence = f"HubSpot's list of {need.what} is incomplete: {items} no name or id."
    return [Gap(what=need.what, sentence=sentence)]


def may_hide(unusable: Iterable[Any], **members: Any) -> bool:
    """Whether one of the items of a list that cannot be used may be the thing with these members,
    because no member that both have differs."""
    return any(not isinstance(item, dict) or not _differs(item, members) for item in unusable)


def _differs(item: Mapping[str, Any], members: Mapping[str, Any]) -> bool:
    both = ((item.get(name), value) for name, value in members.items())
    return any(str(one) != str(other) for one, other in both if one not in (None, "") and other not in (None, ""))


def sentences(gaps: Iterable[Gap], kept: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each gap, without duplicates, and one about what the catalogue keeps."""
    lines = [gap.sentence for gap in gaps]
    words = ", ".join(sorted(set(kept)))
    if words:
        lines.append(f"The catalogue keeps what it had before: {words}.")
    return tuple(dict.fromkeys(lines))
