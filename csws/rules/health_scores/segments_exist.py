"""CSW704: at most five segments, existing and of the score's object (catalogue without segments: info)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.catalog import Directory
from csws.model.diagnostic import Path, Severity
from csws.model.meant import respelled
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.suggestion import did_you_mean
from csws.rules.health_scores.declared import can_have_scores, scores

RULE = Rule(
    code="CSW704",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="at most five segments, existing and of the score's object (catalogue without segments: info)",
    reason="HubSpot lets a score apply to up to five segments of its object.",
    source="HubSpot: Create health scores (February 2026)",
    hint="Correct the name, or pull the catalogue again if the segment is new.",
    bad="segments: [A, B, C, D, E, F]",
    good="segments: [Active customers]",
    needs_catalog=True,
)

_MOST = 5


def check(subject: Subject) -> Iterator[Finding]:
    for one in scores(subject):
        path, names = (*one.path, "segments"), one.score.segments
        if len(names) > _MOST:
            message = f"A score can have at most {_MOST} segments; {len(names)} are listed."
            yield Finding(path=path, message=message, hint="Remove some, or combine them in HubSpot.")
        if not can_have_scores(subject, one.score.object):
            continue
        known = subject.catalog.segments_of(one.score.object)
        if known is None and names:
            message = "csws cannot check the segments, because the catalogue does not list them."
            hint = subject.catalog.unread("segments") or _PULL
            yield Finding(path=path, message=message, hint=hint, severity=Severity.INFO)
        yield from (
            _missing(subject, (*path, at), name, one.score.object, known)
            for at, name in enumerate(names)
            if known is not None and known.id_of(name) is None
        )


_PULL = "Run `csws catalog pull` to have them checked."


def _missing(subject: Subject, path: Path, name: str, object_name: str, known: Directory) -> Finding:
    ids = known.same_name(name)
    if len(ids) > 1:
        listed = " or ".join(f"`id:{one}`" for one in ids)
        message = f"The account has several segments `{name}`."
        return Finding(path=path, message=message, hint=f"Write {listed} instead of the name.")
    others = sorted({item.object for item in subject.catalog.segments or () if item.name == name})
    if others:
        return Finding(
            path=path,
            message=f"The segment `{name}` is one of `{others[0]}`, not of `{object_name}`.",
            hint=f"Use a segment of `{object_name}`.",
        )
    unread = subject.catalog.unread("segments")
    if unread is not None:
        message = f"csws cannot check whether `{object_name}` has a segment `{name}`."
        return Finding(path=path, message=message, hint=unread, severity=Severity.WARNING)
    hint = known.formerly(name) or did_you_mean(name, known.names())
    message = f"The account has no segment `{name}` of `{object_name}`."
    return Finding(path=path, message=message, hint=hint, remedies=respelled(path, name, known))
