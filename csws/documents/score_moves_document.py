"""What records tell of changed health scores as JSON, and back."""

from __future__ import annotations

from typing import Any

from csws.documents.step_document import address_from
from csws.model.score_moves import BandMove, ScoreMoves

Json = dict[str, Any]


def score_moves_document(found: tuple[ScoreMoves, ...]) -> Json:
    """Present only where records are given for a changed score."""
    return {"score_moves": list(map(_one, found))} if found else {}


def _one(item: ScoreMoves) -> Json:
    matrix: dict[str, dict[str, int]] = {}
    for start, end, number in item.matrix:
        matrix.setdefault(start, {})[end] = number
    return {
        "address": str(item.address),
        "records": item.records,
        "moved": item.moved,
        "changed": item.changed,
        "unclear": item.unclear,
        "checksum": item.checksum,
        "as_of": item.as_of,
        "missing": list(item.missing),
        "matrix": matrix,
        "moves": [
            {"from": move.start, "to": move.end, "because": move.because, "records": move.records}
            for move in item.moves
        ],
    }


def score_moves_from(data: list[Json]) -> tuple[ScoreMoves, ...]:
    """Raises Unknown."""
    return tuple(_from(item) for item in data)


def _from(data: Json) -> ScoreMoves:
    return ScoreMoves(
        address=address_from(data["address"], "records are about"),
        records=data["records"],
        changed=data["changed"],
        unclear=data["unclear"],
        checksum=data["checksum"],
        as_of=data["as_of"],
        missing=tuple(data["missing"]),
        matrix=tuple((start, end, number) for start, ends in data["matrix"].items() for end, number in ends.items()),
        moves=tuple(
            BandMove(start=move["from"], end=move["to"], because=move["because"], records=move["records"])
            for move in data["moves"]
        ),
    )
