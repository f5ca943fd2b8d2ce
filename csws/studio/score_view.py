"""A health score as a page shows it: its bands, and its groups and rules as rows in words with bars, each with what is
wrong with it and the edits that change it. Knows no request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from zlib import crc32

from markupsafe import Markup

from csws.editing.draft import Edit
from csws.editing.form import Form
from csws.kinds.addresses import lies_in, path_text
from csws.kinds.health_scores.bands import has_bounds, held
from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.labels import labels_in
from csws.kinds.health_scores.reading import rule_of, score_of
from csws.kinds.health_scores.score import Group, Rule, Score
from csws.kinds.health_scores.states import DRAFT, PUBLISHED
from csws.load.node import Node
from csws.model.address import Address
from csws.model.diagnostic import Diagnostic
from csws.model.frozen import frozen
from csws.model.place import Path, Span
from csws.render.conditions import Conditions
from csws.render.review.score_drawing import Bars, Scale
from csws.render.score_words import points
from csws.render.words import Words
from csws.studio.buttons import edits_text, removing, set_to, target_text
from csws.studio.field_view import FieldViews, FoundView
from csws.studio.rule_fields import ValueField, value_fields
from csws.workflow.account.check import CheckedAccount


@frozen
class RuleLine:
    """`at` is its place in the group's list. `text` is None where the rule cannot be read. `was` is what its points were
    in the saved files; None where they are the same, "" where there was no such rule. `gone` are the edits that remove it."""

    at: int
    text: Markup | None
    points: Any
    bars: Bars | None
    fields: tuple[ValueField, ...]
    was: str | None
    gone: str
    found: tuple[FoundView, ...]


@frozen
class GroupLines:
    """`adds` is what its rules give together at most, which may be more than the group's maximum. One that `takes`
    has a rule that takes points away. `data` are its rules as they stand in the file, `edit` the edit of all of them,
    both as JSON; `edits` are those of its single settings. `was` is the maximum in the saved files, None where that is
    the same."""

    key: str
    name: str
    kind: str
    lowest: int
    highest: int
    adds: int
    takes: bool
    bars: Bars
    rules: tuple[RuleLine, ...]
    data: str
    edit: str
    edits: Mapping[str, str]
    was: str | None
    found: tuple[FoundView, ...]


@frozen
class ScoreView:
    """`most` is what the groups give together at most. `object` is the label on the screen; `is_there` says that the account
    has it. `of_bands` are findings about the bands, `found` those about nothing below. `saved` is the score in the saved
    files, None where they have none. `turns` are the edits that publish it, or turn it off; `is_shared` says that a
    change is one of every account. `digest` is another one where the points of a record may be others."""

    score: Score
    saved: Score | None
    key: str
    name: str
    object: str
    is_there: bool
    most: int
    has_bounds: bool
    groups: tuple[GroupLines, ...]
    edits: Mapping[str, str]
    turns: str
    is_shared: bool
    of_bands: tuple[FoundView, ...]
    found: tuple[FoundView, ...]
    errors: int
    file: str
    digest: str


def score_keys(account: CheckedAccount) -> tuple[str, ...]:
    """The keys of the scores that the files declare, in their order."""
    return tuple(address.key for address in account.loaded.declared.blocks if address.kind == KIND.name)


def saved_score(form: Form, key: str) -> Score | None:
    """The score as the saved files have it, None where they have none."""
    block = _saved_block(form, key)
    return score_of(block, key) if block is not None else None


def _saved_block(form: Form, key: str) -> Mapping[str, Any] | None:
    before = next((item for item in form.saved.accounts if item.name == form.account.name), None)
    return before.loaded.declared.blocks.get(Address(KIND.name, key)) if before is not None else None


def score_view(form: Form, key: str, words: Words, views: FieldViews) -> ScoreView | None:
    """None where the files with the draft declare no such score."""
    block = form.account.loaded.declared.blocks.get(Address(KIND.name, key))
    return None if block is None else _Viewed(form, key, block, words, views).view()


class _Viewed:
    def __init__(self, form: Form, key: str, block: Any, words: Words, views: FieldViews) -> None:
        self.account, self.words, self.views, self.key = form.account, words, views, key
        self.score = score_of(block, key)
        known = _saved_block(form, key)
        self.saved = saved_score(form, key)
        self.said_state = known is None or known.get("state") is not None
        self.path: Path = (KIND.section, key)
        self.address = path_text(self.path)
        self.mine = tuple(found for found in self.account.diagnostics if lies_in(found.address, self.address))
        several, has_overlay = form.state.opened.shared, bool(self.account.loaded.entry.overlay)
        self.own = form.account.name if several and has_overlay else None
        self.is_shared = several and not has_overlay
        self.scale = Scale.of([(min(group.lowest, 0), max(group.highest, 0)) for group in self.score.groups])

    def view(self) -> ScoreView:
        home = self.account.catalog.objects.get(self.score.object) if self.account.catalog else None
        groups = tuple(self._group(group) for group in self.score.groups)
        below = ("bands", *(f"groups.{group.key}" for group in groups))
        told = {id(found) for part in below for found in self._about(part)}
        node = self.account.loaded.tree.at(self.path)
        return ScoreView(
            score=self.score,
            saved=self.saved,
            key=self.key,
            name=self.score.name or self.key,
            object=self.words.object_label(self.score.object, home.label) if home else self.score.object,
            is_there=home is not None,
            most=sum(max(group.highest, 0) for group in self.score.groups),
            has_bounds=has_bounds(self.score),
            groups=groups,
            edits={name: self._target(f"bands.{name}") for name in ("at_risk", "healthy")},
            turns=edits_text([self._turned()]),
            is_shared=self.is_shared,
            of_bands=self.views.findings(self._about("bands")),
            found=self.views.findings(found for found in self.mine if id(found) not in told),
            errors=sum(found.is_error for found in self.mine),
            file=node.span.file if node is not None else "",
            digest=f"{crc32(repr((self.score.object, self.score.groups)).encode()):08x}",
        )

    def _turned(self) -> Edit:
        """The edit that publishes a draft, or makes a draft of what is published. A file that said nothing says nothing
        again."""
        edit = Edit(address=self.address, path="state", account=self.own)
        if not self.score.is_published:
            return set_to(edit, PUBLISHED)
        return set_to(edit, DRAFT) if self.said_state else removing(edit)

    def _target(self, path: str) -> str:
        return target_text(Edit(address=self.address, path=path, account=self.own))

    def _about(self, part: str) -> list[Diagnostic]:
        return [found for found in self.mine if lies_in(found.address, f"{self.address}.{part}")]

    def _group(self, group: Group) -> GroupLines:
        mine, before = self._about(f"groups.{group.key}"), self._saved(group.key)
        node = self.account.loaded.tree.at((*self.path, "groups", group.key, "rules"))
        lines = node.items if node is not None else []
        told = {id(found) for line in lines for found in mine if _is_in(found, line)}
        lowest, highest = min(group.lowest, 0), max(group.highest, 0)
        takes = any(rule.points < 0 for rule in group.rules)
        return GroupLines(
            key=group.key,
            name=group.name or group.key,
            kind=group.kind,
            lowest=group.lowest,
            highest=group.highest,
            adds=sum(rule.points for rule in group.rules if rule.points > 0),
            takes=takes,
            bars=self.scale.bars((lowest if takes else 0, highest), None, moves=False),
            rules=tuple(self._rules(group, lines, mine)),
            data=json.dumps([line.plain() for line in lines], ensure_ascii=False, default=str),
            edit=self._target(f"groups.{group.key}.rules"),
            edits={name: self._target(f"groups.{group.key}.{name}") for name in ("max", "min")},
            was=str(before.highest) if before is not None and before.highest != group.highest else None,
            found=self.views.findings(found for found in mine if id(found) not in told),
        )

    def _saved(self, key: str) -> Group | None:
        groups = self.saved.groups if self.saved is not None else ()
        return next((group for group in groups if group.key == key), None)

    def _rules(self, group: Group, lines: list[Node], mine: list[Diagnostic]) -> Iterator[RuleLine]:
        before = self._saved(group.key)
        known = {rule.tests: rule.points for rule in (before.rules if before is not None else ())}
        data = [line.plain() for line in lines]
        for at, line in enumerate(lines):
            rule, path = rule_of(data[at]), f"groups.{group.key}.rules"
            without = Edit(address=self.address, path=path, value=[*data[:at], *data[at + 1 :]], account=self.own)
            catalog = self.account.catalog
            yield RuleLine(
                at=at,
                text=self._sentence(rule) if rule is not None else None,
                points=data[at].get("points") if isinstance(data[at], Mapping) else None,
                bars=self._bars(group, rule) if rule is not None else None,
                fields=value_fields(data[at], self.score.object, catalog) if catalog and rule is not None else (),
                was=_was(rule, known) if rule is not None else None,
                gone=edits_text([without]),
                found=self.views.findings(found for found in mine if _is_in(found, line)),
            )

    def _bars(self, group: Group, rule: Rule) -> Bars:
        lowest, highest = min(group.lowest, 0), max(group.highest, 0)
        given = held(rule.points, lowest, highest)
        return self.scale.bars((min(given, 0), max(given, 0)), None, within=(lowest, highest), moves=False)

    def _sentence(self, rule: Rule) -> Markup:
        catalog = self.account.catalog
        labels = dict(labels_in(rule.tests, self.score.object, catalog)) if catalog else {}
        return Conditions(self.words, labels).sentence(rule.tests)


def _was(rule: Rule, known: Mapping[Any, int]) -> str | None:
    if rule.tests not in known:
        return ""
    return None if known[rule.tests] == rule.points else points(known[rule.tests])


def _is_in(found: Diagnostic, line: Node) -> bool:
    return found.span is not None and _within(found.span, line.span)


def _within(inner: Span, outer: Span) -> bool:
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    is_inside = (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)
    return inner.file == outer.file and is_inside
