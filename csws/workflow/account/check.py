"""Checking a project: load, schemas, rules → findings. No network, and no account is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path as FilePath
from typing import Any

from csws.errors import ConfigInvalid, UsageFault
from csws.kinds import KINDS, properties
from csws.kinds.addresses import lies_in
from csws.load.account import LoadedAccount, carried, load_account
from csws.load.catalog_file import catalog_text, to_catalog
from csws.load.entries import Entries
from csws.load.files import ProjectFiles
from csws.load.node import Node
from csws.load.project import FILE_NAME, Project, SourceFile, open_project
from csws.model.catalog import Catalog, Property
from csws.model.diagnostic import Diagnostic, merged
from csws.model.fields import TABS
from csws.model.frozen import frozen
from csws.model.rule import Finding, Phase, Rule
from csws.model.rule_input import Subject
from csws.model.settings import Item
from csws.model.suggestion import did_you_mean
from csws.rules import all_rules, config_findings
from csws.schema import check_catalog, check_declared, check_file, check_required
from csws.workflow.account.echo import is_echo
from csws.workflow.account.finding import diagnostic

_MAY_DECLARE = {("include",), *((kind.section,) for kind in KINDS)}


@frozen
class CheckedAccount:
    """One account after all checks; `catalog` is None where it cannot be used. `undeclared` is the finding that
    nothing is declared yet. `now` is when it was checked, in UTC."""

    loaded: LoadedAccount
    catalog: Catalog | None
    diagnostics: tuple[Diagnostic, ...]
    now: datetime
    undeclared: Diagnostic | None = None

    @property
    def name(self) -> str:
        return self.loaded.entry.name

    @property
    def is_valid(self) -> bool:
        return self.catalog is not None and not any(found.is_error for found in self.diagnostics)


@frozen
class Opened:
    """A project before its accounts: what they share, what is wrong with that, and which of them are asked for.

    `findings` name an account where they are in its own entry, and none where they are everybody's.
    """

    project: Project
    findings: tuple[Diagnostic, ...]
    names: tuple[str, ...]
    now: datetime

    @property
    def root(self) -> FilePath:
        return self.project.root

    @property
    def accounts(self) -> Entries:
        return self.project.accounts

    @property
    def shared(self) -> bool:
        """Whether the project has several accounts, even if only one is selected."""
        return len(self.project.names) > 1

    def carried(self, names: tuple[str, ...]) -> Opened:
        """The part that some of the accounts need, with their files read: it can be sent to another process."""
        mine = tuple(found for found in self.findings if not found.accounts or found.accounts[0] in names)
        return replace(self, project=carried(self.project, names), findings=mine, names=names)

    def told(self) -> list[Diagnostic]:
        """The findings of what is shared, each with the accounts that it concerns."""
        return [replace(found, accounts=found.accounts or self.names) for found in self.findings]


@frozen
class Checked:
    """A project after all checks. `diagnostics` has every finding once, in file order."""

    opened: Opened
    accounts: tuple[CheckedAccount, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def root(self) -> FilePath:
        return self.opened.root


def open_checked(
    root: FilePath, patterns: Sequence[str] | None, now: datetime, reads: ProjectFiles | None = None
) -> Opened:
    """What the accounts share, checked; `patterns` narrow the accounts (globs; all where None). `reads` are the
    project's files, those on the disk where None.

    Raises UsageFault for a pattern that matches no account.
    """
    project = open_project(root, reads)
    names = chosen(project.names, patterns) if project.files or not patterns else ()
    alone = () if names else project.unmatched  # otherwise each account reports them, if they matter there
    found = [*project.findings, *alone, *(_of_account(item, project.accounts) for item in _file_findings(project))]
    known = set(names)
    asked = tuple(item for item in found if not item.accounts or item.accounts[0] in known)
    return Opened(project=project.without_files(), findings=asked, names=names, now=now)


def no_account(root: FilePath) -> ConfigInvalid:
    """csws.yaml names no account, cannot be read, or is not there."""
    if not (root / FILE_NAME).exists():
        hint = "Run the command in the project's folder, or with -C FOLDER."
        return ConfigInvalid(f"There is no {FILE_NAME} in this folder.", hint=hint)
    return ConfigInvalid(f"{FILE_NAME} contains no readable account.", hint="Run `csws validate` to see why.")


def check_project(root: FilePath, patterns: Sequence[str] | None, now: datetime) -> Checked:
    """Everything wrong in a project's files, reported in one run."""
    opened = open_checked(root, patterns, now)
    accounts = tuple(check_account(opened, name) for name in opened.names)
    everything = [*opened.told(), *(found for account in accounts for found in account.diagnostics)]
    return Checked(opened=opened, accounts=accounts, diagnostics=merged(everything))


def check_account(opened: Opened, name: str) -> CheckedAccount:
    """One account with everything that is wrong with it, what it shares with others included."""
    mine = [
        replace(found, accounts=(name,)) for found in opened.findings if not found.accounts or name in found.accounts
    ]
    return _checked(load_account(opened.project, name), mine, opened.now)


def asked_rules() -> tuple[Rule, ...]:
    """The rules that a check asks, by code: all but those that need a plan."""
    return tuple(rule for rule in all_rules() if rule.phase is not Phase.PLAN)


