"""The results of several accounts: failures on stderr, and the outer part of the JSON documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from csws.cli.saying import say_failure
from csws.cli.session import Session
from csws.documents.plan_document import failure_document
from csws.model.plan import FORMAT_VERSION, Failure
from csws.render.json_text import json_text
from csws.render.style import Style
from csws.workflow.run.per_account import Outcome

T = TypeVar("T")


def say_errors(outcomes: list[Outcome[T]]) -> None:
    for item in outcomes:
        if item.error is not None:
            say_failure(item.account, item.error.message, item.error.hint)


def say_outcomes(
    session: Session,
    outcomes: list[Outcome[T]],
    form: str,
    document: Callable[[T], dict[str, Any]],
    text: Callable[[str, T, Style], str],
    language: str = "en",
) -> None:
    """Prints failures on stderr, and the results of the other accounts on stdout, as JSON or as a
    text for each."""
    say_errors(outcomes)
    if form == "json":
        session.out(outcomes_json(outcomes, document))
        return
    style = session.style(language=language)
    session.out("\n".join(text(item.account, item.value, style) for item in outcomes if item.value is not None))


def outcomes_json(outcomes: list[Outcome[T]], document: Callable[[T], dict[str, Any]]) -> str:
    """Each account with its exit code, and with its own members if it has a result."""
    accounts = [
        {
            "account": item.account,
            "target": item.target,
            "exit_code": item.exit_code,
            "error": failure_document(Failure.of(item.error)) if item.error else None,
            **(document(item.value) if item.value is not None else {}),
        }
        for item in outcomes
    ]
    return json_text(accounts_document(accounts))


def accounts_document(accounts: list[dict[str, Any]], error: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"format_version": FORMAT_VERSION, "error": error, "accounts": accounts}
