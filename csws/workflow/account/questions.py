"""What is asked of records in an account: the question, the headings, and the files that are none. Reads no record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from csws.errors import UsageFault
from csws.kinds.health_scores.score import Score
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.lab.scoring.activity import ActivityFiles
from csws.lab.scoring.engine import Question
from csws.model.catalog import Catalog, Property
from csws.model.declaration import AccountEntry
from csws.model.target_traits import file_of, record_of
from csws.records.headings import Headings, headings_of
from csws.records.values import zone_of


def question_of(catalog: Catalog, scores: Sequence[Score], as_of: date, activity: tuple[Path, ...]) -> Question:
    """What is asked of the records of one object, that of the last of the scores."""
    events = {**STANDARD_EVENTS, **(catalog.event_types or {})}
    home = catalog.objects.get(scores[-1].object)
    return Question(
        scores=tuple(scores),
        as_of=as_of,
        zone=zone_of(catalog.time_zone),
        properties=dict(home.properties) if home else {},
        activity=ActivityFiles(paths=activity, events=events) if activity else None,
    )


def headings_in(catalog: Catalog, object_name: str, wanted: Sequence[str]) -> Headings:
    """The headings of an object's export. With the properties of which only the names are known, so that their columns
    are no strangers."""
    home = catalog.objects.get(object_name)
    known = dict(home.properties) if home else {}
    others = sorted(home.other_properties - known.keys()) if home else []
    described = [*known.values(), *(Property(name=name, label=name, type="string") for name in others)]
    return headings_of(described, wanted)


def check_is_no_record(root: Path, entry: AccountEntry, paths: Iterable[Path]) -> None:
    """Raises UsageFault for csws's own record of the account."""
    own = file_of(record_of(entry.target, entry.store))
    for path in paths:
        if own is not None and path.resolve() == (root / own).resolve():
            message = f"`{path.as_posix()}` is the record of what csws knows. Records are what HubSpot has."
            hint = f"Run `csws record show {path.as_posix()}`, or give an export of HubSpot."
            raise UsageFault(message, hint=hint)
