"""Questions to a person at a terminal, in their language. A question is a sentence of
`csws/render/words/`."""

from __future__ import annotations

from collections.abc import Iterable

import click

from csws.render.words import Words


def ask(words: Words, key: str, **values: object) -> str:
    """What the person types; "" if nothing. Raises click.Abort for Ctrl-C and at the end of the input."""
    end = words.plain("list.fact", name="", text="")
    question = words.plain(key, **values)
    return str(click.prompt(question, default="", show_default=False, prompt_suffix=end)).strip()


def ask_one_of(words: Words, key: str, answers: Iterable[str]) -> str:
    """One of these answers in lower case; asks until it gets one."""
    known = list(answers)
    while (answer := ask(words, key).lower()) not in known:
        click.echo(words.plain("ask.one_of", answers=", ".join(known)))
    return answer


def says_yes(words: Words, key: str) -> bool:
    """Whether the person types `yes`, whatever the language: an approval is one word everywhere."""
    return ask(words, key) == "yes"
