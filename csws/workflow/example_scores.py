"""What a health score gives to the record of an example, and what differs from what is expected. The record goes the way of
every other: through files, and the engine of the lab."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from csws.errors import ConfigInvalid, UsageFault
from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.score import Score
from csws.kinds.health_scores.standard_events import STANDARD_EVENTS
from csws.lab.scoring.activity import ActivityFiles
from csws.lab.scoring.engine import Engine, Question
from csws.lab.scoring.explained import Explained, explained
from csws.lab.scoring.groups import Points
from csws.model.diagnostic import Diagnostic
from csws.model.examples import Ran
from csws.records.headings import ID, headings_of
from csws.records.misfits import Misfit, MisfitKind, Misfits
from csws.records.records import Records
from csws.records.values import zone_of
from csws.workflow.account.check import CheckedAccount
from csws.workflow.example_files import Example
from csws.workflow.example_names import strangers
from csws.workflow.run.per_account import usable_catalog
from csws.workflow.score_asked import declared_score

_UNREADABLE = {
    MisfitKind.UNREADABLE_NUMBER: ("`{}`: `{}` is not a number.", "Write digits only, e.g. `-3` or `0.5`."),
    MisfitKind.UNREADABLE_DATE: (
        "`{}`: `{}` is not a day.",
        "Write a day, e.g. `2026-11-25`, or a time, e.g. `2026-11-25 10:00`.",
    ),
    MisfitKind.UNREADABLE_VALUE: ("`{}`: `{}` cannot be read.", "Write one value, or a list of several."),
    MisfitKind.AMBIGUOUS_OPTION: (
        "`{}`: `{}` is the value of one option and the label of another.",
        "Write another value.",
    ),
}


def run_score(account: CheckedAccount, example: Example) -> Ran | list[Diagnostic]:
    """The record of an example against what is expected; findings where the example means nothing."""
    try:
        score = declared_score(account, example.said["score"])
    except (UsageFault, ConfigInvalid) as error:
        return [example.finding(error.message, error.hint or "Run `csws validate` to see why.", "score")]
    catalog = usable_catalog(account)
    unknown = strangers(example, score, catalog)
    if unknown:
        return unknown
    found, misfits = _judged(example, score, account)
    wrong = [item for misfit in misfits for item in _unreadable(example, misfit)]
    return wrong or _held_against(example, account.name, found)


def _judged(example: Example, score: Score, account: CheckedAccount) -> tuple[Explained, tuple[Misfit, ...]]:
    """What the score gives to the record. Without `events:` they are not known, and it gives a range."""
    catalog, misfits, events = usable_catalog(account), Misfits(), example.said.get("events")
    home = catalog.objects.get(score.object)
    with TemporaryDirectory(prefix="csws-") as folder:
        record = _written(Path(folder, "record"), [{**example.said["record"], ID: "1"}])
        happened = _written(Path(folder, "events"), [_event(item) for item in events or ()])
        known = {**STANDARD_EVENTS, **(catalog.event_types or {})}
        question = Question(
            scores=(score,),
            as_of=date.fromisoformat(example.said["as_of"]),
            zone=zone_of(catalog.time_zone),
            properties=dict(home.properties) if home else {},
            activity=ActivityFiles(paths=(happened,), events=known) if events is not None else None,
        )
        engine = Engine(question, misfits)
        headings = headings_of((), engine.wanted)
        facts = next(facts for _, facts, _ in engine.each(Records((record,), headings, misfits)))
        return explained(score, engine.outcome(facts)), misfits.found()


def _written(path: Path, items: list[dict[str, Any]]) -> Path:
    """A file of JSON Lines. One without any is a line without meaning: an event that no rule counts."""
    lines = [json.dumps({key: _cell(value) for key, value in item.items()}) for item in items or [_event({})]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def _event(said: dict[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in said.items() if key not in ("event", "at")}
    return {**properties, ID: "1", "event": said.get("event", ""), "time": said.get("at", "")}


def _cell(value: Any) -> Any:
    """Several values of a property as HubSpot has them in one cell."""
    return ";".join(map(str, value)) if isinstance(value, list) else value


def _unreadable(example: Example, misfit: Misfit) -> list[Diagnostic]:
    if misfit.kind not in _UNREADABLE:
        return []
    column = misfit.column or ""
    message, hint = _UNREADABLE[misfit.kind]
    path = ("record", column) if column in example.said["record"] else ("events",)
    shown = "at" if column == "time" else column
    return [example.finding(message.format(shown, misfit.places[0].text), hint, *path)]


def _held_against(example: Example, account: str, found: Explained) -> Ran:
    said = example.said
    misses = [*_of_total(said, found), *_of_groups(said, found), *_of_rules(said, found)]
    name = said.get("name") or f"{said['score']}, {said['as_of']}"
    because = tuple(_reasons(said, found)) if misses else ()
    return Ran(account=account, name=name, span=example.node.span, misses=tuple(misses), because=because)


def _of_total(said: dict[str, Any], found: Explained) -> list[str]:
    out, total, band = [], found.outcome.total, found.outcome.band
    if "points" in said and total != (said["points"],) * 2:
        out.append(f"`{said['score']}` gives {_points(total)} points, not {said['points']}.")
    if "band" in said and band is None:
        out.append(f"The band is not known, with {_points(total)} points; expected: {said['band']}.")
    elif "band" in said and band is not None and band.value != said["band"]:
        out.append(f"The band is {band.value}, not {said['band']}.")
    return out


def _of_groups(said: dict[str, Any], found: Explained) -> list[str]:
    given = {one.key: one.given for one in found.outcome.groups}
    return [
        f"The group `{key}` gives {_points(given[key])} points, not {points}."
        for key, points in said.get("groups", {}).items()
        if given[key] != (points, points)
    ]


def _of_rules(said: dict[str, Any], found: Explained) -> list[str]:
    """All rules that hold are to be named, and no other."""
    if "rules" not in said:
        return []
    fired = [condition_text(rule.tests) for group in found.groups for rule in group.fired]
    more = [f"The rule `{rule}` holds, and is not expected." for rule in fired if rule not in said["rules"]]
    return [*(f"The rule `{rule}` does not hold." for rule in said["rules"] if rule not in fired), *more]


def _reasons(said: dict[str, Any], found: Explained) -> list[str]:
    out = []
    for group in found.groups:
        rules = "; ".join(f"{condition_text(rule.tests)} ({rule.points:+})" for rule in group.fired)
        key, given = group.group.key, _points(group.outcome.given)
        if not rules:
            out.append(f"The group `{key}` gives {given}: no rule holds.")
        elif group.cut:
            out.append(f"The group `{key}` gives {given}: {rules}; its bounds ({group.cut:+}).")
        else:
            out.append(f"The group `{key}` gives {given}: {rules}.")
    if "events" not in said and not found.outcome.is_exact:
        out.append("The example does not mention events, so they are unknown; `events: []` means that there were none.")
    return out


def _points(points: Points) -> str:
    low, high = points
    return str(low) if low == high else f"{low}–{high}"
