"""`csws test`: examples beside the configuration, held against what it means. Opens no account; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from csws.model.diagnostic import Diagnostic, merged
from csws.model.examples import Examples, Ran
from csws.model.suggestion import did_you_mean
from csws.workflow.account.check import CheckedAccount, Opened, check_account, open_checked
from csws.workflow.example_files import Example, Read, read_examples
from csws.workflow.example_scores import run_score
from csws.workflow.example_workspaces import run_workspace
from csws.workflow.run.per_account import check_has_accounts

Outcome = Ran | list[Diagnostic]
Run = Callable[[CheckedAccount, Example], Outcome]
_RUNS: dict[str, Run] = {"scores": run_score, "workspaces": run_workspace}


def run_examples(root: Path, patterns: Sequence[str] | None, now: datetime, paths: Sequence[Path] = ()) -> Examples:
    """Every example in its account, or, where it names none, in each that is asked for. Raises UsageFault where there
    is no file, ConfigInvalid and NotPermitted where an account's files or its catalogue cannot be used."""
    opened = open_checked(root, patterns, now)
    check_has_accounts(opened)
    read = read_examples(root, paths)
    findings = [*read.findings, *_strangers(opened, read)]
    ran: list[Ran] = []
    for name in opened.names:
        account = check_account(opened, name)
        for found in _outcomes(account, read):
            if isinstance(found, Ran):
                ran.append(found)
            else:
                findings += [replace(item, accounts=(name,)) for item in found]
    order = {name: at for at, name in enumerate(read.files)}
    ran.sort(key=lambda one: (order[one.span.file], one.span.line, one.span.column))
    return Examples(files=read.files, ran=tuple(ran), findings=merged(findings), several=opened.shared)


def _outcomes(account: CheckedAccount, read: Read) -> Iterator[Outcome]:
    for example in read.examples:
        if example.account in (None, account.name):
            yield _RUNS[example.section](account, example)


def _strangers(opened: Opened, read: Read) -> Iterator[Diagnostic]:
    """Examples of accounts that the project does not have."""
    known = opened.project.names
    for example in read.examples:
        if example.account is not None and example.account not in known:
            hint = did_you_mean(example.account, known) or f"Accounts of this project: {', '.join(known)}."
            yield example.finding(f"This project has no account `{example.account}`.", hint, "account")
