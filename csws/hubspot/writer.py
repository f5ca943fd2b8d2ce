"""The only thing that csws writes over HubSpot's API: a property that an account lacks. Never
changes an existing one.

HubSpot has no idempotency keys (DOMAIN §3), so the writer looks before it sends, sends once, and
reads back before it does anything else. It sends nothing for a name that is archived: HubSpot would
restore that property with the new definition.

It raises AnswerLost if a request was sent and what became of it is not known; after any other
failure nothing was created.
"""

from __future__ import annotations

from typing import Any

from csws.errors import AnswerLost, CswsError, StepNotDone
from csws.hubspot import endpoints
from csws.hubspot.faults import PARTIAL, Response, ScopeMissing, failure, is_unclear
from csws.hubspot.gaps import naming_scope
from csws.hubspot.property_search import FoundProperty, Search, described, find_property
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.scopes import creation_in, properties_of
from csws.hubspot.transport import Transport
from csws.model.frozen import frozen
from csws.model.suggestion import did_you_mean

# Reads after writes can lag by about a second (DOMAIN §3).
LAG = 1.5
LOOKS = 3
_SHAPES: dict[str, dict[str, Any]] = {
    "user": {
        "type": "enumeration",
        "fieldType": "select",
        "externalOptions": True,
        "referencedObjectType": "OWNER",
    },
    "date": {"type": "date", "fieldType": "date"},
}


@frozen
class NewProperty:
    """A declared property: the object's name and type id, and what HubSpot shall create. `kind` is
    user or date."""

    object_name: str
    object_type: str
    name: str
    label: str
    kind: str
    group: str

    @property
    def is_custom(self) -> bool:
        return self.object_name not in endpoints.STANDARD

    @property
    def what(self) -> str:
        return f"property `{self.name}` of {self.object_name}"

    @property
    def body(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label,
            "groupName": self.group,
            **_SHAPES[self.kind],
        }


class PropertyWriter:
    """Creates properties."""

    def __init__(self, transport: Transport) -> None:
        self._transport, self._reader = transport, HubSpotReader(transport)

    def create(self, wanted: NewProperty) -> str | None:
        """Creates the property if it does not exist. Returns what there is to say besides that it is
        there now. Raises StepNotDone if HubSpot refuses it, AnswerLost if it is unknown whether it
        was created, and CswsError if the name belongs to something else."""
        search = self._search(wanted)
        if search.found is not None:
            return _there(wanted, search.found, "so nothing was sent")
        self._check_group(wanted)
        path = endpoints.properties(wanted.object_type)
        try:
            answer = self._transport.post(path, wanted.what, wanted.body)
        except AnswerLost as error:
            self._read_back(wanted, error.message.rstrip("."))
        else:
            if answer.status == 409:
                return self._look_at_conflict(wanted, answer)
            if answer.status not in (200, 201) and not is_unclear(answer):
                raise _refused(wanted, answer)
            self._read_back(wanted, _sent(wanted, answer), at_once=not is_unclear(answer))
        return " ".join(search.unseen) or None

    def _search(self, wanted: NewProperty) -> Search:
        """Raises CswsError also if the account has something else of that name."""
        try:
            search = find_property(self._reader, wanted.object_type, wanted.name)
        except ScopeMissing as error:
            raise naming_scope(error, properties_of(wanted.object_name, custom=wanted.is_custom)) from None
        if search.found is not None:
            _check_usable(wanted, search.found)
        return search

    def _check_group(self, wanted: NewProperty) -> None:
        """Raises StepNotDone if the object has no such group. If the groups cannot be read, HubSpot
        judges."""
        try:
            groups = [str(item["name"]) for item in self._reader.groups(wanted.object_type).items]
        except PARTIAL:
            return
        if wanted.group not in groups:
            known = f"Groups of {wanted.object_name}: {', '.join(sorted(groups)[:20]) or 'none'}."
            raise StepNotDone(
                f"The object {wanted.object_name} has no property group `{wanted.group}`, so the"
                f" property `{wanted.name}` was not created.",
                hint=did_you_mean(wanted.group, groups) or known,
            )

    def _read_back(self, wanted: NewProperty, sent: str, *, at_once: bool = False) -> None:
        """Returns once HubSpot shows the property. Raises AnswerLost if it does not, or if nobody can
        look. `sent` says what became of the request."""
        try:
            if at_once and self._search(wanted).found is not None:
                return
            found = self._wait_for(wanted)
        except CswsError as error:
            raise AnswerLost(
                f"{sent}, but it could not be read back. {error.message}",
                hint=f"{_look_in_hubspot(wanted)} {error.hint or ''}".strip() + f" {_RESUME}",
            ) from None
        if found is None:
            raise AnswerLost(
                f"It is not known whether the property `{wanted.name}` was created. {sent}, but"
                " HubSpot does not show it yet.",
                hint=f"Wait a minute. {_look_in_hubspot(wanted)} {_RESUME}",
            )

    def _wait_for(self, wanted: NewProperty) -> FoundProperty | None:
        for _ in range(LOOKS):
            self._transport.wait(LAG)
            if (found := self._search(wanted).found) is not None:
                return found
        return None

    def _look_at_conflict(self, wanted: NewProperty, answer: Response) -> str:
        """HubSpot reports that the name is taken, by a property that appeared meanwhile or by one that
        the token may not see; or that something else is, such as the label."""
        found = self._wait_for(wanted)
        if found is not None:
            return _there(wanted, found, "and did not create another one")
        if not _is_name_taken(answer):
            raise _refused(wanted, answer)
        said = failure(answer, wanted.what, verb="create")
        raise StepNotDone(
            f"HubSpot has a property `{wanted.name}` of {wanted.object_name} that the token cannot"
            f" see, so nothing was created. {said.message}",
            hint="It is probably a sensitive property: look for it in HubSpot's property settings,"
            " or choose another name.",
        )


