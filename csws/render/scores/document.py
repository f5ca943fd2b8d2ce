"""The results of `csws score` as JSON documents. Figures are not rounded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.conditions import condition_text
from csws.kinds.health_scores.score import Score
from csws.lab.about import About
from csws.lab.backtesting import Backtest
from csws.lab.comparing import Comparison, Far
from csws.lab.results import Backtested, Compared, Result, Tried, Verified
from csws.lab.scoring.groups import Points
from csws.lab.scoring.scored import Scored
from csws.lab.trying import Trial
from csws.lab.verifying import Verification
from csws.model.plan import FORMAT_VERSION
from csws.records.misfits import Misfit
from csws.render.json_text import json_text
from csws.render.scores.document_parts import (
    band_of,
    depends,
    estimate,
    name_of,
    points_of,
    reason_of,
    rule_of,
    share,
    share_of,
)
from csws.render.scores.histogram import counts_of
from csws.render.style import Style

Json = dict[str, Any]
# The members beside those of every document.
MEMBERS: dict[str, tuple[str, ...]] = {
    "try": ("bands", "unclear", "points", "near", "groups", "rules", "empty", "unknown", "depends", "explained", "not_found"),
    "compare": ("against", "moved", "changed", "unclear", "matrix", "moves", "furthest"),
    "backtest": (
        "within", "lost", "kept", "left_out", "lost_later", "unknown_ids", "unknown_first", "concluded", "base", "auc", "best", "bands",
        "flagged", "deciles", "rules", "healthy_lost", "later",
    ),
    "verify": ("property", "agree", "differ", "without", "unreadable", "unclear", "causes", "unexplained", "differences"),
}  # fmt: skip


def render(result: Result, style: Style) -> str:
    return json_text(document_of(result))


def failure_of(command: str, error: Json) -> Json:
    """The document of a command that failed: its members are all null."""
    return {**_head(command, None, error), **dict.fromkeys(MEMBERS[command])}


def document_of(result: Result) -> Json:
    match result:
        case Tried(about=about, trial=trial):
            records, marked = trial.scored.records, trial.scored.marked
            return {**_head("try", about, None, records, marked), **_try(trial)}
        case Compared(about=about, against=against, comparison=found):
            head = _head("compare", about, None, found.records, found.marked)
            return {**head, "against": against, **_compare(found)}
        case Backtested(about=about, backtest=test):
            return {**_head("backtest", about, None, test.records, test.marked), **_backtest(test)}
        case Verified(about=about, kept_in=kept_in, verification=found):
            head = _head("verify", about, None, found.records, found.marked)
            return {**head, "property": kept_in, **_verify(found)}


def _head(
    command: str, about: About | None, error: Json | None, records: int | None = None, marked: int | None = None
) -> Json:
    return {
        "format_version": FORMAT_VERSION,
        "error": error,
        "command": command,
        "account": about.account if about else None,
        "score": about.score if about else None,
        "as_of": about.as_of.isoformat() if about else None,
        "time_zone": about.time_zone if about else None,
        "files": list(about.files) if about else None,
        "records": records,
        "marked": marked,
        "misfits": [_misfit(one) for one in about.misfits] if about else None,
    }


def _misfit(misfit: Misfit) -> Json:
    """Without the text of a cell, which may say something about a person."""
    places = [{"file": place.file, "line": place.line} for place in misfit.places]
    return {"kind": misfit.kind.value, "column": misfit.column, "count": misfit.count, "places": places}


def _try(trial: Trial) -> Json:
    return {
        **counts_of_score(trial.score, trial.scored, trial.unknown),
        "near": [
            {
                "band": near.band.value,
                "bound": near.bound,
                "records": near.records,
                "first": [reason_of(one) for one in near.shown],
            }
            for near in trial.near
        ],
        "depends": {"days": depends(trial.by_hours), "no_value": depends(trial.by_no_value)},
        "explained": [reason_of(one) for one in trial.explained],
        "not_found": list(trial.missing),
    }


def counts_of_score(score: Score, scored: Scored, unknown: tuple[int, Band]) -> Json:
    """What all records have in common: no id, and nothing of a single record."""
    records = scored.records
    rules = [(group.key, rule) for group in score.groups for rule in group.rules]
    low, high = counts_of(scored.totals)
    points, band = unknown
    return {
        "bands": {
            band.value: {"records": (number := scored.bands.get(band, 0)), "share": share(number, records)}
            for band in reversed(Band)
        },
        "unclear": scored.bands.get(None, 0),
        "points": {"low": low, "high": high},
        "groups": [
            {
                "group": group.key,
                "min": group.lowest,
                "max": group.highest,
                "given": ranges_of(scored.given[group.key]),
            }
            for group in score.groups
        ],
        "rules": [
            {**rule_of(key, rule), "fired": fired, "share": share(fired, records)}
            for (key, rule), fired in zip(rules, scored.fired, strict=True)
        ],
        "empty": [
            {"property": name, "records": number, "share": share(number, records)}
            for name, number in scored.empty.items()
        ],
        "unknown": {"points": points, "band": band.value},
    }


def ranges_of(counts: Mapping[Points, int]) -> list[Json]:
    """How many records have how many points; a range where events are not known."""
    return [{"low": low, "high": high, "records": number} for (low, high), number in counts.items()]


def _compare(found: Comparison) -> Json:
    return {
        "moved": found.moved,
        "changed": found.changed,
        "unclear": found.unclear,
        "matrix": {
            start.value: {end.value: found.matrix.get((start, end), 0) for end in reversed(Band)}
            for start in reversed(Band)
        },
        "moves": [
            {"from": move.start.value, "to": move.end.value, "because": move.because, "records": number}
            for move, number in found.moves
        ],
        "furthest": [_far(one) for one in (*found.worse, *found.better)],
    }


def _far(far: Far) -> Json:
    return {
        "id": far.after.id,
        **name_of(far.after),
        "before": points_of(far.before.points),
        "after": points_of(far.after.points),
        "from": band_of(far.before.band),
        "to": band_of(far.after.band),
        "because": far.move.because if far.move else None,
        "groups": dict(far.groups),
    }


def _backtest(test: Backtest) -> Json:
    found = test.findings
    return {
        "within": test.within,
        "lost": found.lost,
        "kept": found.kept,
        "left_out": test.left_out,
        "lost_later": test.lost_later,
        "unknown_ids": test.unknown_ids,
        "unknown_first": list(test.unknown_shown),
        "concluded": found.concluded,
        "base": estimate(found.base),
        "auc": estimate(found.auc),
        "best": {"bound": found.best.bound, "youden": found.best.youden} if found.best else None,
        "bands": {
            band.value: {**share_of(found.bands[band].share), "lift": found.bands[band].lift} for band in reversed(Band)
        },
        "flagged": [
            {"bound": one.bound, "records": one.records, "lost": one.lost, "work": one.work, "caught": one.caught}
            for one in found.flagged
        ],
        "deciles": [
            {"decile": one.number, "points": {"low": one.low, "high": one.high}, **share_of(one.share)}
            for one in test.deciles
        ],
        "rules": [
            {
                **rule_of(one.group, one.rule),
                "fired": share_of(one.share.fired),
                "silent": share_of(one.share.silent),
                "difference": estimate(one.share.difference),
                "sign": one.share.sign.value,
            }
            for one in test.rules
        ],
        "healthy_lost": {"records": test.healthy_lost, "first": [reason_of(one) for one in test.surprises]},
        "later": [{"property": name, "records": number} for name, number in test.later.items()],
    }


def _verify(found: Verification) -> Json:
    return {
        "agree": found.agree,
        "differ": found.differ,
        "without": found.without,
        "unreadable": found.unreadable,
        "unclear": found.unclear,
        "causes": [
            {
                "cause": one.cause.value,
                "group": one.group,
                "condition": condition_text(one.rule.tests) if one.rule else None,
                "points": one.rule.points if one.rule else None,
                "assumption": one.assumption.value if one.assumption else None,
                "records": one.records,
                "against": one.against,
            }
            for one in found.pointers
        ],
        "unexplained": found.unexplained,
        "differences": [
            {
                "id": one.record.id,
                **name_of(one.record),
                "csws": one.record.points[0],
                "hubspot": float(one.hubspot),
            }
            for one in found.shown
        ],
    }
