"""A score counted on records as a JSON document: only counts, no id, and no line of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from csws.lab.results import Counted
from csws.model.plan import FORMAT_VERSION
from csws.records.misfits import Misfit, MisfitKind
from csws.render.scores.document import counts_of_score
from csws.render.scores.saying import Saying
from csws.render.scores.sheet import Level, Note
from csws.render.scores.sheet_try import notes_on_rules
from csws.render.words import Words

Json = dict[str, Any]


def counts_document(counted: Counted, words: Words) -> Json:
    """As `csws score try --format json`, as far as it counts. `totals` has each pair of the least and the most points,
    which differ only where events are not known, and of the band that its records have in the saved files; `notes` say what to look at, in words."""
    about, found = counted.about, counted.scored
    say = Saying(words, about, counted.score)
    return {
        "format_version": FORMAT_VERSION,
        "account": about.account,
        "score": about.score,
        "as_of": about.as_of.isoformat(),
        "time_zone": about.time_zone,
        "files": [PurePosixPath(name).name for name in about.files],
        "records": found.records,
        "marked": found.marked,
        "misfits": [{"kind": one.kind.value, "column": one.column, "count": one.count} for one in about.misfits],
        "totals": [
            {"low": low, "high": high, "was": was.value if was else None, "records": records}
            for ((low, high), was), records in sorted(
                counted.joint.items(), key=lambda one: (one[0][0], str(one[0][1]))
            )
        ],
        **counts_of_score(counted.score, found, counted.unknown),
        "notes": [
            {"tag": note.tag, "level": note.level.value, "text": note.text.striptags()} for note in _notes(say, counted)
        ],
    }


def _notes(say: Saying, counted: Counted) -> Iterator[Note]:
    yield from (_misfit(say, one) for one in counted.about.misfits if one.kind is not MisfitKind.UNKNOWN_COLUMN)
    if counted.scored.records:
        yield from notes_on_rules(say, counted)
    yield from say.notes_on_records(counted.scored.marked)


def _misfit(say: Saying, misfit: Misfit) -> Note:
    what, lines = say.misfit_kind(misfit), say.number(misfit.count)
    if misfit.column is None:
        text = say.say("lab.misfit_rows", what=Markup(what), n=lines)
    else:
        text = say.say("lab.misfit_in", what=Markup(what), column=say.property(misfit.column), n=lines)
    return Note(say.plain("lab.misfit_tag"), text, Level.WARN)