def _is_name_taken(answer: Response) -> bool:
    """Whether a 409 says that there is a property of this name, which csws may be unable to see."""
    body = answer.data if isinstance(answer.data, dict) else {}
    detail = str(body.get("subCategory") or "").upper()
    return "NAME" in detail if detail else body.get("category") == "OBJECT_ALREADY_EXISTS"


_RESUME = "Then run `csws apply --resume`: it looks again before it sends anything."


def _look_in_hubspot(wanted: NewProperty) -> str:
    return f"Look for `{wanted.name}` in HubSpot's property settings, among those of {wanted.object_name}."


def _sent(wanted: NewProperty, answer: Response) -> str:
    """What became of a request that HubSpot answered, up to the end of the sentence."""
    if is_unclear(answer):
        return f"The request to create the {wanted.what} was sent, and HubSpot answered {answer.status}"
    return f"HubSpot accepted the request to create the {wanted.what} ({answer.status})"


def _there(wanted: NewProperty, found: FoundProperty, instead: str) -> str:
    """That a property was there, of which a report would otherwise say that it was created."""
    said = f"HubSpot had this property already, {instead}."
    there = described(found.item)
    if wanted.kind == "date" and there.has_time:
        said += " It is a date-time property; HubSpot may offer only date properties."
    if wanted.kind == "user" and there.has_several:
        said += " It can contain several users; HubSpot may offer only single-user properties."
    return said


def _check_usable(wanted: NewProperty, found: FoundProperty) -> None:
    """Raises StepNotDone if a property that exists is not the one that is declared."""
    there = f"The account already has {_article(found)} `{wanted.name}`"
    if found.archived:
        raise _taken(
            f"{there}.",
            "Restore it in HubSpot's property settings (Archived properties), or choose another"
            " name: creating it again would change its definition.",
        )
    if not described(found.item).is_a(wanted.kind):
        raise _taken(
            f"{there}, but it is not a {wanted.kind} property.",
            "Choose another name: csws never changes an existing property.",
        )


def _article(found: FoundProperty) -> str:
    words = f"{found.adjective}property"
    return f"{'an' if words[0] == 'a' else 'a'} {words}"


def _taken(message: str, hint: str) -> CswsError:
    return CswsError(message, hint=hint, code="property_exists")


def _refused(wanted: NewProperty, answer: Response) -> StepNotDone:
    said = failure(answer, wanted.what, verb="create")
    hint = said.hint
    if isinstance(said, ScopeMissing):
        hint = naming_scope(said, creation_in(wanted.object_name)).hint
    elif answer.status in (400, 409):
        hint = "Check the label and the group, and whether the object has as many properties as HubSpot allows."
    return StepNotDone(f"The property `{wanted.name}` was not created. {said.message}", hint=hint)
