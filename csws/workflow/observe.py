"""Records what somebody saw in the account. Uses a recorder, so it changes no setting.

An observation must fit the schema and the catalogue, because no screen can show anything else. It need not obey the laws,
because it describes what is, not what is desired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shlex import join

from csws.errors import UsageFault
from csws.kinds import RECORDED
from csws.model.catalog import Catalog
from csws.model.change import Change
from csws.model.diagnostic import Diagnostic, merged
from csws.model.frozen import frozen
from csws.model.kind import Kind
from csws.model.settings import Settings
from csws.model.target import RecordPermit
from csws.render.names import some_names
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.account.plan import reached
from csws.workflow.account.refresh import refresh_runbook
from csws.workflow.observation.differences import UnmanagedChange, differences
from csws.workflow.observation.identity import handle_of, unsaid_hint
from csws.workflow.observation.observed import Observed, observed
from csws.workflow.observation.options import seen_in_options
from csws.workflow.observation.said import Seen, finding
from csws.workflow.observation.sheet import ACCOUNT, seen_in_file
from csws.workflow.run.per_account import check_has_accounts, usable_catalog

_SPECIAL = re.compile(r"[\"$`\\!]|\Aid:|[^ -~\w]")  # what a shell, `import` or a terminal would take for something else


@frozen
class Recorded:
    """What came of an observation: its revision, None where nothing differs from what was known; or the findings for which
    nothing was recorded. `known` is the revision before it, `adopt` the command that adopts what is new. `is_silent`: it says
    nothing of anything that there is, so it is not even noted."""

    account: str
    revision: int | None = None
    known: int = 0
    is_silent: bool = False
    changes: tuple[Change, ...] = ()
    unmanaged: tuple[UnmanagedChange, ...] = ()
    adopt: str | None = None
    notes: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@frozen
class Observation:
    """What somebody reports, in `--set` pairs and in a file, and their remarks, (step, text)."""

    pairs: tuple[str, ...] = ()
    text: str | None = None
    file: str = ""
    remarks: tuple[tuple[int, str], ...] = ()

    def words(self, who: str | None) -> list[str]:
        """The command that says it again."""
        file = [] if self.text is None else [self.file]
        pairs = [word for pair in self.pairs for word in ("--set", pair)]
        return ["observe", *file, *pairs, *(["--by", who] if who else [])]


def seen_of(observation: Observation) -> tuple[Seen, list[Diagnostic]]:
    """The observation, and what is wrong with the file. Raises UsageFault for a pair that it cannot parse, and for an
    empty observation."""
    options = seen_in_options(observation.pairs)
    findings: list[Diagnostic] = []
    seen = options
    if observation.text is not None:
        in_file, findings = seen_in_file(observation.text, observation.file)
        seen = in_file.and_also(options)
    if seen.is_empty and not findings and not observation.remarks:
        raise UsageFault("Nothing to record.", hint="Use --set workspace.KEY.PATH=VALUE, or give a YAML file.")
    return seen, findings


def observe_account(
    root: Path, patterns: list[str] | None, now: datetime, observation: Observation, permit: RecordPermit
) -> Recorded:
    """Records what was seen in the one account that is asked for, or nothing at all."""
    seen, findings = seen_of(observation)
    opened, account, catalog = one_account(root, patterns, now, observation.words(permit.operator))
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    findings += of_another_account(seen, account.name)
    with target.reader(reference) as reader:  # what is wrong waits for no lock, and makes no store
        findings += _checked(reader.read().settings, seen, catalog).findings
    if findings:
        return Recorded(account=account.name, findings=merged(findings))
    who = replace(permit, operator=permit.operator or account.loaded.entry.operator)
    with target.recorder(reference, who) as recorder:
        state = recorder.read()
        found = _checked(state.settings, seen, catalog, recorder.used_ids)
        if found.findings:  # the account has moved meanwhile
            return Recorded(account=account.name, findings=found.findings)
        revision = None if found.settings == state.settings else recorder.observe(found.settings)
        for step, text in observation.remarks:
            recorder.note("remark", step=step, text=text)
        if revision is None and not found.is_silent:
            recorder.note("seen")
    refresh_runbook(target, reference, catalog, account.loaded.entry)
    words = _adopting(f"csws --account {account.name}" if opened.shared else "csws", found)
    recorded = _recorded(state.settings, found, catalog)
    return replace(
        recorded,
        account=account.name,
        known=state.revision,
        revision=revision,
        adopt=words,
        is_silent=found.is_silent,
    )


def check_pairs(root: Path, name: str, now: datetime, pairs: Sequence[str]) -> None:
    """Raises UsageFault unless the pairs could be recorded of the account as it is known now. Records nothing."""
    seen, _ = seen_of(Observation(pairs=tuple(pairs)))
    opened, account, catalog = one_account(root, [name], now, ["observe"])
    target, reference = reached(opened.root, account.loaded.entry, catalog)
    with target.reader(reference) as reader:
        _checked(reader.read().settings, seen, catalog)


def one_account(
    root: Path, patterns: list[str] | None, now: datetime, words: list[str]
) -> tuple[Opened, CheckedAccount, Catalog]:
    """The account that is asked for. Raises UsageFault where several are meant; `words` are the command, which has to
    name one."""
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    if len(opened.names) > 1:
        hint = f"Name one of {some_names(opened.names)}: {join(['csws', '--account', opened.names[0], *words])}"
        raise UsageFault("An observation is of one account.", hint=hint)
    account = check_account(opened, opened.names[0])
    return opened, account, usable_catalog(account)


def of_another_account(seen: Seen, name: str) -> list[Diagnostic]:
    said = seen.account
    if said is None or said.value == name:
        return []
    message = f"This worksheet is of the account `{said.value}`, not of `{name}`."
    hint = f"Use a sheet of `{name}`, or the project of `{said.value}` (`csws --account {said.value}` in this one)."
    return [finding("CSW104", said.place, ACCOUNT, message, hint)]


def _checked(known: Settings, seen: Seen, catalog: Catalog, used: Callable[[], frozenset[str]] = frozenset) -> Observed:
    """The account as it was seen. Raises UsageFault where a `--set` is wrong."""
    found = observed(known, seen, catalog, used)
    wrong = [item for item in found.findings if item.span is None]
    if wrong:
        raise UsageFault(" ".join(item.message for item in wrong), hint=wrong[0].hint)
    for block in found.unsaid:
        if block.place.option is not None:
            message = f"`--set {block.place.option}`: the account has no workspace `{block.handle.text}`."
            raise UsageFault(message, hint=unsaid_hint(block, known))
    return found


def _adopting(csws: str, found: Observed) -> str | None:
    """The command that adopts what is new, each by its name, or by its id where the name does not do."""
    pairs = [pair for kind in RECORDED for pair in _pairs(kind, found)]
    return f"{csws} import {' '.join(pairs)}" if pairs else None


def _pairs(kind: Kind, found: Observed) -> Iterator[str]:
    free = [thing for thing in kind.all(found.settings) if thing.key is None]
    names = [kind.called(thing) for thing in free]
    for thing, name in zip(free, names, strict=True):
        block = found.new.get(handle_of(kind, thing))
        is_plain = names.count(name) == 1 and not _SPECIAL.search(name)
        if block:
            value = f'"{name}"' if is_plain else f"id:{thing.id}"
            yield f"{kind.shown_key(block.handle.text)}={value}"


def _recorded(before: Settings, found: Observed, catalog: Catalog) -> Recorded:
    """What differs, by name."""
    changes, unmanaged = differences(before, found.settings, catalog)
    return Recorded(account="", changes=changes, unmanaged=unmanaged, notes=unsaid_notes(found, before))


def unsaid_notes(found: Observed, before: Settings) -> tuple[str, ...]:
    return tuple(
        f"Nothing is recorded of `{block.handle}`: it is not known, and has no name. {unsaid_hint(block, before)}"
        for block in found.unsaid
    )
