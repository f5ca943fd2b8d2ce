"""What a header may say: a property's internal name, its label, or one of the words for a record's id. Knows no file."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from csws.model.catalog import Property
from csws.model.frozen import frozen
from csws.model.suggestion import closest

ID = "hs_object_id"
# "Record ID" in the languages of HubSpot's exports. HubSpot publishes no list (assumed, except for English and German).
RECORD_ID = (
    "Record ID",
    "Datensatz-ID",
    "Oppførings-ID",
    "Post-ID",
    "Record-id",
    "ID de registro",
    "ID del registro",
    "ID de la fiche d'informations",
    "ID de l'enregistrement",
    "ID do registro",
    "ID record",
    "ID del record",
    "ID rekordu",
    "Identyfikator rekordu",
    "Tietueen tunnus",
    "Tietueen ID",
    "レコードID",
    "记录 ID",
    "記錄 ID",
)


@frozen
class Headings:
    """`meanings` has every text that a header may have, with the internal names that it may mean. `wanted` are the
    names whose columns are read; `ids` the texts of the id's column, folded. Where it `is_complete`, any other header
    is unknown; else only one that may be a wanted column with another name."""

    wanted: tuple[str, ...]
    meanings: Mapping[str, frozenset[str]]
    ids: frozenset[str]
    is_complete: bool = False


@frozen
class Layout:
    """Where in a row of `width` cells the id is (-1: nowhere), and each wanted column that is there. `unknown` and
    `ambiguous` are headers, `doubled` is the first of which two columns are the same."""

    width: int
    id_at: int
    at: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    doubled: str | None = None


def headings_of(
    properties: Iterable[Property],
    wanted: Sequence[str],
    ids: Sequence[str] = (),
    others: Collection[str] | None = None,
) -> Headings:
    """The headings of an object with these properties; `ids` are further words for the id's column. `others` are the
    names of all properties that there are besides, if they are known."""
    meanings: dict[str, set[str]] = {name: {name} for name in (*wanted, ID, *(others or ()))}
    for item in properties:
        for text in (item.name, normal(item.label)):
            meanings.setdefault(text, set()).add(item.name)
    words = (ID, *RECORD_ID, *ids, *(text for text, names in meanings.items() if names == {ID}))
    return Headings(
        wanted=tuple(dict.fromkeys(wanted)),
        meanings={text: frozenset(names) for text, names in meanings.items()},
        ids=frozenset(map(_folded, words)),
        is_complete=others is not None,
    )


def normal(text: str) -> str:
    """A header or a label as it is compared."""
    return unicodedata.normalize("NFC", text).strip("\ufeff").strip()


def layout_of(header: Sequence[str], headings: Headings) -> Layout:
    """Where everything is under this header."""
    found: dict[str, int] = {}
    unknown, ambiguous, doubled = [], [], []
    for at, text in enumerate(map(normal, header)):
        names = [ID] if _folded(text) in headings.ids else sorted(headings.meanings.get(text, ()))
        if not names:
            unknown.append(text)
        elif len(names) > 1:
            ambiguous += [text] if set(names) & {*headings.wanted} else []
        elif names[0] in found and names[0] in (*headings.wanted, ID):
            doubled.append(text)
        else:
            found[names[0]] = at
    wanted = {name: found[name] for name in headings.wanted if name in found}
    return Layout(
        width=len(header),
        id_at=found.get(ID, -1),
        at=wanted,
        unknown=tuple(unknown),
        ambiguous=tuple(ambiguous),
        doubled=next(iter(doubled), None),
    )


def mistaken(layout: Layout, headings: Headings) -> tuple[str, ...]:
    """The unknown headers that are told: without those that other properties may have, of which only the names are
    known."""
    if headings.is_complete:
        return layout.unknown
    absent = set(missing(headings, layout.at))
    texts = [text for text, names in headings.meanings.items() if names & absent]
    return tuple(text for text in layout.unknown if closest(text, texts)) if texts else ()


def _folded(text: str) -> str:
    """The words for the id are compared without regard to case, and to how their parts are joined."""
    return " ".join(normal(text).replace("-", " ").replace("\xa0", " ").replace("’", "'").casefold().split())


def missing(headings: Headings, names: Mapping[str, int]) -> Iterator[str]:
    """Wanted columns that are not there."""
    return (name for name in headings.wanted if name not in names)
