"""The records that a health score needs, from HubSpot into one CSV file. Writes nothing but that file, and `FILE.part` until it
is whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from csws.errors import ConfigInvalid, CswsError, UsageFault
from csws.hubspot.past import is_later, past_of
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.token import token_of
from csws.hubspot.transport import connected
from csws.lab.scoring.facts import facts_of
from csws.load.atomic_write import write_file
from csws.model.frozen import frozen
from csws.records.headings import ID
from csws.workflow.catalog import known_id
from csws.workflow.own_files import check_is_no_part
from csws.workflow.records_part import Page, Part
from csws.workflow.score_asked import Asked, score_asked

BATCH = 50  # records in one request for their history (DOMAIN §1)
FORMAT = 1  # of FILE.part


@frozen
class PulledRecords:
    """`resumed` are records that an earlier run had read. `unknown`, by column, `later` and `gone` are as in Page."""

    object: str
    columns: tuple[str, ...]
    records: int
    resumed: int
    unknown: Mapping[str, int]
    later: int
    gone: int


def pull_records(
    root: Path,
    patterns: list[str] | None,
    now: datetime,
    key: str,
    out: Path,
    *,
    as_of: date | None = None,
    tell: Callable[[int], None] = lambda number: None,
) -> PulledRecords:
    """Pulls them, as they were at the end of `as_of` if that is given. `tell` hears how many were read so far. Raises as `score_asked` does; UsageFault for a file that
    cannot be the result; NotPermitted for a missing token, scope, or another account's token."""
    asked = score_asked(root, patterns, now, key, as_of)
    _check_out(asked, out)
    names, object_type = _columns(asked), _object_type(asked)
    with connected(token_of(asked.account.name)) as transport:
        reader = HubSpotReader(transport)
        portal = str(reader.account_of(known_id(asked.account))["portalId"])
        head = {"csws_records": FORMAT, "portal": portal, "object": object_type, "columns": list(names)}
        past = as_of.isoformat() if as_of else None
        part = _opened(out, {**head, "as_of": past, "pulled_on": now.astimezone(asked.zone).date().isoformat()})
        try:
            _pull(_Pages(reader, object_type, names, _end_of(asked) if as_of else None), part, tell)
        except CswsError as error:
            raise _to_go_on(error, part) from None
        finally:
            part.close()
    return _finished(asked, out, part, names)


def _pull(pages: _Pages, part: Part, tell: Callable[[int], None]) -> None:
    while not part.is_complete:
        part.add(pages.page(part.after))
        tell(part.records)


class _Pages:
    """Pages of records now, or as they were before a moment."""

    def __init__(
        self, reader: HubSpotReader, object_type: str, names: tuple[str, ...], moment: datetime | None
    ) -> None:
        self._reader, self._type, self._names, self._moment = reader, object_type, names, moment

    def page(self, after: str) -> Page:
        asked = () if self._moment else self._names
        found, following = self._reader.records(self._type, asked or (ID,), after)
        if self._moment is None:
            return Page(rows=[self._row(one) for one in found], after=following, unknown={})
        return self._past(found, following, self._moment)

    def _row(self, record: dict[str, Any]) -> list[str]:
        values = (record["properties"].get(name) for name in self._names)
        return [str(record["id"]), *("" if value is None else str(value) for value in values)]

    def _past(self, found: list[dict[str, Any]], following: str, moment: datetime) -> Page:
        ids = [str(one["id"]) for one in found if not is_later(one, moment)]
        rows, unknown = [], Counter[str]()
        for at in range(0, len(ids), BATCH):
            for record in self._reader.histories(self._type, ids[at : at + BATCH], self._names):
                past = past_of(record, self._names, moment)
                rows.append([str(record["id"]), *past.values])
                unknown.update(past.unknown)
        later, gone = len(found) - len(ids), len(ids) - len(rows)
        return Page(rows=rows, after=following, unknown=dict(unknown), later=later, gone=gone)


def _columns(asked: Asked) -> tuple[str, ...]:
    """The properties that the rules compare, and the score's own. HubSpot says nothing of one that it does not have."""
    names = tuple(dict.fromkeys([*facts_of((asked.score,)).empty, *([asked.kept_in] if asked.kept_in else ())]))
    home = asked.catalog.objects.get(asked.score.object)
    known = {*home.properties, *home.other_properties} if home else set()
    for name in names:
        if name not in known:
            message = f"The catalogue has no property `{name}` of {asked.score.object}."
            raise ConfigInvalid(message, hint="Run `csws catalog pull`, or correct the score.")
    return tuple(name for name in names if name != ID)


def _object_type(asked: Asked) -> str:
    home = asked.catalog.objects.get(asked.score.object)
    if home is None:
        message = f"The catalogue has no object `{asked.score.object}`."
        raise ConfigInvalid(message, hint="Run `csws catalog pull`, or correct `object:` of the score.")
    return home.type_id


def _end_of(asked: Asked) -> datetime:
    """The first moment after the day, in the account's zone."""
    return datetime.combine(asked.as_of + timedelta(days=1), time(), asked.zone)


def _check_out(asked: Asked, out: Path) -> None:
    if out.exists() and not out.is_file():
        raise UsageFault(
            f"`{out.as_posix()}` is not a file.", hint="Give --out the name of a file, e.g. companies.csv."
        )
    for path in (out, out.with_name(f"{out.name}.part")):
        check_is_no_part(asked.opened, asked.account, path)


def _opened(out: Path, head: dict[str, Any]) -> Part:
    try:
        return Part(out, head)
    except OSError as error:
        raise _unwritable(out, error) from error


def _to_go_on(error: CswsError, part: Part) -> CswsError:
    if part.records:
        told = f"{part.records:,} records are in `{part.path.as_posix()}`: run the same command again today, and it goes on there."
        error.hint = f"{error.hint} {told}" if error.hint else told
    return error


def _finished(asked: Asked, out: Path, part: Part, names: tuple[str, ...]) -> PulledRecords:
    try:
        write_file(out, part.csv((ID, *names)))
        part.path.unlink()
    except OSError as error:
        raise _unwritable(out, error) from error
    return PulledRecords(
        object=asked.score.object,
        columns=names,
        records=part.records,
        resumed=part.resumed,
        unknown=dict(sorted(part.unknown.items())),
        later=part.later,
        gone=part.gone,
    )


def _unwritable(out: Path, error: OSError) -> CswsError:
    message = f"`{out.as_posix()}` cannot be written: {error.strerror}."
    return CswsError(message, hint="Check the folder and the free space.", code="file")
