"""Files of records put to a score: what every command of the lab begins with. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from csws.errors import ConfigInvalid, RecordsUnreadable, UsageFault
from csws.kinds.health_scores.score import Score
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.lab.about import About
from csws.lab.named import name_columns
from csws.lab.scoring.activity import ActivityFiles
from csws.lab.scoring.engine import Engine, Question
from csws.model.catalog import Property
from csws.model.frozen import frozen
from csws.model.target_traits import file_of, record_of, traits_of
from csws.records.headings import headings_of
from csws.records.misfits import Misfits
from csws.records.records import Records
from csws.workflow.score_asked import Asked


@frozen
class Given:
    """What somebody gives: files of records and of activity, and whether records are to be named. With `strict`, what
    does not fit is an error."""

    records: tuple[Path, ...]
    activity: tuple[Path, ...] = ()
    names: bool = False
    strict: bool = False


class Posed:
    """A question over records that are given. `names` are the columns with the names of records, none unless wanted."""

    def __init__(self, asked: Asked, given: Given, scores: Sequence[Score], also: Sequence[str] = ()) -> None:
        """`also` are further columns that are needed. Raises RecordsUnreadable where activity cannot be read, UsageFault
        for csws's own record."""
        _check_is_no_record(asked, (*given.records, *given.activity))
        self.asked, self.given, self.misfits = asked, given, Misfits()
        properties = _properties(asked)
        events = {**STANDARD_EVENTS, **(asked.catalog.event_types or {})}
        activity = ActivityFiles(paths=given.activity, events=events) if given.activity else None
        question = Question(
            scores=tuple(scores), as_of=asked.as_of, zone=asked.zone, properties=properties, activity=activity
        )
        self.engine = Engine(question, self.misfits)
        self.names = name_columns(asked.score.object) if given.names else ()
        headings = headings_of(_described(asked, properties), (*self.engine.wanted, *also, *self.names))
        self.records = Records(given.records, headings, self.misfits)

    def about(self) -> About:
        """After the records were read, with what does not fit."""
        asked, loaded = self.asked, self.asked.account.loaded
        return About(
            account=asked.account.name,
            score=asked.score.key or "",
            as_of=asked.as_of,
            time_zone=asked.zone_name,
            files=tuple(path.as_posix() for path in (*self.given.records, *self.given.activity)),
            misfits=self.misfits.found(),
            catalog=asked.catalog,
            objects=loaded.declared.settings.objects,
            has_portal=traits_of(loaded.entry.target).over_api,
        )


def _check_is_no_record(asked: Asked, paths: tuple[Path, ...]) -> None:
    entry = asked.account.loaded.entry
    own = file_of(record_of(entry.target, entry.store))
    for path in paths:
        if own is not None and path.resolve() == (asked.opened.root / own).resolve():
            message = f"`{path.as_posix()}` is the record of what csws knows. Records are what HubSpot has."
            hint = f"Run `csws record show {path.as_posix()}`, or give an export of HubSpot."
            raise UsageFault(message, hint=hint)


def _properties(asked: Asked) -> dict[str, Property]:
    home = asked.catalog.objects.get(asked.score.object)
    return dict(home.properties) if home else {}


def _described(asked: Asked, properties: dict[str, Property]) -> list[Property]:
    """With the properties of which only the names are known, so that their columns are no strangers."""
    home = asked.catalog.objects.get(asked.score.object)
    others = sorted(home.other_properties - properties.keys()) if home else []
    return [*properties.values(), *(Property(name=name, label=name, type="string") for name in others)]


@contextmanager
def strictly(given: Given) -> Iterator[None]:
    """A file that cannot be read makes the input invalid, where that was asked for."""
    try:
        yield
    except RecordsUnreadable as error:
        if not given.strict:
            raise
        raise ConfigInvalid(error.message, hint=error.hint, code=error.code) from error
