"""CSW721: of the records given not too many change band: `--max-moved PERCENT`, 10 by default."""

from __future__ import annotations

from collections.abc import Iterator

from csws.kinds.health_scores.in_force import changing
from csws.kinds.health_scores.kind import KIND
from csws.model.breach import BreachKind
from csws.model.diagnostic import Severity
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import PlanSubject
from csws.model.score_moves import ScoreMoves

RULE = Rule(
    code="CSW721",
    severity=Severity.ERROR,
    phase=Phase.PLAN,
    law="of the records given not too many change band: `--max-moved PERCENT`, 10 by default",
    reason="HubSpot runs the workflows that a change of band starts, for every record at once, as soon as the score is turned on.",
    source="csws: SPEC; DOMAIN: a change of band fires workflows",
    hint="If this is intended, use `--max-moved PERCENT`.",
    bad="bands: {healthy: 90, at_risk: 40}   # it was 70: every third customer changes band",
    good="bands: {healthy: 72, at_risk: 40}",
    breach=BreachKind.GUARD,
)

SHARE = 10.0  # percent
_GIVE = "Give an export of the records with `--records FILE`."


def check(subject: PlanSubject) -> Iterator[Finding]:
    known = {moves.address: moves for moves in subject.score_moves}
    for item in changing(subject.current, subject.desired, subject.moved):
        path = KIND.yaml_path(item.address.key)
        found = known.get(item.address)
        if found is None and item.before is None:
            message = f"How many records change band in `{item.address.key}` is not judged: an edit waits to be turned on, and csws does not know the version in force."
            hint = "Look at the preview of the distribution in HubSpot before the score is turned on."
        elif found is None or not found.is_judged:
            message, hint = _unjudged(item.address.key, found)
        else:
            yield from _judged(found, path, SHARE if subject.max_moved is None else subject.max_moved)
            continue
        yield Finding(path=path, message=message, hint=hint, severity=Severity.INFO, on_key=True)


def _unjudged(key: str, found: ScoreMoves | None) -> tuple[str, str]:
    if found is None:
        return f"How many records change band in `{key}` is not judged: no records are given.", _GIVE
    if found.missing:
        names = ", ".join(f"`{name}`" for name in found.missing)
        message = f"How many records change band in `{key}` is not judged: the records have no column for {names}."
        return message, "Export the records again, with these properties."
    return f"How many records change band in `{key}` is not judged: the file has no records.", _GIVE


def _judged(found: ScoreMoves, path: tuple[str, ...], share: float) -> Iterator[Finding]:
    key, limit = found.address.key, found.records * share / 100
    if found.moved > limit:
        message = f"{found.moved} of {found.records} records would change band in `{key}`; the limit is {int(limit)}."
        percent = -(-found.moved * 100 // found.records)
        hint = f"Look at who they are with `csws score compare`. If this is intended, use `--max-moved {percent}`."
        yield Finding(path=path, message=message, hint=hint, on_key=True)
    elif found.moved + found.unclear > limit:
        message = f"Whether {found.unclear} of {found.records} records change band in `{key}` is not judged: it depends on events, which are not given."
        hint = "Give the activity with `--activity FILE`."
        yield Finding(path=path, message=message, hint=hint, severity=Severity.INFO, on_key=True)
