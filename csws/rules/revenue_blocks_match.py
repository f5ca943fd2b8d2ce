"""CSW408: revenue blocks match objects.revenue, none missing, none over (where the tab is shown)."""

from __future__ import annotations

from collections.abc import Iterator

from csws.model.address import Address
from csws.model.diagnostic import Path, Severity
from csws.model.fix import Drop, Remedy, Respell
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.settings import MAX_REVENUE_OBJECTS
from csws.model.suggestion import closest, did_you_mean
from csws.rules.references import is_unknown, may_track_revenue

RULE = Rule(
    code="CSW408",
    severity=Severity.ERROR,
    phase=Phase.CONFIG,
    law="revenue blocks match objects.revenue, none missing, none over (where the tab is shown)",
    reason="Every revenue object needs its own choices; choices for any other object have no effect.",
    source="assumed: properties and pipelines belong to one object",
    hint="Write one block for each object of `objects.revenue`.",
    bad="objects: {revenue: [deals]}\n# in a workspace\nrevenue: {objects: {licences: …}}",
    good="objects: {revenue: [deals]}\n# in a workspace\nrevenue: {objects: {deals: …}}",
)


def check(subject: Subject) -> Iterator[Finding]:
    wanted = subject.declared.settings.objects.revenue
    for item in subject.workspaces:
        if item.revenue.show:
            blocks = subject.declared.block_names.get(item.key or "", ())
            if set(blocks) == set(wanted) and not subject.declared.ignore:
                continue
            yield from _extra_blocks(subject, item.key or "", blocks)
            yield from _ignored_blocks(subject, item.key or "")
            yield from _missing_blocks(
                subject, item.key or "", sorted(set(wanted) - set(blocks) - _misspelled_blocks(wanted, blocks))
            )


def _extra_blocks(subject: Subject, key: str, blocks: tuple[str, ...]) -> Iterator[Finding]:
    wanted = subject.declared.settings.objects.revenue
    renamed = {closest(name, blocks) for name in wanted if is_unknown(subject, name)}
    for name in blocks:
        if name not in wanted and name not in renamed:
            yield Finding(
                path=("workspaces", key, "revenue", "objects", name),
                message=f"`{name}` is not one of `objects.revenue`.",
                hint=did_you_mean(name, wanted) or "Remove this block, or add the object.",
                on_key=True,
                leans_on=_judged_by(key),
                remedies=_as_another(("workspaces", key, "revenue", "objects", name), blocks, wanted),
            )


def _as_another(path: Path, blocks: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[Remedy, ...]:
    name = str(path[-1])
    meant = closest(name, [other for other in wanted if other not in blocks])
    other = (Remedy(title=f"Write `{meant}`", acts=(Respell(path, meant),)),) if meant else ()
    return (*other, Remedy(title=f"Remove `{name}`", acts=(Drop(path),)))


def _ignored_blocks(subject: Subject, key: str) -> Iterator[Finding]:
    """Entries of `ignore` that name a block which the workspace cannot have."""
    wanted = subject.declared.settings.objects.revenue
    named = [
        (at, _object_of(entry)) for at, entry in enumerate(subject.declared.ignore.get(Address.workspace(key), ()))
    ]
    meant = {closest(name, [other for _, other in named if other]) for name in wanted if is_unknown(subject, name)}
    for at, name in named:
        if name is not None and name not in wanted and name not in meant:
            yield Finding(
                path=("workspaces", key, "ignore", at),
                message=f"`{name}` is not one of `objects.revenue`, so there is nothing to ignore.",
                hint=did_you_mean(name, wanted) or "Remove this entry, or add the object.",
                leans_on=_judged_by(key),
            )


def _object_of(entry: str) -> str | None:
    """The object of a block: `revenue.objects.deals`, or a field of it."""
    name = entry.removeprefix("revenue.objects.").partition(".")[0]
    return name if entry.startswith("revenue.objects.") else None


def _missing_blocks(subject: Subject, key: str, names: list[str]) -> Iterator[Finding]:
    """Asks for no block if CSW203 or CSW204 reports the object, and for none beyond the maximum
    number of objects."""
    wanted = set(subject.declared.settings.objects.revenue)
    names = [name for name in names if not is_unknown(subject, name) and may_track_revenue(subject, name)]
    if len(names) <= len(wanted) - MAX_REVENUE_OBJECTS:
        return
    for name in names:
        yield Finding(
            path=("workspaces", key, "revenue", "objects", name),
            message=f"The Revenue tab of `{key}` is shown, but nothing is set for `{name}`.",
            hint=f"Fill in `{name}:` under `revenue.objects`, or hide the tab with `show: false`.",
            on_key=True,
            leans_on=_judged_by(key),
        )


def _misspelled_blocks(wanted: tuple[str, ...], blocks: tuple[str, ...]) -> set[str | None]:
    """The objects whose block has a misspelled name."""
    free = [name for name in wanted if name not in blocks]
    return {closest(name, free) for name in blocks if name not in wanted}


def _judged_by(key: str) -> tuple[Path, ...]:
    return ("objects", "revenue"), ("workspaces", key, "revenue", "show")