def chosen(names: Sequence[str], patterns: Sequence[str] | None) -> tuple[str, ...]:
    """The accounts that `--account` asks for, in the project's order."""
    if not patterns:
        return tuple(names)
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise UsageFault(f"This project has no account `{pattern}`.", hint=_other_accounts(pattern, names))
    return tuple(name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns))


def _other_accounts(pattern: str, names: Sequence[str]) -> str:
    from csws.render.names import some_names

    return did_you_mean(pattern, names) or f"Accounts of this project: {some_names(tuple(names)) or 'none'}."


def _file_findings(project: Project) -> list[Diagnostic]:
    return [found for file in project.files for found in check_file(file)]


def _of_account(found: Diagnostic, accounts: Entries) -> Diagnostic:
    """A finding inside one account's entry is that account's; any other of csws.yaml and its parts is everybody's."""
    entry = found.entry
    return replace(found, accounts=(entry,) if entry is not None and entry in accounts else ())


def _checked(account: LoadedAccount, mine: list[Diagnostic], now: datetime) -> CheckedAccount:
    name, whole = account.entry.name, account.whole and not any(found.unread[:1] == ("include",) for found in mine)
    told = [*mine, *account.findings]
    overlay = [replace(found, accounts=(name,)) for file in _overlay(account) for found in check_file(file)]
    overlay = [found for found in overlay if not _is_told(found, told)]
    in_catalog = check_catalog(account)
    catalog = catalog_of(account) if account.catalog is not None and not in_catalog else None
    told += overlay
    undeclared = _undeclared(account, told)
    # An unreadable file may contain what is missing here, so missing things are not reported.
    lacking = [undeclared] if undeclared else check_required(account) if whole else []
    told += [found for found in lacking if not is_echo(found.unread, (), told, account.tree)]
    told += in_catalog
    by_rules = [
        found for found in _rule_findings(account, catalog, now, told, whole=whole) if not _is_told(found, told)
    ]
    diagnostics = merged([*told, *by_rules])
    return CheckedAccount(loaded=account, catalog=catalog, diagnostics=diagnostics, now=now, undeclared=undeclared)


def _undeclared(account: LoadedAccount, told: Iterable[Diagnostic]) -> Diagnostic | None:
    """The finding that nothing is declared yet, unless a mistake may hide what is."""
    hidden = any(found.unread[:1] in _MAY_DECLARE for found in told)
    return None if hidden else check_declared(account)


def catalog_of(account: LoadedAccount) -> Catalog:
    """The catalogue together with the properties that the project declares, which are created before anything needs
    them."""
    return to_catalog(account.catalog).with_declared(
        _declared_property(item) for item in account.declared.settings.items if item.kind == properties.KIND.name
    )


def _declared_property(item: Item) -> tuple[str, Property]:
    """The object of a declared property, and the property as the catalogue would have it."""
    shape = {"user": ("enumeration", "select", "user"), "date": ("date", "date", None)}
    kind, field_type, references = shape.get(str(item.fields["kind"]), ("string", None, None))
    object_name, name = properties.object_and_name(properties.KIND.address(item))
    label = str(item.fields["label"])
    return object_name, Property(
        name=name, label=label, type=kind, field_type=field_type, references=references, declared=True
    )


def with_catalog(account: CheckedAccount, document: dict[str, Any], now: datetime) -> CheckedAccount:
    """The account as it would be with another catalogue: returns only the rules' findings."""
    loaded = replace(account.loaded, catalog=document, catalog_text=catalog_text(document), findings=(), whole=True)
    return _checked(loaded, [], now)


def _overlay(account: LoadedAccount) -> list[SourceFile]:
    return [account.overlay] if account.overlay else []


def _is_told(found: Diagnostic, told: Iterable[Diagnostic]) -> bool:
    """Whether the schema has spoken of this very value: a rule has nothing to add there."""
    return any(found.span == other.span and lies_in(found.address, other.address) for other in told)


def _rule_findings(
    account: LoadedAccount, catalog: Catalog | None, now: datetime, told: list[Diagnostic], *, whole: bool
) -> list[Diagnostic]:
    empty = Catalog(account_id="", account_name=account.entry.name)
    subject = Subject(account=account.entry, declared=account.declared, catalog=catalog or empty, now=now)
    found = config_findings(subject, with_catalog=catalog is not None)
    if account.entry.overlay and account.overlay is None:  # what it says about the shared settings is unknown
        found = [(rule, finding) for rule, finding in found if finding.path[:1] == ("accounts",)]
    return [
        diagnostic(rule, finding, account)
        for rule, finding in found
        if (whole or _is_certain(finding, account.tree))
        and not is_echo(finding.path, finding.leans_on, told, account.tree)
    ]


def _is_certain(finding: Finding, tree: Node) -> bool:
    """Whether a finding holds with any content of a file that could not be read: its value is there, and so are the
    objects that a tab is judged by."""
    on_tab = not set(TABS).isdisjoint(finding.path)
    return tree.at(finding.path) is not None and (not on_tab or tree.at(("objects",)) is not None)
