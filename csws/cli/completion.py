"""Completion of values in a shell: accounts of the project, codes of rules. Offers nothing if the
project cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def account_names(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from csws.load.project import open_project

    folder = Path(context.params.get("directory") or ".")
    return _completions(open_project(folder).names, begun)


def rule_codes(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from csws.rules import all_rules

    return _completions((rule.code for rule in all_rules()), begun.upper())


def schema_names(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from csws.schema import NAMES

    return _completions(NAMES, begun)


def _completions(names: Iterable[str], begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(begun)]
