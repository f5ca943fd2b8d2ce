"""Completion of values in a shell. It never fails and never waits: it offers nothing where the
project or the record cannot be read at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from csws.workflow.offers import Offer

Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]
_PATIENCE = 1.0  # seconds; a record may be locked, a disk far away


def _at_once(complete: Complete) -> Complete:
    """The same, but nothing where it fails or takes too long. Its thread ends with the process."""

    @wraps(complete)
    def found(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        out: list[CompletionItem] = []

        def work() -> None:
            try:
                out.extend(complete(context, parameter, begun))
            except Exception:  # whoever types has not asked anything yet
                return

        thread = Thread(target=work, daemon=True)
        thread.start()
        thread.join(_PATIENCE)
        return [] if thread.is_alive() else out

    return found


@_at_once
def account_names(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from csws.load.project import open_project

    return _completions(open_project(_folder(context)).names, begun)


@_at_once
def rule_codes(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from csws.rules import all_rules

    return _completions((rule.code for rule in all_rules()), begun.upper())


@_at_once
def schema_names(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from csws.schema import NAMES

    return _completions(NAMES, begun)


@_at_once
def pairs_to_import(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from csws.workflow import offers

    before = (context.params.get("pairs") or ("=",))[-1]
    if "=" not in before:  # bash cuts words at `=`: what is typed now is the rest of the pair
        rest = (offer.after(f"{before}=") for offer in offers.pairs_to_import(*_asked(context), before))
        return _items(rest, begun)
    key, equals, _ = begun.partition("=")
    return _items(offers.pairs_to_import(*_asked(context), key if equals else None), begun)


def recorded(name: str) -> Complete:
    """What `csws.workflow.offers` has under this name."""

    @_at_once
    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        from csws.workflow import offers

        found: Callable[..., Iterable[Offer]] = getattr(offers, name)
        return _items(found(*_asked(context)), begun)

    return complete


def _asked(context: click.Context) -> tuple[Path, list[str] | None]:
    """The project's folder, and the accounts that the words before ask for."""
    return _folder(context), list(context.find_root().params.get("accounts") or ()) or None


def _folder(context: click.Context) -> Path:
    return Path(context.find_root().params.get("directory") or ".")


def _completions(names: Iterable[str], begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(begun)]


def _items(offers: Iterable[Offer], begun: str) -> list[CompletionItem]:
    """Each word once. Neither a word nor what it means may break the lines that the shell reads."""
    from click.shell_completion import CompletionItem

    from csws.render.style import shown

    words = {offer.word: offer.about for offer in offers if offer.word.startswith(begun) and offer.word.isprintable()}
    return [CompletionItem(word, help=shown(about) or None) for word, about in words.items()]
