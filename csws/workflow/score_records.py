"""Files of records put to a score: what every command of the lab begins with. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from csws.errors import ConfigInvalid, RecordsUnreadable
from csws.kinds.health_scores.score import Score
from csws.lab.about import About
from csws.lab.named import name_columns
from csws.lab.scoring.engine import Engine
from csws.model.frozen import frozen
from csws.model.target_traits import traits_of
from csws.records.misfits import Misfits
from csws.records.records import Records
from csws.workflow.account.questions import check_is_no_record, headings_in, question_of
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
        check_is_no_record(asked.opened.root, asked.account.loaded.entry, (*given.records, *given.activity))
        self.asked, self.given, self.misfits = asked, given, Misfits()
        self.engine = Engine(question_of(asked.catalog, scores, asked.as_of, given.activity), self.misfits)
        self.names = name_columns(asked.score.object) if given.names else ()
        wanted = (*self.engine.wanted, *also, *self.names)
        headings = headings_in(asked.catalog, asked.score.object, wanted)
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


@contextmanager
def strictly(given: Given) -> Iterator[None]:
    """A file that cannot be read makes the input invalid, where that was asked for."""
    try:
        yield
    except RecordsUnreadable as error:
        if not given.strict:
            raise
        raise ConfigInvalid(error.message, hint=error.hint, code=error.code) from error
